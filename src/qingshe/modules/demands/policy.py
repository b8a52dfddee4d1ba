"""Who may see and do what with demands, refusals and what came round the gate."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from qingshe.foundation.access import NOTHING, above, below
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import Denied
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition
from qingshe.modules.gate.facade import CHECK

from . import rules
from .models import (
    Assignment,
    Demand,
    OffPlatform,
    Plan,
    PlanItem,
    Rebound,
    Refusal,
    RegisterEntry,
    Round,
    Series,
    Violation,
)
from .rules import DemandState, RefusalState, ReportState

WORK, ISSUE, RULE, WATCH = "demands.work", "demands.issue", "demands.rule", "demands.watch"
REPORTS = "demands.reports"
STREET = "demands.street"
PLAN, APPROVE_PLAN = "demands.plan", "demands.approve_plan"
READ_PLANS, CALENDAR = "demands.read_plans", "demands.calendar"
COMMUNITY = frozenset({Role.WORKER, Role.HEAD})

GRANTS: Mapping[str, frozenset[Role]] = {
    WORK: COMMUNITY,
    ISSUE: frozenset({Role.DEPARTMENT}),
    RULE: frozenset({Role.GATEKEEPER}),
    WATCH: frozenset({Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR}),
    STREET: frozenset({Role.STREET}),
    PLAN: frozenset({Role.GATEKEEPER}),
    APPROVE_PLAN: frozenset({Role.LEADER}),
    READ_PLANS: COMMUNITY
    | {Role.STREET, Role.DEPARTMENT, Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR},
    CALENDAR: COMMUNITY
    | {Role.STREET, Role.DEPARTMENT, Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR},
    REPORTS: COMMUNITY | {Role.DEPARTMENT, Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR},
}
TOLD = (
    ReportState.ASKED,
    ReportState.TAKEN_BACK,
    ReportState.OBJECTED,
    ReportState.CONFIRMED,
)  # what a department learns of


def scope(actor: Actor) -> Q:
    """Demands: a department sees its own, those who watch what was issued at or below theirs."""
    if actor.has(WATCH):
        return below("place", actor.unit)
    return Q(issuer=actor.unit) if actor.has(ISSUE) else NOTHING


def scope_of_assignments(actor: Actor) -> Q:
    """Shares: a community sees its own and nobody else's."""
    return Q(community=actor.unit) if actor.has(WORK) else NOTHING


def scope_of_street(actor: Actor) -> Q:
    """Shares of the communities of a street, for the street."""
    return below("community", actor.unit) if actor.has(STREET) else NOTHING


def scope_of_register(actor: Actor) -> Q:
    """What stands at a place: for those who watch, its department, the communities it is in."""
    if actor.has(WATCH):
        return below("place", actor.unit)
    if actor.has(ISSUE):
        return Q(issuer=actor.unit)
    if actor.has(WORK):
        return Q(demand__assignments__community=actor.unit)
    return NOTHING


def scope_of_refusals(actor: Actor) -> Q:
    """Refusals: the community's own, and for the office those of its place; no department."""
    if actor.has(RULE):
        return below("place", actor.unit)
    return Q(community=actor.unit) if actor.has(WORK) else NOTHING


def scope_of_reports(actor: Actor) -> Q:
    """What came round the gate: the community's own, the office's, what a department was told."""
    if actor.has(WATCH):
        return below("place", actor.unit)
    if actor.has(ISSUE):
        return Q(department=actor.unit, state__in=[state.value for state in TOLD])
    return Q(community=actor.unit) if actor.has(WORK) else NOTHING


def scope_of_violations(actor: Actor) -> Q:
    if actor.has(WATCH):
        return below("place", actor.unit)
    return Q(department=actor.unit) if actor.has(ISSUE) else NOTHING


def scope_of_rebounds(actor: Actor) -> Q:
    """What seems to have come back: for those who watch; a department is told of violations."""
    return below("place", actor.unit) if actor.has(WATCH) else NOTHING


def scope_of_calendar(actor: Actor) -> Q:
    """Shares as the shared calendar shows them: a community's own, below a street or a place.

    A department sees when communities of its place are taken before it calls another meeting.
    """
    return below("community", home(actor)) if actor.has(CALENDAR) else NOTHING


