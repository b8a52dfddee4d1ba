"""Sessions of the leading group: convened, put in order, held or called off."""

from collections.abc import Sequence
from datetime import date

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid, NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Meeting
from qingshe.modules.admission.queries import deciding

MOST_ON_AGENDA = 100


def convene(actor: Actor, *, title: str, held_on: date, agenda: Sequence[int]) -> Meeting:
    """Call a session of the leading group over several cases, in this order."""
    _insist_on_a_day(held_on)
    place = policy.home(actor)
    keys = _agenda(Meeting(place=place, agenda=[]), agenda)
    meeting = Meeting(place=place, title=title, held_on=held_on, agenda=keys)
    return records.create(actor, meeting, rules.CONVENE, policy.may_convene(actor, meeting))


def rearrange(
    actor: Actor,
    pk: int,
    *,
    title: str,
    held_on: date,
    agenda: Sequence[int],
    version: int | None = None,
) -> Meeting:
    """Change day, cases or order of a session that was not held yet.

    What was decided at it stays on its agenda. Errors: Invalid, Denied, Conflict.
    """
    _insist_on_a_day(held_on)
    meeting = deciding.get_meeting(actor, pk)
    answer = policy.may_convene(actor, meeting)
    changes = {"title": title, "held_on": held_on, "agenda": _agenda(meeting, agenda)}
    return records.advance(actor, meeting, rules.REARRANGE, answer, version=version, **changes)


def shift(
    actor: Actor, pk: int, *, application: int, up: bool, version: int | None = None
) -> Meeting:
    """Move one case a place up or down the agenda; the first stays first, the last last."""
    meeting = deciding.get_meeting(actor, pk)
    agenda = list(meeting.agenda)
    if application not in agenda:
        raise NotFound("这件申请不在该次会议的议程上。")
    at = agenda.index(application)
    to = min(max(at + (-1 if up else 1), 0), len(agenda) - 1)
    agenda[at], agenda[to] = agenda[to], agenda[at]
    answer = policy.may_convene(actor, meeting)
    return records.advance(actor, meeting, rules.REARRANGE, answer, version=version, agenda=agenda)


def record_minutes(
    actor: Actor, pk: int, *, minutes: str, today: date, version: int | None = None
) -> Meeting:
    """Close the session with its minutes."""
    meeting = deciding.get_meeting(actor, pk)
    answer = policy.may_convene(actor, meeting)
    if answer and today < meeting.held_on:
        raise Invalid(f"会议定于 {meeting.held_on} 召开，还没有到。")
    return records.advance(
        actor, meeting, rules.RECORD_MINUTES, answer, version=version, minutes=minutes
    )


def call_off(actor: Actor, pk: int, *, version: int | None = None) -> Meeting:
    """The session does not take place; its cases wait for another."""
    meeting = deciding.get_meeting(actor, pk)
    answer = policy.may_convene(actor, meeting)
    return records.advance(actor, meeting, rules.CALL_OFF, answer, version=version)


def _insist_on_a_day(held_on: date) -> None:
    if not rules.EARLIEST <= held_on <= rules.LATEST:
        raise Invalid("会议日期不在合理范围内，请核对年份。")


def _agenda(meeting: Meeting, keys: Sequence[int]) -> list[int]:
    """The cases of a session, each once; those that are new to it still wait for a decision."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        raise Invalid("请选择上会的申请。")
    if len(wanted) > MOST_ON_AGENDA:
        raise Invalid(f"一次会议最多安排 {MOST_ON_AGENDA} 件。")
    decided = set(deciding.decided_at(meeting)) if meeting.pk else set()
    if not decided <= set(wanted):
        raise Invalid("已在本次会议决定的申请不能移出议程。")
    new = [key for key in wanted if key not in meeting.agenda]
    if deciding.proposed_at(meeting.place, new) != set(new):
        raise Invalid("议程中有的申请不在本级待决定之列，请刷新后重选。")
    return wanted
