from django.apps import AppConfig


class SendingsConfig(AppConfig):
    name = "qingshe.foundation.sendings"
    verbose_name = "提交"
