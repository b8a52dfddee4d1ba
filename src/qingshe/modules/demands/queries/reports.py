"""What came round the gate (体外下达), as the community, the office and the department see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from qingshe.foundation.access import lineage
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import OffPlatform
from qingshe.modules.demands.rules import ReportState
from qingshe.modules.orgs import facade as orgs

MOVES = (rules.ASK, rules.CONFIRM, rules.DISMISS, rules.TAKE_BACK, rules.OBJECT)
_CITY = 2  # steps of a path: province and city


def visible_to(actor: Actor) -> QuerySet[OffPlatform]:
    """What this actor may see, newest first."""
    return OffPlatform.objects.filter(policy.scope_of_reports(actor)).order_by("-pk")


def get(actor: Actor, pk: int) -> OffPlatform:
    report = visible_to(actor).filter(pk=pk).first()
    if report is None:
        raise NotFound("没有这件体外下达，或不在您的范围内。")
    return report


def actions(actor: Actor, report: OffPlatform) -> list[Action]:
    """What the state allows; a community has nothing more to do and is shown no buttons."""
    if actor.has(policy.WORK):
        return []
    moves = (move for move in MOVES if move.starts_from(report.state))
    found = [Action(move.name, move.label, policy.MAY[move](actor, report)) for move in moves]
    return [each for each in found if each.answer or actor.has(policy.RULE)][:4]


@dataclass(frozen=True, slots=True)
class Row:
    """A report and the name of its community, "" for a department: it is not told."""

    report: OffPlatform
    community: str


def rows(actor: Actor, found: Sequence[OffPlatform]) -> list[Row]:
    """The lines of a page; one query."""
    if actor.has(policy.ISSUE):
        return [Row(each, "") for each in found]
    names = orgs.names(each.community for each in found)
    return [Row(each, names.get(each.community, each.community)) for each in found]


def departments_near(path: str) -> list[tuple[str, str]]:
    """Path and name of the departments of a place and those above it, nearest first."""
    return [
        (each.path, each.name)
        for place in reversed(lineage(path)[1:])
        for each in orgs.departments(place)
    ]


def office_for(community: str, department: str) -> str:
    """Which place verifies: the level of the department when it is known, else the city."""
    if department:
        return territory(department)
    return lineage(community)[: _CITY + 1][-1]


def insist_on_access(actor: Actor) -> None:
    if not actor.has(policy.REPORTS):
        raise Denied("由社区、领导小组办公室和有关部门查看。")


def waiting_for(actor: Actor) -> QuerySet[OffPlatform]:
    """What waits for a word of the office, or for the answer of a department."""
    if actor.has(policy.RULE):
        return visible_to(actor).filter(state__in=(ReportState.REPORTED, ReportState.OBJECTED))
    if actor.has(policy.ISSUE):
        return visible_to(actor).filter(state=ReportState.ASKED)
    return OffPlatform.objects.none()
