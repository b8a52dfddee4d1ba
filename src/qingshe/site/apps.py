from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    name = "qingshe.site"
    verbose_name = "站点"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # so that every listener is known before anything happens
        import_module("qingshe.site.onward")  # so that a permit leads to what may be done with it
        import_module("qingshe.site.checks")  # so that `check --deploy` asks our questions too
