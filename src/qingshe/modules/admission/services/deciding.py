"""What the leading group does: decide, hear objections, put in force."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, Decision, Meeting, Objection
from qingshe.modules.admission.queries import applications, deciding
from qingshe.modules.admission.rules import Limits, MeetingState, Outcome, Request, State
from qingshe.modules.admission.services import notices, permits
from qingshe.modules.admission.services.clocks import ends_after


@transaction.atomic
def decide(
    actor: Actor,
    pk: int,
    *,
    outcome: str,
    today: date,
    reason: str = "",
    conditions: str = "",
    limits: Limits | None = None,
    meeting: int | None = None,
    version: int | None = None,
) -> Decision:
    """Decide a proposed case once; of two who decide at the same time one is told so.

    What is admitted goes on public notice; what is not is closed with its reason. `limits` grant
    less than was asked. Errors: Denied (among others to whoever applied), Invalid, Conflict.
    """
    application = applications.get(actor, pk)
    chosen = _outcome(outcome)
    move = rules.MOVE_OF[chosen]
    answer = policy.MAY[move](actor, application)
    granted = limits or Limits()
    if not answer:
        raise Denied(answer.reason)
    _insist_on_state(application)
    terms = permits.asked_terms(application)
    if wrong := rules.wrong_with_decision(chosen, reason, conditions, granted, terms):
        raise Invalid(wrong)
    changes: dict[str, object] = {"decided_on": today}
    changes |= {"published_on": today} if chosen.admits else {"closed_on": today}
    parameters = applications.parameters_for(application, today)
    changes = ends_after(application, move, parameters, **changes)
    records.advance(actor, application, move, answer, version=version, **changes)
    decision = Decision(
        application=application,
        outcome=chosen,
        reason=reason,
        conditions=conditions,
        minutes=granted.minutes,
        times_per_year=granted.times_per_year,
        valid_until=granted.valid_until,
        meeting=_meeting(actor, application, meeting),
        decided_on=today,
        decided_by=actor.id,
    )
    records.create(actor, decision, rules.DECIDE, answer)
    if not chosen.admits:
        permits.end_urgent(actor, application, reason=f"{chosen.label}：{reason}")
    notices.tell_applicant(application, f"申请“{application}”：{chosen.label}", reason)
    notices.tell_office(application, f"申请“{application}”已决定：{chosen.label}")
    return decision


@transaction.atomic
def put_in_force(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Application:
    """Issue the permit when the public notice has run out and no objection waits.

    The permit and the move are one transaction: both or neither. Errors: Invalid, Denied.
    """
    application = applications.get(actor, pk)
    answer = policy.may_put_in_force(actor, application)
    if answer:
        _insist_on_end_of_notice(application, today)
    decision = deciding.decision_of(application)
    if decision is None:
        raise Conflict("这件申请还没有决定。")
    records.advance(
        actor,
        application,
        rules.PUT_IN_FORCE,
        answer,
        version=version,
        closed_on=today,
        due_on=None,
        permit_number=permits.issue(actor, application, decision, today=today) if answer else "",
    )
    permits.note_money(actor, application, today=today)
    notices.tell_applicant(application, f"“{application.title}”已准入：{application.permit_number}")
    return application


def object_to(actor: Actor, pk: int, *, text: str, today: date, contact: str = "") -> Objection:
    """Anybody may object while the decision is on public notice, signed in or not."""
    application = applications.public(pk)
    objection = Objection(
        application=application, text=text, contact=contact, author=actor.id, raised_on=today
    )
    answer = policy.may_object(actor, objection)
    with transaction.atomic():
        records.create(actor, objection, rules.RAISE_OBJECTION, answer)
        notices.tell_office(application, f"公示“{application}”有异议", kind=Kind.DECIDE)
    return objection


@transaction.atomic
def uphold_objection(
    actor: Actor, pk: int, *, reply: str, today: date, version: int | None = None
) -> Objection:
    """The objection holds: the case goes back to the leading group, its decision is replaced."""
    objection = deciding.get_objection(actor, pk)
    answer = policy.may_answer_objection(actor, objection)
    records.advance(
        actor,
        objection,
        rules.UPHOLD_OBJECTION,
        answer,
        version=version,
        answer=reply,
        answered_on=today,
    )
    _reconsider(actor, objection.application, today)
    return objection


def dismiss_objection(
    actor: Actor, pk: int, *, reply: str, today: date, version: int | None = None
) -> Objection:
    """The objection does not hold, and why; the notice goes on."""
    objection = deciding.get_objection(actor, pk)
    answer = policy.may_answer_objection(actor, objection)
    return records.advance(
        actor,
        objection,
        rules.DISMISS_OBJECTION,
        answer,
        version=version,
        answer=reply,
        answered_on=today,
    )


def _outcome(outcome: str) -> Outcome:
    if outcome not in set(Outcome):
        raise Invalid("请选择准入、附条件准入、不予准入或转购买服务。")
    return Outcome(outcome)


def _insist_on_state(application: Application) -> None:
    """Said before the values are looked at: who comes second shall hear that it is decided."""
    if application.state != State.PROPOSED:
        raise Conflict(f"当前为“{application.state_label}”，不能再作决定。")


def _insist_on_end_of_notice(application: Application, today: date) -> None:
    if application.state != State.PUBLICITY:
        return  # `advance` says so in its own words
    days = applications.parameters_for(application, today).publicity_days_wd
    end = workdays().after(application.published_on or today, days).end
    if days and today <= end:
        raise Invalid(f"公示到 {end} 止，期满后生效。")
    if deciding.open_objections(application).exists():
        raise Invalid("还有异议没有答复。")
    start = application.valid_from
    if application.request == Request.AMENDMENT and start and start > today:
        raise Invalid(f"变更自 {start} 起，届时生效。")


def _reconsider(actor: Actor, application: Application, today: date) -> None:
    answer = policy.may_reconsider(actor, application)
    decided = application.decided_on or today
    paused = application.paused_days + rules.paused_days(workdays(), decided, today)
    parameters = applications.parameters_for(application, today)
    changes = ends_after(
        application, rules.RECONSIDER, parameters, published_on=None, paused_days=paused
    )
    records.advance(actor, application, rules.RECONSIDER, answer, version=None, **changes)
    decision = deciding.decision_of(application)
    if decision is not None:
        records.advance(actor, decision, rules.REPLACE_DECISION, answer)
    told = f"公示异议成立，“{application}”请重新决定"
    notices.tell_leaders(application, told, kind=Kind.DECIDE)


def _meeting(actor: Actor, application: Application, pk: int | None) -> Meeting | None:
    if pk is None:
        return None
    meeting = deciding.get_meeting(actor, pk)
    if meeting.place != application.place or application.pk not in meeting.agenda:
        raise NotFound("这件申请不在该次会议的议程上。")
    if meeting.state == MeetingState.CALLED_OFF:
        raise Invalid("这次会议已取消。")
    return meeting
