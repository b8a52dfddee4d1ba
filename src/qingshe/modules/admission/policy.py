"""Who may see and do what with applications; a refusal always carries its reason."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from qingshe.foundation.access import NOTHING, above, below
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import facade as orgs

from . import rules
from .models import (
    Agreement,
    Application,
    Assessment,
    Decision,
    FlowEdition,
    Meeting,
    Objection,
    Opinion,
    PaymentPlan,
    Signature,
)
from .rules import State

APPLY, OPINE, EXAMINE = "admission.apply", "admission.opine", "admission.examine"
DECIDE, FLOW, WATCH = "admission.decide", "admission.flow", "admission.watch"
SIGN = "admission.sign"

GRANTS: Mapping[str, frozenset[Role]] = {
    APPLY: frozenset({Role.DEPARTMENT}),
    OPINE: frozenset({Role.STREET, Role.HEAD, Role.DEPARTMENT}),
    EXAMINE: frozenset({Role.GATEKEEPER}),
    DECIDE: frozenset({Role.LEADER}),
    FLOW: frozenset({Role.GATEKEEPER}),
    SIGN: frozenset({Role.HEAD}),
    WATCH: frozenset({Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR}),
}
OWN_APPLICATION = "不能审批自己经手或本部门提出的申请，请由他人办理。"


def scope(actor: Actor) -> Q:
    """The applications that exist as far as this actor is concerned.

    Departments see their own; office, leading group and supervisors those of their place and
    below it once handed in or gone ahead as urgent; whoever was asked for an opinion sees what
    they were asked about (`is_asked`, annotated by the query).
    """
    seen = Q(is_asked=True) if actor.has(OPINE) or actor.has(WATCH) else NOTHING
    if actor.has(APPLY):
        seen |= Q(applicant=actor.unit)
    if actor.has(WATCH):
        handed_in = ~Q(number="") | Q(urgent_from__isnull=False)
        seen |= below("place", home(actor)) & handed_in
    return seen


def scope_of_opinions(actor: Actor) -> Q:
    """Opinions of the own unit and, for streets and above, of those below it."""
    if actor.has(OPINE) or actor.has(WATCH):
        return below("unit", actor.unit)
    return NOTHING


def scope_of_meetings(actor: Actor) -> Q:
    return below("place", home(actor)) if actor.has(WATCH) else NOTHING


def scope_of_flow(actor: Actor) -> Q:
    """The parameters of the own place and those above it are no secret to whoever signs in."""
    return above("place", home(actor)) if actor.role is not None else NOTHING


def may_begin(actor: Actor, application: Application) -> Answer:
    if not actor.has(APPLY):
        return no("由职能部门提出申请；社区不为自己的负担提出申请。")
    return YES if application.applicant == actor.unit else no("只能以本部门名义申请。")


def may_apply(actor: Actor, application: Application) -> Answer:
    """Write, submit, withdraw: any officer of the applying department."""
    return may_begin(actor, application)


def may_attach(actor: Actor, application: Application) -> Answer:
    if application.state not in (State.DRAFT, State.CORRECTING):
        return no("申请已提交，附件不再改动；退回补正时可以改。")
    return may_apply(actor, application)


def may_plan_payment(actor: Actor, payment: PaymentPlan) -> Answer:
    if payment.application.state not in (State.DRAFT, State.CORRECTING):
        return no("申请已提交，拨付计划不再改动；要改请申请变更。")
    return may_apply(actor, payment.application)


def may_pay(actor: Actor, payment: PaymentPlan) -> Answer:
    if actor.has(APPLY) and payment.application.applicant == actor.unit:
        return YES
    return may_examine(actor, payment.application)


def may_examine(actor: Actor, application: Application) -> Answer:
    """Accept, return, consult, assess, propose: the office at the place that decides."""
    if not actor.has(EXAMINE):
        return no("由领导小组办公室办理。")
    if application.place != home(actor):
        return no("不是本级受理的申请。")
    return _not_own(actor, application)


def may_examine_payment(actor: Actor, payment: PaymentPlan) -> Answer:
    return may_examine(actor, payment.application)


def may_assess(actor: Actor, assessment: Assessment) -> Answer:
    if assessment.application.state != State.ASSESSING:
        return no("申请不在评估阶段。")
    return may_examine(actor, assessment.application)


def may_finish_assessment(actor: Actor, assessment: Assessment) -> Answer:
    return may_examine(actor, assessment.application)


def may_reopen_assessment(actor: Actor, assessment: Assessment) -> Answer:
    return may_send_back(actor, assessment.application)


def may_send_back(actor: Actor, application: Application) -> Answer:
    """The leading group asks for more, or the office thinks again."""
    if actor.has(EXAMINE):
        return may_examine(actor, application)
    return may_decide(actor, application)


def may_decide(actor: Actor, application: Application) -> Answer:
    """The leading group of the place; nobody decides what they applied for."""
    if not actor.has(DECIDE):
        return no("由领导小组决定。")
    if application.place != home(actor):
        return no("不是本级决定的申请。")
    return _not_own(actor, application)


def may_record_decision(actor: Actor, decision: Decision) -> Answer:
    return may_decide(actor, decision.application)


def may_replace_decision(actor: Actor, decision: Decision) -> Answer:
    return may_reconsider(actor, decision.application)


def may_reconsider(actor: Actor, application: Application) -> Answer:
    """An objection that holds takes the decision back to the leading group."""
    return may_send_back(actor, application)


def may_put_in_force(actor: Actor, application: Application) -> Answer:
    return may_examine(actor, application)


def may_keep_clock(actor: Actor, application: Application) -> Answer:
    """Warn, escalate, reckon, lapse, archive: what the calendar does, and the office may."""
    return may_examine(actor, application)


def may_ask(actor: Actor, opinion: Opinion) -> Answer:
    return may_examine(actor, opinion.application)


def may_give_opinion(actor: Actor, opinion: Opinion) -> Answer:
    """Those who were asked, each for their own unit, while the consultation is open."""
    if not actor.has(OPINE):
        return no("由街道、社区书记（主任）或会办部门回复意见。")
    if opinion.unit != actor.unit:
        return no("只能回复本单位的意见。")
    if opinion.application.state != State.CONSULTING:
        return no("征求意见已经结束。")
    return YES


def may_object(actor: Actor, objection: Objection) -> Answer:
    """Everybody, signed in or not, while the decision is on public notice."""
    if objection.application.state == State.PUBLICITY:
        return YES
    return no("不在公示期内。")


def may_answer_objection(actor: Actor, objection: Objection) -> Answer:
    return may_examine(actor, objection.application)


def may_convene(actor: Actor, meeting: Meeting) -> Answer:
    if not (actor.has(EXAMINE) or actor.has(DECIDE)):
        return no("由领导小组办公室安排会议。")
    return YES if meeting.place == home(actor) else no("只能安排本级的会议。")


def may_offer_agreement(actor: Actor, agreement: Agreement) -> Answer:
    if actor.has(APPLY):
        return may_apply(actor, agreement.application)
    return may_examine(actor, agreement.application)


def may_sign_agreement(actor: Actor, agreement: Agreement) -> Answer:
    return may_apply(actor, agreement.application)


def may_countersign(actor: Actor, signature: Signature) -> Answer:
    if not actor.has(SIGN):
        return no("由社区书记（主任）签署。")
    return YES if signature.unit == actor.unit else no("只能代表本社区签署。")


def may_set_flow(actor: Actor, edition: FlowEdition) -> Answer:
    if not actor.has(FLOW):
        return no("由领导小组办公室设定流程参数。")
    return YES if edition.place == home(actor) else no("只能设定本级的流程参数。")


def home(actor: Actor) -> str:
    """The place whose applications this actor handles."""
    return territory(actor.unit)


def _not_own(actor: Actor, application: Application) -> Answer:
    if actor.id in {application.author, *application.hands}:
        return no(OWN_APPLICATION)
    if actor.id in orgs.holders(Role.DEPARTMENT, application.applicant):
        return no(OWN_APPLICATION)
    return YES


MAY_APPLICATION: Mapping[Transition, Callable[[Actor, Application], Answer]] = {
    rules.BEGIN: may_begin,
    rules.WRITE: may_apply,
    rules.DECLARE_URGENT: may_apply,
    rules.SUBMIT: may_apply,
    rules.RETURN: may_examine,
    rules.RESUBMIT: may_apply,
    rules.CONSULT: may_examine,
    rules.ACCEPT: may_examine,
    rules.CLOSE_CONSULTATION: may_examine,
    rules.PROPOSE: may_examine,
    rules.SEND_BACK: may_send_back,
    rules.ADMIT: may_decide,
    rules.REFUSE: may_decide,
    rules.SEND_TO_PURCHASE: may_decide,
    rules.RECONSIDER: may_reconsider,
    rules.PUT_IN_FORCE: may_put_in_force,
    rules.WITHDRAW: may_apply,
    rules.LAPSE: may_keep_clock,
    rules.WARN: may_keep_clock,
    rules.ESCALATE: may_keep_clock,
    rules.RECKON: may_keep_clock,
    rules.ARCHIVE: may_keep_clock,
}
MAY: Mapping[Transition, Callable[[Actor, Any], Answer]] = {
    **MAY_APPLICATION,
    rules.ASK_OPINION: may_ask,
    rules.GIVE_OPINION: may_give_opinion,
    rules.PASS_OVER: may_ask,
    rules.ASSESS: may_assess,
    rules.REASSESS: may_assess,
    rules.FINISH_ASSESSMENT: may_finish_assessment,
    rules.REOPEN_ASSESSMENT: may_reopen_assessment,
    rules.DECIDE: may_record_decision,
    rules.REPLACE_DECISION: may_replace_decision,
    rules.CONVENE: may_convene,
    rules.REARRANGE: may_convene,
    rules.RECORD_MINUTES: may_convene,
    rules.CALL_OFF: may_convene,
    rules.RAISE_OBJECTION: may_object,
    rules.UPHOLD_OBJECTION: may_answer_objection,
    rules.DISMISS_OBJECTION: may_answer_objection,
    rules.PLAN_PAYMENT: may_plan_payment,
    rules.STRIKE_PAYMENT: may_plan_payment,
    rules.PAY: may_pay,
    rules.QUESTION_PAYMENT: may_examine_payment,
    rules.FALL_OVERDUE: may_examine_payment,
    rules.OFFER_AGREEMENT: may_offer_agreement,
    rules.SIGN_AGREEMENT: may_sign_agreement,
    rules.REPLACE_AGREEMENT: may_offer_agreement,
    rules.COUNTERSIGN: may_countersign,
    rules.SET_FLOW: may_set_flow,
    rules.SUPERSEDE_FLOW: may_set_flow,
}
