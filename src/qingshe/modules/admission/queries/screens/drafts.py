"""A draft while it is written, and what stands beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from qingshe.foundation.calendar.services import workdays
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer, no
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import (
    Application,
)
from qingshe.modules.admission.queries import (
    applications,
    near,
)
from qingshe.modules.admission.queries.screens.desks import MOST_PERMITS
from qingshe.modules.admission.rules import (
    Candidate,
    Near,
    Problem,
    Setting,
)
from qingshe.modules.burden import facade as ledger
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.gate import facade as gate
from qingshe.modules.orgs import facade as orgs

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A list item or permit near in meaning, with its page."""

    title: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnPermit:
    """A permit of the own department that is near, with what it covers already, in words."""

    number: str
    title: str
    url: str
    told: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a draft while it is written."""

    verdict: gate.Verdict | None
    without: str  # why there is no verdict
    verdict_url: str
    matches: Sequence[MatchLine]
    near: Sequence[Near]
    own_permits: Sequence[OwnPermit]
    cost: "Cost"


@dataclass(frozen=True, slots=True)
class Cost:
    """The burden of an application in words, each figure with the counts it rests on."""

    sum: str
    hours: str
    share: str
    assumption: str
    budget: str
    budget_warning: str


def may_write(actor: Actor, application: Application) -> Answer:
    """Whether the draft can be changed now, and why not."""
    if not rules.WRITE.starts_from(application.state):
        return no("申请已提交，不能再改；需要改的请等退回补正，或撤回后重新申请。")
    return policy.may_apply(actor, application)


def beside(actor: Actor, application: Application, today: date) -> Beside:
    """The verdict, what is nearly the same, what one's own permits cover already, the burden."""
    judged, without = None, "写下事项后显示。"
    try:
        judged = near.judged(actor, application, today)
    except gate.Preparing:
        without = "本地清单正在备好，一分钟左右就能显示；不影响填写。"
    return Beside(
        verdict=judged.verdict if judged else None,
        without=without,
        verdict_url=judged.item_url if judged else "",
        matches=_matches(judged) if judged else [],
        near=near.duplicates(actor, application),
        own_permits=_own_near(application, today),
        cost=cost(application, today),
    )


def cost(application: Application, today: date) -> Cost:
    """每社区每月 × 社区数 × 月数 = 小时; the share is that of a community's working time."""
    sheet = applications.burden_sheet(application, today)
    burden, months = sheet.burden, _months(application)
    a_month = Fraction(burden.minutes_per_community, MONTHS)
    whole = a_month * burden.communities * months / 60
    told = (
        f"每社区每月 {_minutes(a_month)} × {burden.communities:,} 个社区 × {months} 个月"
        f" = {rules.in_hours(whole)}"
        if months and burden.communities and a_month
        else ""
    )
    asked = burden.minutes_a_year
    year = (application.valid_from or today).year
    budget = ledger.budget_of(application.applicant, year)
    above = f"批准后将超出预算 {ledger.hours(over)}。" if (over := budget.excess(asked)) else ""
    left = budget.words(asked)
    return Cost(told, sheet.hours, sheet.share, sheet.assumption, left, above)


def places_below(actor: Actor, path: str) -> list[orgs.UnitSummary]:
    """The places in force right below one, to choose a scope from."""
    found = orgs.children(actor, path)
    return [one for one in found if one.kind == "division" and one.is_active]


def place(actor: Actor, path: str) -> orgs.UnitSummary:
    """A place that the actor may know of. Errors: NotFound."""
    if path not in orgs.visible_paths(actor, [path]):
        raise NotFound("没有这个组织，或不在您的范围内。")
    return orgs.unit(path)


def draft(actor: Actor, pk: int) -> Application:
    """An application that the actor may write into now. Errors: NotFound, Denied with why not."""
    application = applications.get(actor, pk)
    answer = may_write(actor, application)
    if not answer:
        raise Denied(answer.reason)
    return application


def missing(actor: Actor, application: Application, today: date) -> list[Problem]:
    """What still stands in the way of handing it in, by what the gate says of it now."""
    judged = near.judged(actor, application, today)
    handed_in = application.submitted_on or today
    setting = Setting(applications.parameters_for(application, today), workdays(), today, handed_in)
    scope, payments = applications.scope_of(application), applications.payments_of(application)
    said = applications.asked(application, scope, payments)
    said = replace(said, verdict=judged.verdict.outcome.value if judged else "")
    return rules.problems_of(said, setting)


def _matches(judged: gate.Judged) -> list[MatchLine]:
    return [MatchLine(match.title, str(match.source), url) for match, url in judged.near]


def _own_near(application: Application, today: date) -> list[OwnPermit]:
    """The department's own permits that cover nearly the same already."""
    scope = applications.scope_of(application)
    running = catalog.permits_running(application.applicant, today)[:MOST_PERMITS]
    known = {permit.number: permit for permit in running}
    found = rules.near_duplicates(application.title, application.content, scope, _told(running))
    return [_own_line(known[one.candidate.key], scope) for one in found]


def _told(permits: Sequence[catalog.PermitSummary]) -> Iterator[Candidate]:
    for permit in permits:
        yield Candidate(
            key=permit.number,
            kind="许可",
            title=permit.title,
            text=permit.subject_text,
            holder=permit.holder_name,
            url=permit.url,
            scope=permit.scope,
        )


def _own_line(permit: catalog.PermitSummary, scope: Sequence[str]) -> OwnPermit:
    is_resting = permit.state == catalog.PermitState.SUSPENDED
    state = "已暂停" if is_resting else f"有效至 {permit.valid_until}"
    told = f"{state}，{rules.coverage(scope, permit.scope)}"
    return OwnPermit(permit.number, permit.title, permit.url, told)


def _months(application: Application) -> int:
    """Months begun between the first and the last day; 0 while one of them is missing."""
    start, end = application.valid_from, application.valid_until
    if start is None or end is None or end < start:
        return 0
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return months + (1 if end.day >= start.day else 0) or 1


def _minutes(minutes: Fraction) -> str:
    tenths = round(minutes * 10)
    return f"{tenths // 10}.{tenths % 10} 分钟" if tenths % 10 else f"{tenths // 10} 分钟"