def scope_of_series(actor: Actor) -> Q:
    """What comes again: a department's own, for those who watch, and what a community will get."""
    if actor.has(WATCH):
        return below("place", actor.unit)
    if actor.has(ISSUE):
        return Q(issuer=actor.unit)
    if actor.has(WORK) or actor.has(STREET):
        return to_come_to("places__path", actor.unit)
    return NOTHING


def to_come_to(field: str, place: str) -> Q:
    """Places of a series that reach a place or something below it."""
    return above(field, place) | below(field, place)


def scope_of_plans(actor: Actor) -> Q:
    """Plans of the own place, of those above that bind it, and of those below."""
    if not actor.has(READ_PLANS):
        return NOTHING
    return above("place", actor.unit) | below("place", home(actor))


def insist(actor: Actor, grant: str) -> None:
    """Denied, with whose page it is, for everybody who has no use for a screen."""
    if not actor.has(grant):
        raise Denied(_WHOSE[grant])


def insist_on(answer: Answer) -> None:
    """Denied with the reason: who may not send a form is not shown it either."""
    if not answer:
        raise Denied(answer.reason)


_WHOSE = {
    WORK: "由社区工作者办理。",
    ISSUE: "由职能部门下达。",
    RULE: "由领导小组办公室裁定。",
    WATCH: "由领导小组办公室、领导小组和督查室查看。",
    STREET: "由街道查看辖区社区的事项。",
    PLAN: "由领导小组办公室编制。",
    APPROVE_PLAN: "由领导小组批准。",
    CALENDAR: "由社区、街道、部门和领导小组查看。",
    READ_PLANS: "由社区、街道、部门和领导小组查看。",
}


def may_issue(actor: Actor, demand: Demand) -> Answer:
    if not actor.has(ISSUE):
        return no(_WHOSE[ISSUE])
    return YES if demand.issuer == actor.unit else no("只能以本部门名义下达。")


def may_attach(actor: Actor, demand: Demand) -> Answer:
    """The notice as the department sent it out; it asks for nothing more than the demand."""
    if demand.state not in (DemandState.ISSUED, DemandState.HELD):
        return no("这件事已经结束，附件不再改动。")
    return may_issue(actor, demand)


def may_show(actor: Actor, refusal: Refusal) -> Answer:
    """What the community wants to show with its refusal, until somebody has ruled; it need not."""
    if refusal.state != RefusalState.WAITING:
        return no("已经裁定，附件不再改动。")
    if not actor.has(WORK):
        return no(_WHOSE[WORK])
    return YES if refusal.community == actor.unit else no("只能办理本社区的事项。")


def may_end(actor: Actor, demand: Demand) -> Answer:
    """Close or take back: any officer of the department that issued it."""
    return may_issue(actor, demand)


def may_annul(actor: Actor, demand: Demand) -> Answer:
    """Void for all, when a refusal is upheld: the office of the place."""
    return _office(actor, demand.place)


def may_follow(actor: Actor, demand: Demand) -> Answer:
    """Let it rest, go on and end with its permit: the system, in the name of the office."""
    return _office(actor, demand.place)


def may_put_off(actor: Actor, assignment: Assignment) -> Answer:
    """The days that the permit rested are not the community's."""
    return _office(actor, assignment.demand.place)


def may_assign(actor: Actor, assignment: Assignment) -> Answer:
    return may_issue(actor, assignment.demand)


def may_work(actor: Actor, assignment: Assignment) -> Answer:
    if not actor.has(WORK):
        return no(_WHOSE[WORK])
    if assignment.community != actor.unit:
        return no("只能办理本社区的事项。")
    if assignment.demand.state == DemandState.HELD:
        return no(assignment.demand.held_reason)
    if assignment.demand.state != DemandState.ISSUED:
        return no("这件事已经结束，不用再办。")
    return YES


def may_hand_in(actor: Actor, assignment: Assignment, today: date) -> Answer:
    """What one does at any time, what one attends from its day on."""
    early = rules.too_early(assignment.demand.kind, assignment.due_on, today)
    return may_work(actor, assignment) and (no(early) if early else YES)


def may_refuse(actor: Actor, assignment: Assignment) -> Answer:
    """The community itself; its street for it, where the city lets streets refuse."""
    if not actor.has(STREET):
        return may_work(actor, assignment)
    if not assignment.community.startswith(actor.unit):
        return no("只能代辖区内的社区拒收。")
    if assignment.demand.state != DemandState.ISSUED:
        return no("这件事已经结束或暂停，不用拒收。")
    return YES


