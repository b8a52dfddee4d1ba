"""What outside systems send and are told of what comes again and again."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, TypeAlias

from django.utils import timezone
from ninja import Field, Schema

from qingshe.modules.demands.models import Round
from qingshe.modules.demands.rules import (
    LEAD_DAYS,
    LONGEST_LEAD,
    LONGEST_TEXT,
    Cadence,
    Rhythm,
    Terms,
)
from qingshe.modules.demands.services.series import Words

from .demands import KINDS, Strict, VersionIn

Day: TypeAlias = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"


class SeriesIn(Strict):
    """What is to come again (按期下达): the demand, its first day, the rhythm and the last day.

    `starts_at` is the hour of what is appointed, by the clock on the wall; what has none is due
    on its day.
    """

    under: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    paths: list[str] = Field(
        min_length=1, max_length=20_000, description="组织路径，含其下全部社区"
    )
    kind: str = Field("", max_length=20, description=f"{KINDS}；空为许可的类型或任务")
    rhythm: Rhythm
    first: Day = Field(description="第一次的办理期限或日期")
    until: Day = Field(description="最后一次不晚于")
    lead_wd: int = Field(LEAD_DAYS, ge=1, le=LONGEST_LEAD, description="提前几个工作日下达")
    starts_at: str = Field("", max_length=5, pattern=rf"{HOUR}|^$", description="如 09:30")
    length_minutes: int | None = Field(None, ge=1, le=480)
    venue: str = Field("", max_length=200)
    attendees: str = Field("", max_length=200)
    minutes: int | None = Field(None, ge=0, le=10_000)

    def terms(self) -> Terms:
        """The first round as it would be issued."""
        hour = time.fromisoformat(self.starts_at) if self.starts_at else None
        at = datetime.combine(self.first, hour) if hour else None
        return Terms(
            under=self.under,
            title=self.title,
            text=self.text,
            paths=tuple(self.paths),
            kind=self.kind,
            due_on=None if at else self.first,
            starts_at=timezone.make_aware(at) if at else None,
            length_minutes=self.length_minutes,
            venue=self.venue,
            attendees=self.attendees,
            minutes=self.minutes,
        )

    def cadence(self) -> Cadence:
        return Cadence(self.first, self.rhythm, self.until, self.lead_wd)


class SeriesOut(Schema):
    """A series (按期下达); `minutes` None leaves them to the permit."""

    id: int
    version: int
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
    rhythm: Rhythm
    until: date
    lead_wd: int
    minutes: int | None
    starts_at: time | None
    length_minutes: int | None
    venue: str
    attendees: str
    scope_text: str
    reason: str


class SeriesLineOut(Schema):
    """A series, when it comes next, and how many rounds stand how: `planned`, `issued` and so on.

    `words` says it in a sentence.
    """

    series: SeriesOut
    next_on: date | None
    counts: dict[str, int]
    words: str


class SeriesPage(Schema):
    series: list[SeriesLineOut]
    next_after: str


class RoundOut(Schema):
    """One round (其中一次); `demand_id` and `reason` are for its department and those who watch."""

    serial: int
    version: int
    state: str
    state_label: str
    issue_on: date
    due_on: date
    demand_id: int | None
    reason: str

    @staticmethod
    def of(one: Round, *, reads_demands: bool) -> "RoundOut":
        told = RoundOut.from_orm(one)
        return told if reads_demands else told.model_copy(update={"demand_id": None, "reason": ""})


class SeriesWithRounds(SeriesLineOut):
    """A series with its rounds; `caution` when holidays of their years are not published yet."""

    rounds: list[RoundOut]
    caution: str


class SlotOut(Schema):
    """A round before it is planned."""

    serial: int
    issue_on: date
    due_on: date


class OutlookOut(Schema):
    """What would be planned; nothing would, while there are problems.

    Minutes are those of the first round, of one community and of all together.
    """

    may_plan: bool
    problems: Sequence[str]
    rounds: Sequence[SlotOut]
    caution: str
    communities: int
    scope_text: str
    minutes: int
    total_minutes: int
    budget: str
    budget_warning: str
    outcome: str
    citation: str
    explanation: str


class SeriesWordsIn(VersionIn):
    """The words of the rounds still to come; what is left out is as in a new series."""

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    minutes: int | None = Field(None, ge=0, le=10_000)
    length_minutes: int | None = Field(None, ge=1, le=480)
    venue: str = Field("", max_length=200)
    attendees: str = Field("", max_length=200)

    def words(self) -> Words:
        return Words(**self.dict(exclude={"version"}))


class CancelSeriesIn(VersionIn):
    """Why no round comes any more."""

    reason: str = Field(min_length=1, max_length=500)


class MoveRoundIn(VersionIn):
    due_on: Day


class DropRoundIn(VersionIn):
    """Why one round is left out."""

    reason: str = Field(min_length=1, max_length=500)
