"""What outside systems are told of a place: its calendar, its register, a street's communities."""

from datetime import date, datetime

from ninja import Field, Schema

from qingshe.modules.demands.queries.calendar import Entry, LoadRow
from qingshe.modules.demands.queries.street import Row

from .demands import GROUNDS, DemandOut, Strict, VersionIn


class AppointmentOut(Schema):
    """A meeting or inspection on the shared calendar; `clashes` only of one community's."""

    demand: int
    kind: str
    title: str
    department: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    attendees: str
    communities: int
    clashes: bool

    @staticmethod
    def of(entry: Entry, clashing: set[int]) -> "AppointmentOut":
        demand = entry.demand
        return AppointmentOut(
            demand=demand.pk,
            kind=demand.kind,
            title=demand.title,
            department=demand.issuer_name,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            venue=demand.venue,
            attendees=demand.attendees,
            communities=entry.communities,
            clashes=demand.pk in clashing,
        )


class LoadOut(Schema):
    """A community's week: how many appointments, how many minutes, how many of them clash."""

    community: str
    name: str
    appointments: int
    minutes: int
    clashing: int

    @staticmethod
    def of(row: LoadRow) -> "LoadOut":
        load = row.load
        return LoadOut(
            community=load.community,
            name=row.name,
            appointments=load.appointments,
            minutes=load.minutes,
            clashing=load.clashing,
        )


class CalendarOut(Schema):
    """What is appointed at or below a place; `fullest` are the communities of the first week."""

    place: str
    place_name: str
    first: date
    last: date
    appointments: list[AppointmentOut]
    fullest: list[LoadOut]


class RegisterEntryOut(Schema):
    """A sign, organisation, system or group (登记册): whose, until when, gone why."""

    id: int
    version: int
    state: str
    state_label: str
    demand: int = Field(alias="demand_id")
    kind: str
    kind_label: str
    title: str
    owner: str
    issuer: str
    issuer_name: str
    place: str
    since: date
    ends_on: date
    removed_on: date | None
    reason: str


class RegisterPage(Schema):
    """Entries of the register, and where the next page begins."""

    entries: list[RegisterEntryOut]
    next_after: str


class RemoveIn(VersionIn):
    """Why it is gone."""

    reason: str = Field(min_length=1, max_length=500)


class StreetShareOut(Schema):
    """A community's share as its street sees it."""

    id: int
    version: int
    community: str
    community_name: str
    state_label: str
    due_on: date
    demand: DemandOut

    @staticmethod
    def of(row: Row) -> dict[str, object]:
        share = row.share
        return {
            "id": share.pk,
            "version": share.version,
            "community": share.community,
            "community_name": row.community,
            "state_label": row.state_label,
            "due_on": share.due_on,
            "demand": share.demand,
        }


class StreetSharePage(Schema):
    """Shares of a street's communities, and where the next page begins."""

    shares: list[StreetShareOut]
    next_after: str


class RefuseForIn(VersionIn):
    """The ground on which a street sends a share back for its community."""

    ground: str = Field(max_length=20, description=GROUNDS)
    text: str = Field("", max_length=500)


class SecondIn(Strict):
    """What the street says for the community; may be empty."""

    text: str = Field("", max_length=1_000)