def may_note_minutes(actor: Actor, assignment: Assignment) -> Answer:
    """How long it took can be said afterwards, too: the demand may have ended meanwhile."""
    if not actor.has(WORK):
        return no(_WHOSE[WORK])
    return YES if assignment.community == actor.unit else no("只能办理本社区的事项。")


def may_take_up(actor: Actor, assignment: Assignment) -> Answer:
    """After a refusal that does not hold: by the ruling of the office."""
    return _office(actor, assignment.demand.place)


def may_finish(actor: Actor, assignment: Assignment) -> Answer:
    """With the demand: by the department that ends it, or when its permit has ended."""
    return may_void(actor, assignment)


def may_void(actor: Actor, assignment: Assignment) -> Answer:
    """With the demand: by the department that takes it back, or by the ruling of the office."""
    if actor.has(ISSUE):
        return may_issue(actor, assignment.demand)
    return _office(actor, assignment.demand.place)


def may_lodge(actor: Actor, refusal: Refusal) -> Answer:
    return may_refuse(actor, refusal.assignment)


def may_retract(actor: Actor, refusal: Refusal) -> Answer:
    """The community thinks better of it, as long as nobody has ruled."""
    return may_work(actor, refusal.assignment)


def may_second(actor: Actor, refusal: Refusal) -> Answer:
    """The street of the community says that it is right, once."""
    if not (actor.has(STREET) and refusal.community.startswith(actor.unit)):
        return no("由社区所在的街道支持。")
    return no("街道已经表示支持。") if refusal.seconded_on else YES


def may_rule(actor: Actor, refusal: Refusal) -> Answer:
    return _office(actor, refusal.place)


def may_lapse(actor: Actor, refusal: Refusal) -> Answer:
    """A refusal of something that is void or taken back needs no ruling any more."""
    return may_void(actor, refusal.assignment)


def may_report(actor: Actor, report: OffPlatform) -> Answer:
    if not actor.has(WORK):
        return no("由社区登记。")
    return YES if report.community == actor.unit else no("只能登记本社区收到的。")


def may_verify(actor: Actor, report: OffPlatform) -> Answer:
    return _office(actor, report.place)


def may_ask(actor: Actor, report: OffPlatform) -> Answer:
    """The department must be known before it can be asked; the form brings it."""
    return may_verify(actor, report)


def may_reply(actor: Actor, report: OffPlatform) -> Answer:
    if actor.has(ISSUE) and report.department == actor.unit:
        return YES
    return no("由被指的部门答复。")


def may_enter(actor: Actor, entry: RegisterEntry) -> Answer:
    return may_issue(actor, entry.demand)


def may_remove(actor: Actor, entry: RegisterEntry) -> Answer:
    """The department whose it is, or the office of the place."""
    if actor.has(ISSUE):
        return YES if entry.issuer == actor.unit else no("由登记的部门撤除。")
    return _office(actor, entry.place)


def may_run_out(actor: Actor, entry: RegisterEntry) -> Answer:
    """The night, in the name of the office."""
    return _office(actor, entry.place)


def may_draw_up(actor: Actor, plan: Plan) -> Answer:
    if not actor.has(PLAN):
        return no(_WHOSE[PLAN])
    return YES if plan.place == actor.unit else no("只能编制本级的计划。")


def may_propose(actor: Actor, item: PlanItem) -> Answer:
    return may_draw_up(actor, item.plan)


def may_approve(actor: Actor, item: PlanItem) -> Answer:
    if not actor.has(APPROVE_PLAN):
        return no(_WHOSE[APPROVE_PLAN])
    return YES if item.plan.place == actor.unit else no("只能批准本级的计划。")


def may_drop(actor: Actor, item: PlanItem) -> Answer:
    """The office that keeps the plan, and those who approved it."""
    return may_approve(actor, item) if actor.has(APPROVE_PLAN) else may_propose(actor, item)


def may_plan_series(actor: Actor, series: Series) -> Answer:
    """Plan, change and cancel it: any officer of the department."""
    if not actor.has(ISSUE):
        return no(_WHOSE[ISSUE])
    return YES if series.issuer == actor.unit else no("只能以本部门名义下达。")


def may_follow_series(actor: Actor, series: Series) -> Answer:
    """Let it rest, go on and end with its permit: the system, in the name of the office."""
    return _office(actor, series.place)


def may_plan_round(actor: Actor, one: Round) -> Answer:
    return may_plan_series(actor, one.series)


