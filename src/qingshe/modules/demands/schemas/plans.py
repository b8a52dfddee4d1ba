"""What outside systems send and are told of the plans of a year."""

from datetime import date
from typing import Literal, TypeAlias

from ninja import Field, Schema

from qingshe.modules.demands.models import PlanItem
from qingshe.modules.demands.rules import Planned

from .demands import Strict, VersionIn

PlannedKind: TypeAlias = Literal["inspection", "evaluation"]


class PlanItemIn(Strict):
    """An inspection of the year, or its one evaluation; `department` is the path of who leads."""

    kind: PlannedKind
    year: int = Field(ge=2000, le=2100)
    title: str = Field(min_length=1, max_length=200)
    department: str = Field(min_length=1, max_length=200)
    first_on: date
    last_on: date
    times: int = Field(ge=1, le=12, description="每个社区全年几次")
    minutes: int = Field(ge=1, le=480, description="每次多少分钟")
    partners: str = Field("", max_length=200)
    basis: str = Field("", max_length=500)
    permit: str = Field("", max_length=60)

    def planned(self) -> Planned:
        return Planned(**self.dict(exclude={"kind", "year"}))


class PlanItemOut(Schema):
    """An item of a plan (计划事项); `key` is what a demand that rests on it names as `under`."""

    id: int
    version: int
    key: str
    kind: str
    year: int
    place: str
    state: str
    state_label: str
    title: str
    department: str
    department_name: str
    partners: str
    first_on: date
    last_on: date
    times: int
    minutes: int
    basis: str
    permit: str
    reason: str

    @staticmethod
    def resolve_kind(item: PlanItem) -> str:
        return item.plan.kind

    @staticmethod
    def resolve_year(item: PlanItem) -> int:
        return item.plan.year

    @staticmethod
    def resolve_place(item: PlanItem) -> str:
        return item.plan.place


class PlanOut(Schema):
    """The plan of a year: its name, how many items it holds at most, why, and its items."""

    name: str
    most: int
    reason: str
    items: list[PlanItemOut]


class DropIn(VersionIn):
    """Why an item leaves the plan."""

    reason: str = Field(min_length=1, max_length=500)
