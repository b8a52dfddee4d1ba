from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "qingshe.web"
    verbose_name = "界面"