def may_drop_round(actor: Actor, one: Round) -> Answer:
    """The department itself, or with the whole series when its permit has ended."""
    if actor.has(ISSUE):
        return may_plan_round(actor, one)
    return _office(actor, one.series.place)


def may_book(actor: Actor, violation: Violation) -> Answer:
    return _office(actor, violation.place)


def for_the_office(place: str) -> Actor:
    """The system, where it does by itself what the office of a place would have to do."""
    return Actor("task:demands", place, frozenset({RULE}))


def for_the_department(path: str) -> Actor:
    """The system, where it issues in the name of a department what that has planned."""
    return Actor("task:demands", path, frozenset({ISSUE, CHECK}))


def may_suspect(actor: Actor, rebound: Rebound) -> Answer:
    return _office(actor, rebound.place)


def may_decide(actor: Actor, rebound: Rebound) -> Answer:
    return _office(actor, rebound.place)


def home(actor: Actor) -> str:
    """The place an actor works for."""
    return territory(actor.unit)


def _office(actor: Actor, place: str) -> Answer:
    if not actor.has(RULE):
        return no(_WHOSE[RULE])
    return YES if place == actor.unit else no("由本级的领导小组办公室裁定。")


MAY_DEMAND: Mapping[Transition, Callable[[Actor, Demand], Answer]] = {
    rules.ISSUE: may_issue,
    rules.CLOSE: may_end,
    rules.WITHDRAW: may_end,
    rules.ANNUL: may_annul,
    rules.HOLD: may_follow,
    rules.LIFT: may_follow,
    rules.CUT_OFF: may_follow,
}
MAY_ASSIGNMENT: Mapping[Transition, Callable[[Actor, Assignment], Answer]] = {
    rules.ASSIGN: may_assign,
    rules.HAND_IN: may_work,
    rules.ACCEPT: may_work,
    rules.PUT_DOWN: may_work,
    rules.REOPEN: may_work,
    rules.NOTE_MINUTES: may_note_minutes,
    rules.KEEP: may_work,
    rules.REFUSE: may_refuse,
    rules.TAKE_UP: may_take_up,
    rules.PUT_OFF: may_put_off,
    rules.FINISH: may_finish,
    rules.VOID: may_void,
}
MAY_REFUSAL: Mapping[Transition, Callable[[Actor, Refusal], Answer]] = {
    rules.LODGE: may_lodge,
    rules.UPHOLD: may_rule,
    rules.REJECT: may_rule,
    rules.LAPSE: may_lapse,
    rules.RETRACT: may_retract,
    rules.SECOND: may_second,
}
MAY_REPORT: Mapping[Transition, Callable[[Actor, OffPlatform], Answer]] = {
    rules.REPORT: may_report,
    rules.ASK: may_ask,
    rules.CONFIRM: may_verify,
    rules.DISMISS: may_verify,
    rules.TAKE_BACK: may_reply,
    rules.OBJECT: may_reply,
}
MAY_REBOUND: Mapping[Transition, Callable[[Actor, Rebound], Answer]] = {
    rules.SUSPECT: may_suspect,
    rules.CONFIRM_REBOUND: may_decide,
    rules.DISMISS_REBOUND: may_decide,
    rules.REOPEN_REBOUND: may_decide,
}
MAY: Mapping[Transition, Callable[[Actor, Any], Answer]] = {
    **MAY_DEMAND,
    **MAY_ASSIGNMENT,
    **MAY_REFUSAL,
    **MAY_REPORT,
    **MAY_REBOUND,
    rules.BOOK: may_book,
    rules.ENTER: may_enter,
    rules.REMOVE: may_remove,
    rules.RUN_OUT: may_run_out,
    **dict.fromkeys((rules.PLAN_SERIES, rules.EDIT_SERIES, rules.CANCEL_SERIES), may_plan_series),
    **dict.fromkeys(
        (rules.CARRY_SERIES, rules.REST_SERIES, rules.RESUME_SERIES, rules.END_SERIES),
        may_follow_series,
    ),
    **dict.fromkeys(
        (rules.PLAN_ROUND, rules.ISSUE_ROUND, rules.MISS_ROUND, rules.MOVE_ROUND), may_plan_round
    ),
    rules.DROP_ROUND: may_drop_round,
    rules.DRAW_UP: may_draw_up,
    rules.PROPOSE: may_propose,
    rules.APPROVE: may_approve,
    rules.DROP: may_drop,
}
