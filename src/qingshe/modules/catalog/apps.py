from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "qingshe.modules.catalog"
    verbose_name = "清单"
