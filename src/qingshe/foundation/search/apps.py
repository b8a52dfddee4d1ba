from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "qingshe.foundation.search"
    verbose_name = "检索"
