"""What the calendar does at night: each step looks first, so that it may run twice."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import DomainError
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications, deciding, money, night
from qingshe.modules.admission.rules import ClockState, Request, State
from qingshe.modules.admission.services import deciding as deciding_services
from qingshe.modules.admission.services import examining, notices, permits
from qingshe.modules.admission.services import money as money_services
from qingshe.modules.admission.services.clocks import ends_of
from qingshe.modules.catalog import facade as catalog

log = logging.getLogger(__name__)


def keep_clocks(*, today: date) -> int:
    """Let every clock do what its end means, warn before it, report what is over; how many moved.

    One application that cannot be moved does not keep the others.
    """
    return sum(_guarded(pk, _tick, today) for pk in night.ticking())


def settle_money(*, today: date) -> int:
    """Promised payments whose day has passed: the permit rests; how many fell overdue."""
    done = 0
    for payment in money.missed(today):
        actor = clerk(payment.application.place)
        try:
            money_services.fall_overdue(actor, payment.pk, today=today)
        except DomainError as error:
            log.warning("payment %s: %s", payment.pk, error)
        else:
            done += 1
    return done


def warn_of_expiry(*, today: date) -> int:
    """Tell a department once that a permit of its ends soon; how many were told.

    How long before is the parameter of the place; 120 days is the most it can be.
    """
    most = timedelta(days=rules.BY_KEY["permit_warning_days"].high + 1)
    found = night.running_out(today + most)
    return sum(_guarded(one.pk, _warn_of_expiry, today) for one in found)


def archive(*, today: date) -> int:
    """File what has been closed for a month, admitted cases once their permit has ended."""
    return sum(_guarded(one.pk, _archive, today) for one in night.long_closed(today))


def clerk(place: str) -> Actor:
    """The task of the night, acting for the office of a place."""
    return Actor("task:admission", place, frozenset({policy.EXAMINE, policy.WATCH}))


def _guarded(pk: int, step: Callable[[Application, date], bool], today: date) -> bool:
    application = night.with_key(pk)
    if application is None:
        return False
    try:
        with transaction.atomic():
            return step(application, today)
    except DomainError as error:
        log.warning("application %s: %s", pk, error)
        return False


def _tick(application: Application, today: date) -> bool:
    actor = clerk(application.place)
    moved = _reckon(actor, application, today)
    end = application.due_on
    if end is None:
        return moved
    act = _AT_THE_END.get(State(application.state)) if today > end else None
    if act is not None and act(actor, application, today):
        return True
    return _remind(actor, application, today) or moved


def _reckon(actor: Actor, application: Application, today: date) -> bool:
    """Bring the ends of clocks into line with the calendar, which may have been replaced."""
    parameters = applications.parameters_for(application, today)
    ends = ends_of(application, parameters)
    if ends == {"due_on": application.due_on, "decide_by": application.decide_by}:
        return False
    answer = policy.may_keep_clock(actor, application)
    records.advance(actor, application, rules.RECKON, answer, version=None, **ends)
    return True


def _remind(actor: Actor, application: Application, today: date) -> bool:
    """Warn before the end and report after it, each once for each end."""
    parameters = applications.parameters_for(application, today)
    clocks = applications.clocks_under(application, parameters)
    states = {clock.state(workdays(), today, parameters.warning_days_wd) for clock in clocks}
    answer = policy.may_keep_clock(actor, application)
    due = application.due_on
    if ClockState.OVER in states and application.escalated_of != due:
        records.advance(actor, application, rules.ESCALATE, answer, escalated_of=due)
        _report(application)
        return True
    is_near = states & {ClockState.NEAR, ClockState.OVER}
    if is_near and application.warned_of != due:
        records.advance(actor, application, rules.WARN, answer, warned_of=due)
        _warn(application)
        return True
    return False


def _report(application: Application) -> None:
    told = f"“{application}”{application.state_label}已超期（{application.due_on}）"
    notices.tell_leaders(application, told, kind=Kind.DUE)
    notices.tell_supervisors(application, told, kind=Kind.DUE)
    notices.tell_office(application, told, kind=Kind.DUE)


def _warn(application: Application) -> None:
    told = f"“{application}”{application.state_label}将于 {application.due_on} 到期"
    if application.state in (State.DRAFT, State.CORRECTING):
        notices.tell_applicant(application, told, kind=Kind.DUE)
    elif application.state == State.PROPOSED:
        notices.tell_leaders(application, told, kind=Kind.DUE)
    else:
        notices.tell_office(application, told, kind=Kind.DUE)


def _close_consultation(actor: Actor, application: Application, today: date) -> bool:
    examining.close_consultation(actor, application.pk, today=today)
    return True


def _lapse(actor: Actor, application: Application, today: date) -> bool:
    """Not corrected or not registered in time."""
    answer = policy.may_keep_clock(actor, application)
    records.advance(
        actor, application, rules.LAPSE, answer, closed_on=today, due_on=None, halted_on=None
    )
    permits.end_urgent(actor, application, reason="逾期没有补报或补正")
    notices.tell_applicant(application, f"“{application}”逾期没有补报或补正，已失效")
    return True


def _put_in_force(actor: Actor, application: Application, today: date) -> bool:
    is_later = application.request == Request.AMENDMENT and (
        application.valid_from is not None and application.valid_from > today
    )
    if is_later or deciding.open_objections(application).exists():
        return False
    deciding_services.put_in_force(actor, application.pk, today=today)
    return True


_AT_THE_END: dict[State, Callable[[Actor, Application, date], bool]] = {
    State.DRAFT: _lapse,
    State.CORRECTING: _lapse,
    State.CONSULTING: _close_consultation,
    State.PUBLICITY: _put_in_force,
}


def _warn_of_expiry(application: Application, today: date) -> bool:
    permit = catalog.permit(application.permit_number)
    days = applications.parameters_for(application, today).permit_warning_days
    if permit.valid_until > today + timedelta(days=days):
        return False
    actor = clerk(application.place)
    answer = policy.may_keep_clock(actor, application)
    told = application.valid_until
    records.advance(actor, application, rules.WARN, answer, warned_of=told)
    if permit.standing(today) == catalog.PermitStanding.VALID:
        notices.tell_applicant(
            application,
            f"许可 {permit.number} 将于 {permit.valid_until} 到期",
            "需要继续的，请在到期前申请续期；不申请的到期自动失效。",
        )
    return True


def _archive(application: Application, today: date) -> bool:
    if application.state == State.ADMITTED and _runs(application.permit_number):
        return False
    actor = clerk(application.place)
    answer = policy.may_keep_clock(actor, application)
    records.advance(actor, application, rules.ARCHIVE, answer)
    return True


def _runs(number: str) -> bool:
    live = (catalog.PermitState.IN_FORCE, catalog.PermitState.SUSPENDED)
    return catalog.permit(number).state in live
