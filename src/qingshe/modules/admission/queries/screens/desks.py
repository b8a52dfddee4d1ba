"""The desks: of the office and the leading group, and of a department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from qingshe.foundation.calendar.services import workdays
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import (
    Application,
)
from qingshe.modules.admission.queries import (
    applications,
    flow,
    opinions,
)
from qingshe.modules.admission.rules import (
    Request,
    State,
)
from qingshe.modules.catalog import facade as catalog
from qingshe.web.values import Link

MOST_PERMITS = 100  # of one department on its first screen
_RUNNING = frozenset(
    {
        catalog.PermitStanding.VALID,
        catalog.PermitStanding.PENDING,
        catalog.PermitStanding.SUSPENDED,
    }
)

NEXT_STEPS = {
    State.DRAFT: "写完后提交",
    State.SUBMITTED: "受理或退回补正",
    State.CORRECTING: "等部门补正",
    State.CONSULTING: "等街道、社区回复",
    State.ASSESSING: "填评估表后提请",
    State.PROPOSED: "等领导小组决定",
    State.PUBLICITY: "公示期满后生效",
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One application on a desk: what runs out, what it asks, what comes next."""

    application: Application
    clock: str
    tone: str
    hours: str
    opinions: str
    next_step: str


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit, how long it is still good, and the one thing that its department does next."""

    permit: catalog.PermitSummary
    left: str
    tone: str
    is_ending: bool
    next_label: str
    next_url: str


def insist_on(actor: Actor, grant: str, told: str) -> None:
    """Whoever lacks a grant is told what the page is for. Errors: Denied."""
    if not actor.has(grant):
        raise Denied(told)


def desk(actor: Actor, *states: State) -> QuerySet[Application]:
    """The queue of office, leading group and supervisors. Errors: Denied."""
    insist_on(actor, policy.WATCH, "由领导小组及其办公室、督查室查看。")
    return applications.waiting(actor, *states)


def rows(found: Sequence[Application], place: str, today: date) -> list[DeskRow]:
    """Rows of one place's desk; three queries however many."""
    calendar = workdays()
    warning = flow.parameters_at(place, today).warning_days_wd
    answered = opinions.answered([one.pk for one in found])
    drawn = []
    for one in found:
        left = calendar.between(today, one.due_on) if one.due_on else None
        drawn.append(
            DeskRow(
                one,
                left_in_words(left, today, one.due_on),
                _tone(left, today, one.due_on, warning),
                _hours(one),
                answered.get(one.pk, ""),
                NEXT_STEPS.get(State(one.state), ""),
            )
        )
    return drawn


def own(actor: Actor) -> QuerySet[Application]:
    """What the own department applied for, the newest first. Errors: Denied."""
    insist_on(actor, policy.APPLY, "由职能部门查看本部门的申请。")
    return applications.of_applicant(actor)


def returned(actor: Actor, today: date) -> list[DeskRow]:
    """Applications of the own department that came back and lapse when nobody corrects them."""
    found = own(actor).filter(state=State.CORRECTING)[:MOST_PERMITS]
    return rows(list(found), actor.unit, today)


def own_permits(actor: Actor, today: date) -> list[PermitLine]:
    """The permits of the own department that still run: resting ones, then the first to end."""
    parameters = flow.parameters_at(policy.home(actor), today)
    soon = today + timedelta(days=parameters.permit_warning_days)
    running = catalog.permits_running(actor.unit, today)
    return sorted(_permit_lines(running[:MOST_PERMITS], today, soon), key=_rests_first)


def onward(actor: Actor, permit: catalog.PermitSummary, today: date) -> Link | None:
    """From the page of a permit: its department renews it, or does what it needs first."""
    if not actor.has(policy.APPLY) or permit.holder != actor.unit:
        return None
    if permit.standing(today) not in _RUNNING:
        return None
    [line] = _permit_lines([permit], today, today)
    return Link(line.next_label, line.next_url) if line.next_url != permit.url else None


def ending(actor: Actor, today: date) -> list[PermitLine]:
    """Permits of the own place that end soon, for the office. Errors: Denied."""
    insist_on(actor, policy.WATCH, "由领导小组及其办公室、督查室查看。")
    home = policy.home(actor)
    soon = today + timedelta(days=flow.parameters_at(home, today).permit_warning_days)
    found = [each for each in catalog.expiring(soon, home) if each.valid_until >= today]
    return _permit_lines(found[:MOST_PERMITS], today, soon)


