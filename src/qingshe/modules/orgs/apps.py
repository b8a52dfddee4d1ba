from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "qingshe.modules.orgs"
    verbose_name = "组织"
