from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "qingshe.foundation.notices"
    verbose_name = "提醒"
