from django.urls import path

from . import views

app_name = "gate"
urlpatterns = [
    path("", views.check, name="check"),
    path("notice/", views.notice, name="notice"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:rule_id>/", views.rule, name="rule"),
    path("rules/<slug:rule_id>/switch_off/", views.switch_off, name="switch_off"),
    path("rules/<slug:rule_id>/switch_on/", views.switch_on, name="switch_on"),
]
