"""Who is told of what: few notices, each once; nobody is chased for opening anything.

And what the burden ledger is told, after the change it follows.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from qingshe.foundation import events
from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.roles import Role
from qingshe.modules.admission import facade as admission
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs import facade as orgs

from . import rules
from .models import Demand
from .queries import heard, people, rebounds
from .queries import series as coming
from .queries.inbox import TO_DO
from .rules import AssignmentState, DemandState
from .services import booking, following, register, reminding, series
from .services import rebounds as rebound_services

ENDED_FOR = (AssignmentState.VOID,)


@events.on(rules.ISSUE)
@events.on(rules.WITHDRAW)
@events.on(rules.CLOSE)
@events.on(rules.ANNUL)
@task
def book_demand(pk: int) -> None:
    """What is asked goes on the department's account; what nobody has to do any more comes off."""
    booking.book_demand(pk, on=timezone.localdate())


@events.on(rules.HAND_IN)
@events.on(rules.NOTE_MINUTES)
@events.on(rules.REOPEN)
@task
def book_share(pk: int) -> None:
    """How long it took stands beside what was estimated."""
    booking.book_share(pk, on=timezone.localdate())


@events.on(rules.ISSUE)
@task
def tell_communities_of_emergency(pk: int) -> None:
    """What is urgent does not wait until somebody looks: it is told, and at any hour."""
    demand = heard.demand(pk)
    if demand.urgent and demand.state == DemandState.ISSUED:
        whom = heard.people_concerned(demand, TO_DO)
        title, link = f"应急（{demand.due_on:%m-%d} 前）：{demand.title}", reverse("demands:inbox")
        body = demand.urgent_reason
        box.send(whom, title, body=body, link=link, kind=Kind.DECIDE, urgent=True)


@events.on(rules.ANNUL)
@task
def tell_department_of_void(pk: int) -> None:
    """Its demand is void, and why; not which community had sent it back."""
    demand = heard.demand(pk)
    link = reverse("demands:detail", args=[pk])
    title = f"已作废：{demand.title}（{demand.ended_reason}）"
    box.send(orgs.holders(Role.DEPARTMENT, demand.issuer), title, link=link)


@events.on(rules.LODGE)
@task
def tell_office_of_refusal(pk: int) -> None:
    refusal = heard.refusal(pk)
    link = reverse("demands:ruling", args=[pk])
    title = f"拒收待裁定（{refusal.due_on:%m-%d} 前）：{refusal.assignment.demand.title}"
    whom = orgs.holders(Role.GATEKEEPER, refusal.place)
    box.send(whom, title, link=link, kind=Kind.DECIDE)


@events.on(rules.UPHOLD)
@events.on(rules.REJECT)
@task
def tell_community_of_ruling(pk: int) -> None:
    """The answer to whoever refused; it counts for nothing else."""
    refusal = heard.refusal(pk)
    link = reverse("demands:share", args=[refusal.assignment_id])
    title = f"{refusal.state_label}：{refusal.assignment.demand.title}"
    box.send(people.of_community(refusal.community), title, link=link)


@events.on(rules.ASK)
@task
def tell_department_of_report(pk: int) -> None:
    report = heard.report(pk)
    link = reverse("demands:report", args=[pk])
    title = f"请答复：体外下达“{report}”"
    whom = orgs.holders(Role.DEPARTMENT, report.department)
    box.send(whom, title, link=link, kind=Kind.DECIDE)


@events.on(rules.CONFIRM)
@events.on(rules.DISMISS)
@task
def tell_community_of_finding(pk: int) -> None:
    report = heard.report(pk)
    link = reverse("demands:report", args=[pk])
    box.send(people.of_community(report.community), f"{report.state_label}：{report}", link=link)


@events.on(rules.WITHDRAW)
@events.on(rules.ANNUL)
@events.on(rules.CUT_OFF)
@task
def tell_communities_of_end(pk: int) -> None:
    """Nobody has to do it any more, and why; those who had done it need not be told."""
    demand = heard.demand(pk)
    _tell_communities(demand, f"不用再办：{demand.title}（{demand.ended_reason}）", ENDED_FOR)


@events.on(rules.HOLD)
@task
def tell_of_rest(pk: int) -> None:
    demand = heard.demand(pk)
    if demand.state == DemandState.HELD:
        _tell_all(demand, f"先不用办：{demand.title}", demand.held_reason)


@events.on(rules.LIFT)
@task
def tell_of_going_on(pk: int) -> None:
    demand = heard.demand(pk)
    if demand.state == DemandState.ISSUED:
        _tell_all(demand, f"恢复办理（{demand.due_on:%m-%d} 前）：{demand.title}", "")


@events.on(rules.CUT_OFF)
@task
def tell_department_of_end(pk: int) -> None:
    demand = heard.demand(pk)
    link = reverse("demands:detail", args=[pk])
    people = orgs.holders(Role.DEPARTMENT, demand.issuer)
    box.send(people, f"随许可终止：{demand.title}", body=demand.ended_reason, link=link)


