"""What outside systems send and are told about the burden ledger; minutes are whole minutes."""

from datetime import date, datetime

from ninja import Field, Schema
from pydantic import ConfigDict

from .rules import BudgetMode, Cause, Kind, Measure, Seven, Yearly

MOST = 1_000_000


class Strict(Schema):
    """Input: a field that nobody knows is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class Counted(Schema):
    """`observed` is of `observed_shares` only; `estimated_of_observed` the estimate of those."""

    shares: int
    estimated: int
    observed_shares: int
    observed: int
    estimated_of_observed: int


class MonthOut(Counted):
    month: date


class DepartmentOut(Counted):
    """`estimated_before`: the same months of the year before."""

    path: str
    name: str
    estimated_before: int
    budget: int | None
    budget_is_hard: bool


class KindOut(Counted):
    kind: Kind
    label: str


class PlaceOut(Counted):
    path: str
    name: str
    estimated_before: int
    communities: int


class LedgerItemOut(Schema):
    under: str
    title: str
    department: str
    department_name: str
    kind_label: str
    shares: int
    estimated: int


class ChangeLineOut(Schema):
    """Minutes a year by cause; `is_saving` is false for re-estimates, whatever their sign."""

    cause: Cause
    label: str
    minutes: int
    count: int
    is_saving: bool


class BeforeAfterOut(Schema):
    """Counts before and now; `words` says it with its base, or that nobody counted."""

    kind: Seven
    label: str
    measure: Measure
    unit: str
    before: int | None
    after: int | None
    words: str
    source: str
    baseline_year: int | None
    first_month: date
    last_month: date


class LedgerOut(Schema):
    """The ledger of a place and year (减负账)."""

    place: str
    place_name: str
    department: str
    year: int
    updated_at: datetime | None
    months: list[MonthOut]
    departments: list[DepartmentOut]
    kinds: list[KindOut]
    places: list[PlaceOut]
    items: list[LedgerItemOut]
    changes: list[ChangeLineOut]
    before_after: list[BeforeAfterOut]


class BudgetOut(Schema):
    """A department's budget of a year; `minutes` and `left` None where nobody set one."""

    department: str
    name: str
    year: int
    minutes: int | None
    used: int
    left: int | None
    mode: BudgetMode
    state: str


class BudgetPage(Schema):
    budgets: list[BudgetOut]


class BudgetIn(Strict):
    """What the leading group sets; `number` is the edition that was seen (0: none yet)."""

    department: str = Field(min_length=2, max_length=100)
    year: int = Field(ge=2000, le=2200)
    minutes: int = Field(ge=0, le=600_000_000)
    reason: str = Field(min_length=1, max_length=500)
    number: int | None = None


class BudgetRuleOut(Schema):
    """What happens above a budget at the own place; `number` of its own edition, 0 for none.

    A place without one follows the nearest above it.
    """

    mode: BudgetMode
    label: str
    number: int


class BudgetRuleIn(Strict):
    """What the leading group decides; `number` is the edition that was seen (0: none yet)."""

    mode: BudgetMode
    reason: str = Field(min_length=1, max_length=500)
    number: int | None = Field(None, ge=0)


class YearlyIn(Strict):
    """What a thing costs in a year: communities, times a year, minutes each time."""

    communities: int = Field(ge=0, le=MOST)
    times: int = Field(ge=0, le=MOST)
    minutes: int = Field(ge=0, le=MOST)

    def yearly(self) -> Yearly:
        return Yearly(**self.dict())


class BurdenChangeIn(Strict):
    """Why something costs less (or more) in a year, with the evidence (负担变动).

    `under` is a permit number or the key of a list item. `before` counts only where the ledger
    knows nothing of it; `kind` only of list items.
    """

    under: str = Field(min_length=1, max_length=60)
    cause: Cause
    kind: Kind = Kind.TASK
    before: YearlyIn | None = None
    after: YearlyIn
    evidence: str = Field(min_length=1, max_length=2_000)


class TakeBackChangeIn(Strict):
    """Why a booked change counts no more; `version` is the one that was seen."""

    reason: str = Field(min_length=1, max_length=500)
    version: int | None = Field(None, ge=1)


class BurdenChangeOut(Schema):
    """A booked change of a yearly burden (负担变动)."""

    id: int
    state: str
    place: str
    department: str
    under: str
    title: str
    kind: str
    cause: str
    cause_label: str
    minutes: int
    evidence: str
    booked_on: date
    version: int


class ChangePage(Schema):
    changes: list[BurdenChangeOut]
    next_after: str


class BaselineOut(Schema):
    """What burdened the communities of a place in a year before (底数), one edition of it."""

    id: int
    version: int
    state: str
    state_label: str
    place: str
    year: int
    number: int
    title: str
    reason: str
    filename: str
    uploaded_on: date


class BaselinePage(Schema):
    baselines: list[BaselineOut]
    next_after: str


class BaselineRowOut(Schema):
    """One thing that was counted; a count is None where nobody counted it.

    `times` and `minutes` are those of all communities of the place together.
    """

    line: int
    kind: str
    title: str
    department: str
    department_name: str
    items: int | None
    times: int | None
    minutes: int | None
    source: str


class BaselineRowPage(Schema):
    rows: list[BaselineRowOut]
    next_after: str


class SureIn(Strict):
    """Do it to the version that was seen."""

    version: int | None = Field(None, ge=1)
