from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "qingshe.modules.burden"
    verbose_name = "减负账"
