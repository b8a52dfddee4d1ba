"""Whether a number is good (查验许可): for anybody with a paper or a telephone, without log-in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from qingshe.foundation.documents import codes
from qingshe.modules.catalog.forms import VerifyForm
from qingshe.modules.catalog.queries import permits
from qingshe.modules.catalog.views import permit_words
from qingshe.web.http import ActorRequest, screen

LONGEST_SHOWN = 60  # of what somebody typed


@require_GET
def verify(request: ActorRequest) -> HttpResponse:
    form = VerifyForm(request.GET or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return screen(request, "catalog/verify.html", {"form": form}, status=status)
    asked = form.cleaned_data["number"]
    found = permits.by_number(asked)
    if found is None:
        return _unknown(request, asked)
    return redirect("catalog:verification", found.number)


@require_GET
def verification(request: ActorRequest, number: str) -> HttpResponse:
    found = permits.by_number(number)
    if found is None:
        return _unknown(request, number)
    row = permits.row(found, timezone.localdate())
    context = {
        "row": row,
        "permit": found,
        "headline": permit_words.headline(row),
        "why": permit_words.why(row),
        "line": permit_words.line(found),
        "form": VerifyForm(),
        "picture": codes.picture(request.build_absolute_uri(request.path), scale=5),
    }
    return screen(request, "catalog/verification.html", context)


def _unknown(request: ActorRequest, asked: str) -> HttpResponse:
    context = {"asked": asked[:LONGEST_SHOWN], "form": VerifyForm(initial={"number": asked})}
    return screen(request, "catalog/unknown_permit.html", context, status=404)
