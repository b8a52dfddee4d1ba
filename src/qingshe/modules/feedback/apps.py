from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "qingshe.modules.feedback"
    verbose_name = "意见建议"
