from django.apps import AppConfig


class DemandsConfig(AppConfig):
    name = "qingshe.modules.demands"
    verbose_name = "下达与办理"