def ending_for(actor: Actor, today: date) -> list[PermitLine]:
    """What ends or rests: for a department of its own, for others at their place."""
    if not actor.has(policy.APPLY):
        return ending(actor, today)
    return [line for line in own_permits(actor, today) if line.tone != "green"]


def _hours(application: Application) -> str:
    burden = applications.burden_of(application)
    return rules.in_hours(burden.hours_a_year) if burden.minutes_a_year else ""


def left_in_words(left: int | None, today: date, end: date | None) -> str:
    """How much of a clock is left, as people say it; "" without an end."""
    if end is None or left is None:
        return ""
    if end == today:
        return "今天到期"
    if end < today:
        return f"已超 {max(1, -left)} 个工作日"
    return f"还有 {left} 个工作日"


def _tone(left: int | None, today: date, end: date | None, warning: int) -> str:
    if end is None or left is None:
        return "grey"
    if end < today:
        return "red"
    return "amber" if left <= warning else "blue"


def _permit_lines(
    found: Sequence[catalog.PermitSummary], today: date, soon: date
) -> list[PermitLine]:
    """One line a permit; one query for what continues them."""
    continued = applications.continuing([permit.number for permit in found])
    return [_permit_line(each, continued.get(each.number), today, soon) for each in found]


def _permit_line(
    permit: catalog.PermitSummary, continued: Application | None, today: date, soon: date
) -> PermitLine:
    if permit.state == catalog.PermitState.SUSPENDED:
        cause = permit.suspended_for.label if permit.suspended_for else permit.reason
        return PermitLine(permit, f"已暂停：{cause}", "red", False, *_way_out(permit))
    days = (permit.valid_until - today).days
    left = "今天到期" if not days else f"还有 {days} 天"
    if continued is not None:
        word = "已续期" if continued.state == State.ADMITTED else f"{continued.request_label}在办"
        page = applications.address(continued.pk)
        return PermitLine(permit, left, "green", False, word, page)
    if permit.urgent:
        return PermitLine(permit, left, "amber", True, *_after_urgency(permit))
    is_ending = permit.valid_until < soon
    tone = "amber" if is_ending else "green"
    return PermitLine(permit, left, tone, is_ending, Request.RENEWAL.label, _renewal(permit.number))


def _rests_first(line: PermitLine) -> bool:
    return line.tone != "red"


def standing_of(application: Application, today: date) -> PermitLine | None:
    """What the permit of a case is worth today, the urgent one while there is no other."""
    number = application.permit_number or application.urgent_permit
    if not number:
        return None
    permit = catalog.permit(number)
    standing = permit.standing(today)
    tone = catalog.PERMIT_TONES[standing]
    causes = [permit.suspended_for.label if permit.suspended_for else "", permit.reason]
    why = "：".join(dict.fromkeys(one for one in causes if one))
    return PermitLine(permit, standing.label, tone, False, why, permit.url)


def _after_urgency(permit: catalog.PermitSummary) -> tuple[str, str]:
    """An urgent permit is not renewed: its case is registered, or applied for anew."""
    page = _case_of(permit)
    return ("补报申请", page) if page else ("申请准入", reverse("admission:begin"))


def _case_of(permit: catalog.PermitSummary) -> str:
    """The page of the application a permit came of; "" for an imported one."""
    kind, _, key = permit.source.partition(":")
    is_ours = kind == applications.SEARCHED_AS and key.isdecimal()
    return applications.address(int(key)) if is_ours else ""


def _way_out(permit: catalog.PermitSummary) -> tuple[str, str]:
    """What a permit that rests waits for: the payment on the page of its case, or a look at why."""
    page = _case_of(permit)
    if permit.suspended_for is catalog.SuspensionCause.UNPAID and page:
        return "登记拨付", f"{page}#money"
    return "看原因", permit.url


def _renewal(number: str) -> str:
    """Where the renewal of a permit begins."""
    page = reverse("admission:again", args=[Request.RENEWAL.value])
    return f"{page}?{urlencode({'permit': number})}"
