from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("", views.index, name="index"),
    path("submit/", views.submit, name="submit"),
    path("find/", views.find, name="find"),
    path("code/<str:code>/", views.track, name="track"),
    path("code/<str:code>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/answer/", views.answer, name="answer"),
]
