"""Applications of the demo city, one and more in every stage, made as people would make them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from qingshe.foundation.calendar.services import workdays
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.admission.queries import applications, opinions
from qingshe.modules.admission.services import (
    deciding,
    drafting,
    examining,
    money,
    nightly,
    urgent,
)
from qingshe.modules.orgs import facade as orgs

Told = Mapping[str, Any]
DAY = timedelta(days=1)
MOST_OPINIONS = 20  # given in each consultation
BEGUN = {  # working days ago that an application in a stage was handed in
    "draft": 1,
    "submitted": 1,
    "correcting": 4,
    "consulting": 3,
    "assessing": 9,
    "proposed": 11,
    "publicity": 13,
    "refused": 20,
    "admitted": 40,
    "urgent": 1,
}
AHEAD = timedelta(days=75)  # from submission to start: more than the thirty working days


def build(
    maker: Actor, told: Sequence[Told], paths: Mapping[str, str], city: str, today: date
) -> None:
    """Bring each application to its stage; `paths` are units by name."""
    keeper = _holder(maker, Role.GATEKEEPER, paths[city])
    leader = _holder(maker, Role.LEADER, paths[city])
    for one in told:
        officer = _holder(maker, Role.DEPARTMENT, paths[one["holder"]])
        days = _Days(today, BEGUN[one["stage"]])
        pk = _draft(officer, one, paths, days)
        _STAGES[one["stage"]](_Case(pk, one, days, maker, officer, keeper, leader))
    nightly.settle_money(today=today)


class _Days:
    """The days of one application, counted in working days from the one it was handed in."""

    def __init__(self, today: date, begun: int) -> None:
        self.today = today
        self.calendar = workdays()
        self.begun = today
        while self.calendar.between(self.begun, today) < begun:
            self.begun -= DAY

    def after(self, days: int) -> date:
        """So many working days after the first, but never after today."""
        return min(self.today, self.calendar.after(self.begun, days).end)


@dataclass(frozen=True, slots=True)
class _Case:
    """One application on its way, and who acts in it; the maker lends a hand where nobody sits."""

    pk: int
    told: Told
    days: _Days
    maker: Actor
    officer: Actor
    keeper: Actor
    leader: Actor


def _holder(maker: Actor, role: Role, unit: str) -> Actor:
    """Whoever holds a role at a unit, or the maker in their stead."""
    held = orgs.holders(role, unit)
    return replace(maker, id=held[0] if held else maker.id, unit=unit, role=role)


def _draft(officer: Actor, one: Told, paths: Mapping[str, str], days: _Days) -> int:
    start = days.begun + AHEAD if one["stage"] != "admitted" else days.after(36)
    written: drafting.Written = {
        "title": one["title"],
        "kind": one["kind"],
        "actions": one["actions"],
        "necessity": one["necessity"],
        "content": one["content"],
        "basis": one["basis"],
        "duration_type": "phased",
        "valid_from": start,
        "valid_until": start + timedelta(days=one.get("lasts", 150)),
        "times_per_year": one["times_per_year"],
        "minutes": one["minutes"],
        "powers": "无",
        "staffing": "部门每个街道派一名联络员。",
        "exit_terms": "工作完成或期满即退出。",
        "negative_self_check": "逐项核对，不涉及负面清单。",
        "consistency_self_assessment": "不增加台账，不列入考核，不要求挂牌。",
        "contact_name": "刘畅",
        "contact_phone": "0355-0000000",
        "verdict_reply": "清单没有写明本项工作的频次和范围，需要明确。",
    }
    made = drafting.begin(officer, today=days.begun, **written)
    _plan(officer, made.pk, one, days)
    drafting.choose_scope(officer, made.pk, paths=[paths[name] for name in one["scope"]])
    return made.pk


def _plan(officer: Actor, pk: int, one: Told, days: _Days) -> None:
    if "money" not in one:
        return
    amount = Decimal(one["money"])
    drafting.write(officer, pk, money_amount=amount, money_source="市级部门预算")
    due = days.today + timedelta(days=one.get("due", 90))
    money.plan(officer, pk, due_on=due, amount=amount, today=days.begun)


def _leave(case: _Case) -> None:
    """A draft stays case.told."""


def _submit(case: _Case) -> None:
    drafting.submit(case.officer, case.pk, today=case.days.begun)


def _return(case: _Case) -> None:
    _submit(case)
    examining.send_back_for_correction(
        case.keeper, case.pk, note=case.told["note"], today=case.days.after(2)
    )


def _consult(case: _Case) -> None:
    _submit(case)
    examining.accept(case.keeper, case.pk, today=case.days.after(1))
    asked = opinions.of_application(case.keeper, applications.get(case.keeper, case.pk))
    given = zip(
        list(asked[:MOST_OPINIONS])[2:], _stances(case.told.get("opinions", {})), strict=False
    )
    for opinion, (stance, text) in given:
        speaker = replace(case.maker, unit=opinion.unit, role=Role.HEAD)
        examining.give_opinion(
            speaker, opinion.pk, stance=stance, text=text, today=case.days.after(2)
        )


def _close(case: _Case) -> None:
    _consult(case)
    examining.close_consultation(case.keeper, case.pk, today=case.days.after(7))


def _propose(case: _Case) -> None:
    _close(case)
    sheet: examining.Sheet = {
        "money": "met" if "money" in case.told else "not_needed",
        "money_note": "",
        "powers": "not_needed",
        "powers_note": "",
        "people": "met",
        "people_note": "",
        "time": "met",
        "time_note": "",
        "outcome": "admit",
        "reason": "负担不大，多数社区同意。",
        "conditions": "",
        "minutes": 0,
        "times_per_year": 0,
        "valid_until": None,
    }
    sheet.update(case.told.get("sheet", {}))
    examining.assess(case.keeper, case.pk, **sheet)
    examining.propose(case.keeper, case.pk, today=case.days.after(9))


def _decide(case: _Case) -> None:
    _propose(case)
    proposed = case.told.get("sheet", {})
    deciding.decide(
        case.leader,
        case.pk,
        outcome=proposed.get("outcome", "admit"),
        reason=proposed.get("reason", "同意办公室意见。"),
        today=case.days.after(12),
    )


def _put_in_force(case: _Case) -> None:
    _decide(case)
    deciding.put_in_force(case.keeper, case.pk, today=case.days.after(19))


def _go_ahead(case: _Case) -> None:
    start = case.days.begun
    urgent.go_ahead(case.officer, case.pk, start=start, reason=case.told["necessity"], today=start)


def _stances(told: Told) -> Iterator[tuple[str, str]]:
    against = (("object", text) for text in told.get("object", ()))
    return chain(against, repeat(("support", ""), told.get("support", 0)))


_STAGES: Mapping[str, Callable[[_Case], None]] = {
    "draft": _leave,
    "submitted": _submit,
    "correcting": _return,
    "consulting": _consult,
    "assessing": _close,
    "proposed": _propose,
    "publicity": _decide,
    "refused": _decide,
    "admitted": _put_in_force,
    "urgent": _go_ahead,
}
