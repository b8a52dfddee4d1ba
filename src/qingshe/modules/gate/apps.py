from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "qingshe.modules.gate"
    verbose_name = "闸门"
