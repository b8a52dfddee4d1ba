"""The addresses of the site's own pages, under the name `site`."""

from django.urls import path

from . import reminders, views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/", views.help_page, name="help"),
    path("large-print/", views.large_print, name="large_print"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
    path("notices/ways/", reminders.ways, name="ways"),
    path("notices/ways/<str:channel>/enter/", reminders.enter, name="enter_address"),
    path("notices/ways/<str:channel>/prove/", reminders.prove, name="prove_address"),
    path("notices/ways/<str:channel>/forget/", reminders.forget, name="forget_address"),
    path("channels/", reminders.channels, name="channels"),
    path("channels/hours/", reminders.hours, name="quiet_hours"),
    path("channels/stuck/", reminders.stuck_list, name="stuck"),
    path("channels/stuck/<int:pk>/retry/", reminders.retry, name="retry_delivery"),
    path("channels/stuck/<int:pk>/drop/", reminders.drop, name="drop_delivery"),
    path("channels/<str:channel>/try/", reminders.try_out, name="try_channel"),
    path("channels/<str:channel>/retry_all/", reminders.retry_all, name="retry_channel"),
    path("trail/", views.trail, name="trail"),
    path("installation/", views.installation, name="installation"),
]
