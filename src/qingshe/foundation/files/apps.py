from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "qingshe.foundation.files"
    verbose_name = "附件"
