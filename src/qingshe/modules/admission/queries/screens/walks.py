"""The way through the cases that wait for a decision: by their clocks, or as an agenda has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application, Meeting
from qingshe.modules.admission.queries import applications, deciding
from qingshe.modules.admission.queries.screens.desks import desk
from qingshe.modules.admission.rules import MeetingState, State


@dataclass(frozen=True, slots=True)
class Walk:
    """Addresses before and after a case ("" at an end), and where one goes once it is decided.

    `meeting` is the key of the session whose agenda is followed, `place` says where in it.
    """

    before: str
    after: str
    onward: str
    meeting: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One case of a session: its place, what the office recommends, what was decided."""

    number: int
    application: Application
    hours: str
    opinions: str
    recommended: str
    decided: str
    url: str


def walk(actor: Actor, application: Application, meeting: str) -> Walk:
    """The way on from a case; `meeting` is the key of a session as the address has it, or ""."""
    found = deciding.meetings(actor).filter(pk=meeting).first() if meeting.isdecimal() else None
    if found is None or application.pk not in found.agenda:
        return _by_clock(actor, application)
    agenda = deciding.agenda(actor, found)
    keys = [one.pk for one in agenda]
    at = keys.index(application.pk)
    waiting = [one.pk for one in (*agenda[at + 1 :], *agenda[:at]) if one.state == State.PROPOSED]
    return Walk(
        before=_page(keys[at - 1], found) if at else "",
        after=_page(keys[at + 1], found) if at + 1 < len(keys) else "",
        onward=_page(waiting[0], found) if waiting else _session(found),
        meeting=found.pk,
        place=f"{found.title}：第 {at + 1} 件，共 {len(keys)} 件",
    )


def first_to_decide(actor: Actor, meeting: Meeting, agenda: Sequence[Application]) -> str:
    """Where whoever decides begins; "" for others, and when nothing is left to decide."""
    waiting = [one.pk for one in agenda if one.state == State.PROPOSED]
    is_open = meeting.state == MeetingState.CONVENED and actor.has("admission.decide")
    return _page(waiting[0], meeting) if is_open and waiting else ""


def _by_clock(actor: Actor, application: Application) -> Walk:
    """The cases that wait before and after this one; two queries."""
    onward = applications.address(application.pk)
    due = application.due_on
    if due is None:
        return Walk("", "", onward)
    queue = desk(actor, State.PROPOSED).exclude(pk=application.pk)
    earlier = queue.filter(Q(due_on__lt=due) | Q(due_on=due, pk__lt=application.pk))
    later = queue.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=application.pk))
    before = earlier.order_by("-due_on", "-pk").values_list("pk", flat=True).first()
    after = later.order_by("due_on", "pk").values_list("pk", flat=True).first()
    return Walk(_page(before) if before else "", _page(after) if after else "", onward)


def _page(pk: int, meeting: Meeting | None = None) -> str:
    page = reverse("admission:decide", args=[pk])
    return f"{page}?{urlencode({'meeting': meeting.pk})}" if meeting else page


def _session(meeting: Meeting) -> str:
    return reverse("admission:meeting", args=[meeting.pk])
