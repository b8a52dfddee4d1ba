"""Sessions of the leading group: their agenda in order, their minutes."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.queries import deciding, screens
from qingshe.modules.admission.services import meetings as services
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def meetings(request: ActorRequest) -> HttpResponse:
    found = screens.sessions(request.actor)
    page = keyset(found, order=("-held_on", "-pk"), after=request.GET.get("after", ""))
    return screen(request, "admission/meetings.html", {"page": page})


@require_http_methods(["GET", "POST"])
def convene(request: ActorRequest) -> HttpResponse:
    choices = screens.ready_for_session(request.actor)
    form = forms.MeetingForm(request.POST or None, choices=choices, initial=_every(choices))
    if not form.is_valid():
        intro = "可以把已提请和正在评估的申请排入议程，一件一件决定。"
        return ask(
            request,
            form,
            title="安排会议",
            intro=intro,
            submit="安排",
            crumbs=_to_meetings(),
            cancel=reverse("admission:meetings"),
        )
    meeting = services.convene(request.actor, **form.cleaned_data)
    return redirect("admission:meeting", meeting.pk)


@require_GET
def meeting(request: ActorRequest, pk: int) -> HttpResponse:
    found = deciding.get_meeting(request.actor, pk)
    lines = screens.agenda_lines(request.actor, found)
    cases = [one.application for one in lines]
    begin = screens.first_to_decide(request.actor, found, cases)
    actions = deciding.meeting_actions(request.actor, found)
    context = {
        "meeting": found,
        "lines": lines,
        "begin": Link("逐件决定", begin) if begin else None,
        "may_shift": any(one.name == rules.REARRANGE.name and one.answer for one in actions),
        "moved": request.GET.get("moved", ""),
        "paper": "会议纪要" if found.minutes else "会议议程",
        "actions": actions,
        "crumbs": _to_meetings(),
    }
    return screen(request, "admission/meeting.html", context)


@require_http_methods(["GET", "POST"])
def rearrange(request: ActorRequest, pk: int) -> HttpResponse:
    found = deciding.get_meeting(request.actor, pk)
    choices = screens.choices_for(request.actor, found)
    seen = {name: getattr(found, name) for name in ("version", "title", "held_on", "agenda")}
    form = forms.RearrangeForm(request.POST or None, choices=choices, initial=seen)
    if not form.is_valid():
        return ask(request, form, title=f"调整议程：{found}", submit="保存", crumbs=_to_meetings())
    services.rearrange(request.actor, pk, **form.cleaned_data)
    return redirect("admission:meeting", pk)


@require_POST
def shift(request: ActorRequest, pk: int, way: str) -> HttpResponse:
    """One case a place up or down the agenda."""
    form = forms.ShiftForm(request.POST)
    if not form.is_valid():
        return redirect("admission:meeting", pk)
    services.shift(request.actor, pk, up=way == "up", **form.cleaned_data)
    page = reverse("admission:meeting", args=[pk])
    return redirect(f"{page}?moved={form.cleaned_data['application']}-{way}")


@require_http_methods(["GET", "POST"])
def record_minutes(request: ActorRequest, pk: int) -> HttpResponse:
    found = deciding.get_meeting(request.actor, pk)
    form = forms.MinutesForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        title = f"{rules.RECORD_MINUTES.label}：{found}"
        return ask(request, form, title=title, submit="保存", crumbs=_to_meetings())
    services.record_minutes(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:meeting", pk)


@require_http_methods(["GET", "POST"])
def call_off(request: ActorRequest, pk: int) -> HttpResponse:
    found = deciding.get_meeting(request.actor, pk)
    form = forms.VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        title, intro = f"{rules.CALL_OFF.label}：{found}", "议程中的申请等下次会议。"
        return ask(
            request, form, title=title, intro=intro, submit="取消会议", crumbs=_to_meetings()
        )
    services.call_off(request.actor, pk, **form.cleaned_data)
    return redirect("admission:meeting", pk)


def _to_meetings() -> list[Link]:
    return [
        Link("准入办理", reverse("admission:queue")),
        Link("会议", reverse("admission:meetings")),
    ]


def _every(choices: list[tuple[int, str]]) -> dict[str, object]:
    return {"held_on": timezone.localdate(), "agenda": [key for key, _ in choices]}
