"""One case: its buttons, its clocks, its history, and what those asked said of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from qingshe.foundation.audit import trail
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.records import Action, Record
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import no
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import (
    Application,
    Objection,
    Opinion,
)
from qingshe.modules.admission.queries import (
    applications,
    deciding,
    opinions,
)
from qingshe.modules.admission.queries.screens.desks import insist_on, left_in_words
from qingshe.modules.admission.rules import (
    Clock,
    ClockState,
    Stance,
    State,
)
from qingshe.modules.orgs import facade as orgs
from qingshe.web.values import Paper

MOST_LATELY = 20
FORMS = ("pdf", "word")

_BY_OTHER_WAYS = {rules.RECONSIDER, rules.ADMIT, rules.REFUSE, rules.SEND_TO_PURCHASE}


_LABELS = {move.name: move.label for move in policy.MAY}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock with its state in words, and how its end was reached, line by line."""

    name: str
    end: date
    state_label: str
    tone: str
    left: str
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    at: datetime
    who: str
    label: str
    detail: str = ""


def case_actions(actor: Actor, application: Application, today: date) -> list[Action]:
    """The buttons of a case: declared moves, of which some share a screen of their own.

    Acceptance is one button, whichever move it will be; so is the decision with its outcomes.
    """
    found = [
        action
        for action in applications.actions(actor, application)
        if action.name not in {move.name for move in _BY_OTHER_WAYS}
        and action.name != (rules.CONSULT if application.is_light else rules.ACCEPT).name
    ]
    if application.state == State.ASSESSING:
        answer = policy.may_examine(actor, application)
        found.insert(0, Action("assess", "评估表", answer))
    if application.state == State.PROPOSED:
        found.insert(0, Action("decide", "作出决定", policy.may_decide(actor, application)))
    return [_timely(action, application, today) for action in found if _concerns(actor, action)]


def _timely(action: Action, application: Application, today: date) -> Action:
    """A consultation that still runs cannot be ended: the button says until when."""
    if action.name != rules.CLOSE_CONSULTATION.name or not action.answer:
        return action
    reason = opinions.why_open(application, today)
    return replace(action, answer=no(reason)) if reason else action


def papers(application: Application, *, is_decided: bool, is_agreed: bool) -> list[Paper]:
    """The papers a case has by now, in the order they come into being."""
    found = [
        ("审批表（一式三份）", "approval", True),
        ("决定书", "decision", is_decided),
        ("公示", "notice_paper", application.published_on is not None),
        ("服务协议（一式两份）", "agreement_paper", is_agreed),
    ]
    return [
        Paper(label, *(reverse(f"admission:{name}", args=[application.pk, form]) for form in FORMS))
        for label, name, is_there in found
        if is_there
    ]


def clock_lines(application: Application, today: date) -> list[ClockLine]:
    """The clocks that run, each explaining itself."""
    calendar = workdays()
    parameters = applications.parameters_for(application, today)
    running = applications.clocks_under(application, parameters)
    return [
        ClockLine(
            name=clock.name,
            end=clock.count(calendar).end,
            state_label=state.label,
            tone=_CLOCK_TONES[state],
            left=left_in_words(clock.left(calendar, today), today, clock.count(calendar).end),
            explained=clock.explained(calendar),
        )
        for clock in running
        for state in [_state_of(clock, today, parameters.warning_days_wd)]
    ]


def history(records: Iterable[Record]) -> list[Event]:
    """The trail of an application and what was recorded about it, oldest first."""
    entries = [entry for record in records for entry in trail.of(record.subject)]
    names = orgs.people({entry.actor for entry in entries})
    seen: list[Event] = []
    for entry in sorted(entries, key=lambda one: (one.at, one.pk)):
        who = names.get(entry.actor, "系统")
        label = _LABELS.get(entry.action, entry.action)
        if (
            entry.action == rules.WRITE.name
            and seen
            and (seen[-1].label, seen[-1].who) == (label, who)
        ):
            seen.pop()  # typing is one line, however often it was saved
        seen.append(Event(entry.at, who, label, _detail(entry.change)))
    return seen


def departments_to_ask(application: Application) -> list[tuple[str, str]]:
    """Path and name of the other departments of the deciding place."""
    found = orgs.departments(application.place)
    return [(one.path, one.name) for one in found if one.path != application.applicant]


def of_opinions(actor: Actor, application: Application, stance: str) -> QuerySet[Opinion]:
    """The opinions on a case that the actor may read, of one stance or all."""
    found = opinions.of_application(actor, application)
    return found.filter(stance=stance) if stance in set(Stance) else found


def opinions_due(actor: Actor) -> QuerySet[Opinion]:
    """What the own unit is asked and has not answered. Errors: Denied."""
    insist_on(actor, policy.OPINE, "由街道、社区书记（主任）和会办部门回复意见。")
    return opinions.due(actor)


def lately_given(actor: Actor) -> list[Opinion]:
    """What the own unit has said of applications, the newest first."""
    given = opinions.visible_to(actor).filter(unit=actor.unit).exclude(given_on=None)
    return list(given.order_by("-given_on", "-pk")[:MOST_LATELY])


def objections(actor: Actor, application: Application) -> list[tuple[Objection, list[Action]]]:
    """The objections to a case, each with what can be done; their contacts for the office alone."""
    moves = (rules.DISMISS_OBJECTION, rules.UPHOLD_OBJECTION)
    return [
        (
            one,
            [
                Action(move.name, move.label, policy.MAY[move](actor, one))
                for move in moves
                if move.starts_from(one.state) and actor.has(policy.EXAMINE)
            ],
        )
        for one in deciding.objections_of(application)
    ]


def objections_told(actor: Actor, application: Application) -> list[Objection]:
    """The objections to a case; their contacts are emptied for all but the office."""
    found = list(deciding.objections_of(application))
    if not actor.has(policy.EXAMINE):
        for one in found:
            one.contact = ""
    return found


_CLOCK_TONES = {
    ClockState.RUNNING: "blue",
    ClockState.PAUSED: "grey",
    ClockState.NEAR: "amber",
    ClockState.OVER: "red",
}


def _state_of(clock: Clock, today: date, warning: int) -> ClockState:
    return clock.state(workdays(), today, warning)


def _concerns(actor: Actor, action: Action) -> bool:
    """A button that is none of one's business is left out; one's own stays, greyed, with why."""
    if action.answer:
        return True
    if actor.has(policy.APPLY):
        return action.name in {move.name for move in (rules.WRITE, rules.SUBMIT, rules.WITHDRAW)}
    return (actor.has(policy.EXAMINE) or actor.has(policy.DECIDE)) and action.name not in {
        move.name
        for move in (
            rules.WRITE,
            rules.SUBMIT,
            rules.RESUBMIT,
            rules.WITHDRAW,
            rules.DECLARE_URGENT,
        )
    }


def _detail(change: dict[str, Any]) -> str:
    """What somebody gave as a reason or asked for; "" when nothing was."""
    for name in ("correction_note", "urgent_reason", "permit_number", "number"):
        told = change.get(name)
        if isinstance(told, list) and len(told) > 1 and told[1]:
            return str(told[1])
    return ""
