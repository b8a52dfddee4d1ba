"""The peer of benchmarks.load: a Django of one view and no database, on the same server."""

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "of nothing"  # noqa: S105 - signs nothing
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = __name__


def page(_: HttpRequest) -> HttpResponse:
    return HttpResponse("一页")


urlpatterns = [path("", page)]
application = get_wsgi_application()
