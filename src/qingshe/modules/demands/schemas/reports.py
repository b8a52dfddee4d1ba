"""What outside systems send and are told of what came round the gate, and of what came back."""

from datetime import date

from ninja import Field, Schema

from qingshe.modules.demands.rules import Channel
from qingshe.modules.demands.services.reporting import Told

from .demands import KINDS, Strict, VersionIn


class ReportIn(Strict):
    """What came by phone, chat or paper (体外下达)."""

    text: str = Field(min_length=1, max_length=5_000)
    by_whom: str = Field(min_length=1, max_length=200)
    channel: Channel
    kind: str = Field("task", max_length=20, description=KINDS)
    received_on: date
    department: str = Field("", max_length=200)

    def told(self) -> Told:
        return Told(**self.dict())


class ReportOut(Schema):
    """A report without the community: whoever may know it, sees it on the screen.

    `department` is the path of who has to answer, "" while nobody knows it.
    """

    id: int
    state: str
    state_label: str
    text: str
    by_whom: str
    department: str
    channel_label: str
    kind_label: str
    received_on: date
    outcome: str
    outcome_label: str
    citation: str
    explanation: str
    finding: str
    reply: str
    version: int


class ReportPage(Schema):
    reports: list[ReportOut]
    next_after: str


class AskDepartmentIn(VersionIn):
    """Which department has to answer, by its path, and what the office found."""

    department: str = Field(min_length=1, max_length=200)
    finding: str = Field("", max_length=1_000)


class FindingIn(VersionIn):
    """What the office found, if it wants to say."""

    finding: str = Field("", max_length=1_000)


class DismissIn(VersionIn):
    """Why it is not what it seemed."""

    finding: str = Field(min_length=1, max_length=1_000)


class AnswerIn(VersionIn):
    """What the department says to it, if it wants to."""

    reply: str = Field("", max_length=1_000)


class CounterIn(VersionIn):
    """Why the department sees it otherwise, or the number of its application for admission."""

    reply: str = Field(min_length=1, max_length=1_000)


class ConfirmReboundIn(FindingIn):
    """It has come back; `annul` lets a demand that communities still have be void for all."""

    annul: bool = False


class ThingOut(Schema):
    """Something asked of communities, whatever it came as; `fate` is what became of it."""

    what: str
    title: str
    text: str
    department: str
    department_name: str
    kind: str
    on: date
    fate: str


class ReboundOut(Schema):
    """What came (`again`) beside what is gone (`before`); `likeness` of 100 (反弹线索).

    `disguise` says in words what has changed since. No community is named.
    """

    id: int
    version: int
    state: str
    state_label: str
    place: str
    likeness: int
    found_on: date
    disguise: str
    again: ThingOut = Field(alias="thing_again")
    before: ThingOut = Field(alias="thing_before")
    finding: str
    decided_on: date | None


class ReboundPage(Schema):
    rebounds: list[ReboundOut]
    next_after: str
