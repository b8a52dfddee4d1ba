from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "qingshe.modules.insight"
    verbose_name = "成效"