@events.on(catalog.SUSPEND_PERMIT)
@events.on(catalog.RESUME_PERMIT)
@events.on(catalog.EXPIRE_PERMIT)
@events.on(catalog.REVOKE_PERMIT)
@events.on(catalog.WITHDRAW_PERMIT)
@events.on(catalog.AMEND_PERMIT)
@task
def follow_permit(pk: int) -> None:
    """What runs under a permit rests, goes on and ends with it."""
    number, now = catalog.permit_with_key(pk).number, timezone.now()
    following.follow(number, now=now)
    series.follow(number, now=now)


@task
def remind_of_due() -> None:
    """Nightly: each place is reminded when its working day begins, not in the night."""
    for place, begins in reminding.moments(timezone.now()):
        remind_place.using(run_after=begins).enqueue(place)


@task
def remind_place(place: str) -> None:
    reminding.remind(place, now=timezone.now())


def _tell_all(demand: Demand, title: str, body: str) -> None:
    """Department and communities alike: it rests, it goes on."""
    link = reverse("demands:detail", args=[demand.pk])
    box.send(orgs.holders(Role.DEPARTMENT, demand.issuer), title, body=body, link=link)
    _tell_communities(demand, title, TO_DO, body)


def _tell_communities(
    demand: Demand, title: str, states: Iterable[AssignmentState], body: str = ""
) -> None:
    link = reverse("demands:inbox")
    box.send(heard.people_concerned(demand, states), title, body=body, link=link)


@events.on(rules.ISSUE)
@task
def compare_demand(pk: int) -> None:
    """Whether it was refused or cancelled before in another form."""
    demand = heard.demand(pk)
    rebound_services.look_at(rebounds.thing_of_demand(demand), demand.place, now=timezone.now())


@events.on(rules.REPORT)
@task
def compare_report(pk: int) -> None:
    report = heard.report(pk)
    rebound_services.look_at(rebounds.thing_of_report(report), report.place, now=timezone.now())


@events.on(admission.SUBMIT)
@task
def compare_application(pk: int) -> None:
    found, now = admission.application(pk), timezone.now()
    again = rebounds.thing_of_application(found, timezone.localdate(now))
    rebound_services.look_at(again, found.place, now=now)


@events.on(rules.SUSPECT)
@task
def tell_office_of_rebound(pk: int) -> None:
    rebound = heard.rebound(pk)
    link = reverse("demands:rebound", args=[pk])
    title = f"疑似反弹：{rebound.again_title}（{rebound.disguise}）"
    box.send(orgs.holders(Role.GATEKEEPER, rebound.place), title, link=link)


@events.on(rules.LODGE)
@task
def tell_community_of_street(pk: int) -> None:
    """What the street has sent back in its name; it may take it back."""
    refusal = heard.refusal(pk)
    if refusal.by_street:
        link = reverse("demands:share", args=[refusal.assignment_id])
        title = f"街道代为拒收：{refusal.assignment.demand.title}"
        box.send(people.of_community(refusal.community), title, link=link)


@events.on(rules.RUN_OUT)
@task
def tell_department_of_running_out(pk: int) -> None:
    entry = heard.entry(pk)
    link = reverse("demands:register_entry", args=[pk])
    title = f"已到期，请撤除：{entry.kind_label}“{entry.title}”"
    box.send(orgs.holders(Role.DEPARTMENT, entry.issuer), title, link=link)


@task
def run_out() -> None:
    """Nightly: what stands although its day has passed is to go."""
    register.run_out(today=timezone.localdate())


@task
def issue_rounds() -> None:
    """Nightly: what is planned for this day leaves when the working day begins."""
    for pk, begins in series.moments(timezone.now()):
        issue_round.using(run_after=begins).enqueue(pk)


@task
def issue_round(pk: int) -> None:
    series.issue_round(pk, now=timezone.now())


@events.on(rules.MISS_ROUND)
@task
def tell_department_of_missed_round(pk: int) -> None:
    one = coming.by_pk(pk)
    if one is not None:
        link = reverse("demands:series_detail", args=[one.series_id])
        whom = orgs.holders(Role.DEPARTMENT, one.series.issuer)
        box.send(whom, f"未能下达：{one}", body=one.reason, link=link, kind=Kind.DECIDE)


@events.on(rules.REST_SERIES)
@events.on(rules.RESUME_SERIES)
@events.on(rules.END_SERIES)
@task
def tell_department_of_series(pk: int) -> None:
    told = coming.series_by_pk(pk)
    link = reverse("demands:series_detail", args=[pk])
    whom = orgs.holders(Role.DEPARTMENT, told.issuer)
    box.send(whom, f"{told.state_label}：{told}", body=told.reason, link=link)
