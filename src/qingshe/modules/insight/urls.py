from django.urls import path, re_path

from . import views

app_name = "insight"
TABLE = r"tables/(?P<key>[a-z-]+)\.(?P<ending>xlsx|csv)$"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(rf"^{TABLE}", views.table, name="table"),
    path("report.docx", views.report, name="report"),
    path("public/report.docx", views.public_report, name="public_report"),
    path("public/", views.public, name="public"),
    re_path(rf"^public/{TABLE}", views.public_table, name="public_table"),
]
