"""Opinions, assessments, sessions, decisions, public notices and objections."""

from datetime import date
from typing import cast

from ninja import Field, Schema

from qingshe.modules.admission.models import Opinion
from qingshe.modules.admission.rules import Limits
from qingshe.modules.admission.schemas.applications import ApplicationOut, Incoming, Key, SeenIn
from qingshe.modules.admission.services.examining import Sheet


class OpinionIn(SeenIn):
    """support, object or no_opinion; against needs words."""

    stance: str = Field(max_length=20)
    text: str = Field("", max_length=2000)


class OpinionOut(Schema):
    """What a unit is asked, and what it says."""

    id: int
    version: int
    application_id: int
    unit: str
    unit_name: str
    part: str
    state: str
    stance: str
    text: str
    given_on: date | None


class OpinionPage(Schema):
    """Opinions, and where the next page begins."""

    opinions: list[OpinionOut]
    next_after: str

    @classmethod
    def told(cls, rows: list[Opinion], next_after: str) -> "OpinionPage":
        return cls(opinions=[OpinionOut.from_orm(one) for one in rows], next_after=next_after)


class SheetIn(Incoming):
    """The assessment sheet: met, partly, missing or not_needed for each, and what is recommended.

    `version` is that of the sheet that was read; leave it out for the first one. Limits of 0 and
    null mean: as applied for.
    """

    version: int | None = Field(None, ge=1)
    money: str = Field(max_length=20)
    money_note: str = Field("", max_length=1000)
    powers: str = Field(max_length=20)
    powers_note: str = Field("", max_length=1000)
    people: str = Field(max_length=20)
    people_note: str = Field("", max_length=1000)
    time: str = Field(max_length=20)
    time_note: str = Field("", max_length=1000)
    outcome: str = Field(max_length=30)
    reason: str = Field("", max_length=4000)
    conditions: str = Field("", max_length=4000)
    minutes: int = Field(0, ge=0, le=1_000_000)
    times_per_year: int = Field(0, ge=0, le=1_000)
    valid_until: date | None = None

    def sheet(self) -> Sheet:
        return cast(Sheet, self.dict(exclude={"version"}))


class SheetOut(Schema):
    """The assessment sheet of an application."""

    id: int
    version: int
    state: str
    application_id: int
    money: str
    money_note: str
    powers: str
    powers_note: str
    people: str
    people_note: str
    time: str
    time_note: str
    outcome: str
    outcome_label: str
    reason: str
    conditions: str
    minutes: int
    times_per_year: int
    valid_until: date | None


class DecisionIn(SeenIn):
    """admit, admit_with_conditions, refuse or purchase; limits left out: as applied for."""

    outcome: str = Field(max_length=30)
    reason: str = Field("", max_length=4000)
    conditions: str = Field("", max_length=4000)
    minutes: int = Field(0, ge=0, le=1_000_000)
    times_per_year: int = Field(0, ge=0, le=1_000)
    valid_until: date | None = None
    meeting: Key | None = None

    def limits(self) -> Limits:
        return Limits(self.minutes, self.times_per_year, self.valid_until)


class DecisionOut(Schema):
    """What was decided."""

    id: int
    state: str
    application_id: int
    meeting_id: int | None
    outcome: str
    outcome_label: str
    reason: str
    conditions: str
    minutes: int
    times_per_year: int
    valid_until: date | None
    decided_on: date


class MeetingIn(Incoming):
    """A session over several applications, by their keys, in this order."""

    title: str = Field(min_length=1, max_length=200)
    held_on: date
    agenda: list[Key] = Field(max_length=100)


class RearrangeIn(SeenIn, MeetingIn):
    """The same, of a session in the version that was read."""


class MinutesIn(SeenIn):
    """What the session resolved."""

    minutes: str = Field(min_length=1, max_length=20_000)


class MeetingOut(Schema):
    """A session of the leading group; `agenda` are keys of applications in their order."""

    id: int
    version: int
    state: str
    place: str
    title: str
    held_on: date
    agenda: list[int]
    minutes: str


class MeetingPage(Schema):
    """Sessions, and where the next page begins."""

    meetings: list[MeetingOut]
    next_after: str


class ShiftIn(SeenIn):
    """One case goes a place up or down the agenda; `application` is its key."""

    application: Key
    up: bool


class AgendaLineOut(Schema):
    """A case of a session in its place: its burden, the opinions, what is recommended or decided.

    The words are those of the printed agenda; "" for what is not there yet.
    """

    number: int
    application: ApplicationOut
    hours: str
    opinions: str
    recommended: str
    decided: str


class ReadyOut(Schema):
    """A case that can be put on an agenda."""

    application: int
    name: str


class NoticeOut(Schema):
    """What anybody may read of an application on public notice; until when is `due_on`."""

    id: int
    number: str
    applicant_name: str
    place_name: str
    title: str
    content: str
    basis: str
    scope_words: str
    duration_type: str
    valid_from: date | None
    valid_until: date | None
    published_on: date | None
    due_on: date | None


class NoticePage(Schema):
    """Public notices, and where the next page begins."""

    notices: list[NoticeOut]
    next_after: str


class ObjectionIn(Incoming):
    """What somebody holds against it; the contact is read by the office alone."""

    text: str = Field(min_length=1, max_length=2000)
    contact: str = Field("", max_length=100)


class ReplyIn(SeenIn):
    """The answer to an objection."""

    reply: str = Field(min_length=1, max_length=2000)


class RaisedOut(Schema):
    """An objection as whoever raised it is told."""

    id: int
    state: str
    text: str
    raised_on: date


class ObjectionOut(RaisedOut):
    """An objection and its answer; `contact` is empty for all but the office."""

    version: int
    application_id: int
    contact: str
    answer: str
    answered_on: date | None
