from django.urls import path

from qingshe.web import doubles, views

app_name = "web"
urlpatterns = [
    path("-/sent/<slug:key>/", doubles.sent, name="sent"),
    path("-/gallery/", views.gallery, name="gallery"),
    path("-/gallery/ask/", views.sample_ask, name="ask"),
    path("-/gallery/trouble/<slug:name>/", views.sample_trouble, name="trouble"),
]
