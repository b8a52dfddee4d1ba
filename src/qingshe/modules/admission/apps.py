from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    name = "qingshe.modules.admission"
    verbose_name = "准入"
