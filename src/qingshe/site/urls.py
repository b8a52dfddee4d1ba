"""Every address of the product: modules, the API, and what the site itself answers."""

from django.urls import URLPattern, URLResolver, include, path

from qingshe.modules.admission.views import permits
from qingshe.site import health, views
from qingshe.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("qingshe.modules.catalog.urls")),
    path("permits/<int:pk>/revoke_permit/", permits.revoke),  # why it leaves, admission knows
    path("", include("qingshe.modules.demands.urls")),
    path("feedback/", include("qingshe.modules.feedback.urls")),
    path("burden/", include("qingshe.modules.burden.urls")),
    path("gate/", include("qingshe.modules.gate.urls")),
    path("admission/", include("qingshe.modules.admission.urls")),
    path("insight/", include("qingshe.modules.insight.urls")),
    path("api/v1/", api.urls),
    path("", include("qingshe.modules.orgs.urls")),
    path("oidc/start/", views.go_to_provider, name="oidc_authentication_init"),
    path("oidc/back/", views.come_from_provider, name="oidc_authentication_callback"),
    path("", include("qingshe.site.pages")),
    path("-/health", health.health, name="health"),
    path("", include("qingshe.web.urls")),
]
handler400 = "qingshe.web.errors.bad_request"
handler403 = "qingshe.web.errors.denied"
handler404 = "qingshe.web.errors.not_found"
handler500 = "qingshe.web.errors.broken"
