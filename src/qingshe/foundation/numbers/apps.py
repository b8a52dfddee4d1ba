from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "qingshe.foundation.numbers"
    verbose_name = "编号"
