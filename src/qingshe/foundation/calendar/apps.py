from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "qingshe.foundation.calendar"
    verbose_name = "工作日历"
