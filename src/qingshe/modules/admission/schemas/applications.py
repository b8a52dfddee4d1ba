"""What outside systems send and are told of applications; unknown fields are refused."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, cast

from ninja import Field, Schema
from pydantic import ConfigDict, StrictBool, StrictInt, StrictStr

from qingshe.modules.admission.rules import CommunityAction, DurationType, ItemKind
from qingshe.modules.admission.services.drafting import Written

Key: TypeAlias = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""Of a record; no database has one beyond."""
KINDS = "、".join(f"{one.value} {one.label}" for one in ItemKind)
ACTIONS = "、".join(f"{one.value} {one.label}" for one in CommunityAction)
DURATIONS = "、".join(f"{one.value} {one.label}" for one in DurationType)


class ApplicationOut(Schema):
    """An application (准入申请); money in yuan, minutes of one community each time."""

    id: int
    version: int
    number: str
    state: str
    state_label: str
    request: str
    applicant: str
    applicant_name: str
    place: str
    place_name: str
    title: str
    kind: str
    actions: list[str]
    content: str
    necessity: str
    basis: str
    scope_words: str
    community_count: int
    duration_type: str
    valid_from: date | None
    valid_until: date | None
    times_per_year: int
    minutes: int
    money_amount: Decimal
    money_source: str
    verdict: str
    verdict_label: str
    urgent_from: date | None
    submitted_on: date | None
    decide_by: date | None
    due_on: date | None
    permit_number: str


class ApplicationPage(Schema):
    """Applications, and where the next page begins ("" at the end)."""

    applications: list[ApplicationOut]
    next_after: str


class ActionOut(Schema):
    """What can be done now; `reason` says why not."""

    name: str
    label: str
    allowed: bool
    reason: str


class TallyOut(Schema):
    """How those asked in one part answered, in counts; silence is no consent."""

    part: str
    asked: int
    support: int
    object: int
    no_opinion: int
    silent: int


class CaseOut(Schema):
    """An application with what it costs, what is missing and what can be done."""

    application: ApplicationOut
    scope: list[str]
    minutes_a_year: int
    hours: str
    share: str
    assumption: str
    missing: list[str]
    opinions: list[TallyOut]
    actions: list[ActionOut]


class Incoming(Schema):
    """What comes in; a field nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class WrittenIn(Incoming):
    """Fields of a draft; what is not sent stays as it is."""

    contact_name: str | None = Field(None, max_length=50)
    contact_phone: str | None = Field(None, max_length=30)
    title: str | None = Field(None, max_length=200)
    kind: str | None = Field(None, max_length=30, description=KINDS)
    actions: list[str] | None = Field(None, max_length=20, description=ACTIONS)
    other_action: str | None = Field(None, max_length=500)
    necessity: str | None = Field(None, max_length=4000)
    content: str | None = Field(None, max_length=4000)
    basis: str | None = Field(None, max_length=4000)
    basis_document: str | None = Field(None, max_length=500)
    duration_type: str | None = Field(None, max_length=20, description=DURATIONS)
    valid_from: date | None = None
    valid_until: date | None = None
    times_per_year: int | None = Field(None, ge=0, le=1_000)
    minutes: int | None = Field(None, ge=0, le=1_000_000)
    powers: str | None = Field(None, max_length=4000)
    staffing: str | None = Field(None, max_length=4000)
    money_amount: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)
    money_source: str | None = Field(None, max_length=500)
    training: str | None = Field(None, max_length=4000)
    exit_terms: str | None = Field(None, max_length=4000)
    negative_self_check: str | None = Field(None, max_length=4000)
    consistency_self_assessment: str | None = Field(None, max_length=4000)
    verdict_reply: str | None = Field(None, max_length=4000)

    def written(self) -> Written:
        return cast(Written, self.dict(exclude_none=True, exclude={"version"}))


class ChangeIn(WrittenIn):
    """The same, of a draft in the version that was read."""

    version: int = Field(ge=1)


class SeenIn(Incoming):
    """Do it to the version that was read."""

    version: int = Field(ge=1)


class ScopeIn(SeenIn):
    """Paths, each standing for itself and all below it."""

    paths: list[str] = Field(max_length=2_000)


class NoteIn(SeenIn):
    """What is to be put right."""

    note: str = Field(min_length=1, max_length=4000)


class AcceptIn(SeenIn):
    """Which other departments are asked, by their paths."""

    co_departments: list[str] = Field([], max_length=100)


class AgainIn(Incoming):
    """The number of the permit to renew or amend."""

    permit: str = Field(min_length=1, max_length=60)


class UrgentIn(SeenIn):
    """From which day, and why it cannot wait."""

    start: date
    reason: str = Field(min_length=1, max_length=1000)


class ParameterOut(Schema):
    """One parameter of the flow at the caller's place, with its evidence."""

    key: str
    label: str
    value: Any
    words: str
    evidence: str


class ParametersIn(Incoming):
    """What a place decides of its flow from today, by key; what is not named has its default.

    `number` is that of the edition that was seen (0: none yet).
    """

    values: dict[str, StrictBool | StrictInt | StrictStr | list[StrictStr]]
    reason: str = Field(min_length=1, max_length=2_000)
    number: int | None = Field(None, ge=0)


class FlowEditionOut(Schema):
    """An edition of the parameters (流程参数版次); what `values` does not name has its default."""

    place: str
    number: int
    state: str
    state_label: str
    effective_from: date
    values: dict[str, Any]
    reason: str


class FlowPage(Schema):
    editions: list[FlowEditionOut]
    next_after: str
