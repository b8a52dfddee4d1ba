"""What outside systems send and are told about demands."""

from datetime import date, datetime

from ninja import Field, Schema
from pydantic import ConfigDict

from qingshe.modules.demands.models import Assignment, Refusal
from qingshe.modules.demands.rules import LONGEST_TEXT, Ground, Kind, Terms

KINDS = "、".join(f"{kind.value} {kind.label}" for kind in Kind)
GROUNDS = "、".join(f"{ground.value} {ground.label}" for ground in Ground)


class Strict(Schema):
    """Input: a field that nobody knows is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class IssueIn(Strict):
    """A demand to be issued (下达事项); `under` is a permit number or the key of a list item."""

    under: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    paths: list[str] = Field(
        min_length=1, max_length=20_000, description="组织路径，含其下全部社区"
    )
    kind: str = Field("", max_length=20, description=f"{KINDS}；空为许可的类型或任务")
    due_on: date | None = None
    starts_at: datetime | None = None
    length_minutes: int | None = Field(None, ge=1, le=480)
    venue: str = Field("", max_length=200)
    attendees: str = Field("", max_length=200)
    minutes: int | None = Field(None, ge=0, le=10_000)
    owner: str = Field("", max_length=200)
    ends_on: date | None = None
    is_urgent: bool = False
    urgent_reason: str = Field("", max_length=200)

    def terms(self) -> Terms:
        values = self.dict()
        return Terms(**{**values, "paths": tuple(values["paths"])})


class DemandOut(Schema):
    """A demand (下达事项)."""

    id: int
    number: str
    state: str
    state_label: str
    issuer: str
    issuer_name: str
    under_kind: str
    under: str
    under_title: str
    kind: str
    title: str
    text: str
    due_on: date
    starts_at: datetime | None
    length_minutes: int | None
    minutes: int
    urgent: bool
    scope_text: str
    communities: int
    issued_at: datetime
    verdict: str
    citation: str
    ended_reason: str
    version: int


class DemandPage(Schema):
    demands: list[DemandOut]
    next_after: str


class ProgressOut(Schema):
    """How far a demand has come, in counts."""

    total: int
    handed_in: int
    pending: int
    void: int


class DemandWithProgress(Schema):
    demand: DemandOut
    progress: ProgressOut


class ShareOut(Schema):
    """One community's share as its department sees it: 未报送, 已报送 or 已作废."""

    community: str
    state_label: str
    result: str
    handed_in_on: date | None
    minutes: int | None


class SharePage(Schema):
    shares: list[ShareOut]
    next_after: str


class ExaminedOut(Schema):
    """What would happen if this were issued now; nothing would, while there are problems."""

    may_issue: bool
    problems: list[str]
    budget: str
    budget_warning: str
    communities: int
    scope_text: str
    minutes: int
    total_minutes: int
    outcome: str
    citation: str
    explanation: str
    diary: str
    echo_of: str


class AssignmentOut(Schema):
    """A community's own share (社区事项)."""

    id: int
    state: str
    state_label: str
    due_on: date
    minutes: int
    minutes_observed: int | None
    result: str
    version: int
    demand: DemandOut


class AssignmentPage(Schema):
    lead: str
    assignments: list[AssignmentOut]
    next_after: str

    @staticmethod
    def of(lead: str, rows: list[Assignment], after: str) -> dict[str, object]:
        return {"lead": lead, "assignments": rows, "next_after": after}


class VersionIn(Strict):
    version: int | None = Field(None, ge=1)


class HandInIn(VersionIn):
    result: str = Field("", max_length=500)
    minutes: int | None = Field(None, ge=0, le=10_000)


class TimeSpentIn(VersionIn):
    """How long it took, said afterwards."""

    minutes: int = Field(ge=0, le=10_000)


class RefuseIn(VersionIn):
    ground: str = Field(max_length=20, description=GROUNDS)
    text: str = Field("", max_length=500)


class WithdrawIn(VersionIn):
    reason: str = Field(min_length=1, max_length=500)


class RulingIn(VersionIn):
    text: str = Field("", max_length=1_000)


class RefusalOut(Schema):
    """A refusal (拒收); the office and the community that made it see it, nobody else."""

    id: int
    state: str
    state_label: str
    assignment_id: int
    demand_id: int
    title: str
    community: str
    ground: str
    ground_label: str
    text: str
    lodged_on: date
    due_on: date
    clock: str
    ruled_on: date | None
    ruling: str
    version: int

    @staticmethod
    def resolve_demand_id(refusal: Refusal) -> int:
        return refusal.assignment.demand_id

    @staticmethod
    def resolve_title(refusal: Refusal) -> str:
        return refusal.assignment.demand.title


class RefusalPage(Schema):
    refusals: list[RefusalOut]
    next_after: str


class ViolationOut(Schema):
    """A violation of a department (违规); no community is named."""

    id: int
    department: str
    department_name: str
    kind: str
    title: str
    found_on: date
    basis: str


class ViolationPage(Schema):
    violations: list[ViolationOut]
    next_after: str
