"""Booking why yearly burdens change: from permits by themselves, by the office with evidence."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Invalid
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import BurdenChange
from qingshe.modules.burden.models.changes import BY_HAND as KEY_BY_HAND
from qingshe.modules.burden.models.changes import LONGEST
from qingshe.modules.burden.queries import changes, figures
from qingshe.modules.burden.rules import NONE, Cause, Kind, Thing, Yearly
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs import facade as orgs

LARGEST = 100_000_000  # of communities × times × minutes of one thing; above it is a slip
BY_HAND = frozenset({Cause.CANCELLED, Cause.MERGED, Cause.PREFILLED, Cause.FREQUENCY, Cause.SCOPE})
ENDED: Mapping[str, Cause] = {
    catalog.PermitState.REVOKED: Cause.CANCELLED,
    catalog.PermitState.WITHDRAWN: Cause.CANCELLED,
    catalog.PermitState.EXPIRED: Cause.EXPIRED,
}


@transaction.atomic
def book(
    actor: Actor,
    thing: Thing,
    *,
    cause: Cause,
    before: Yearly | None,
    after: Yearly,
    evidence: str,
    today: date,
) -> list[BurdenChange]:
    """Book by hand that a thing costs less (or more), with the evidence.

    What the ledger knows of the thing counts as before, whatever is given. A change of the counts
    under `MERGED`, `PREFILLED` or `CANCELLED` is that cause as a whole; under `SCOPE` and
    `FREQUENCY` it is taken apart, and what is only another estimate is shown as such.
    Errors: Denied, Invalid.
    """
    known = changes.standing(thing.under, thing.place)
    was = known or before
    if was is None:
        raise Invalid("账上还没有这件事，请写明变动前的社区数、每年次数和每次分钟。")
    _insist(cause, was, after)
    parts = _parts(cause, was, after)
    key = f"{KEY_BY_HAND}{uuid4().hex}"
    made = [
        _change(actor, thing, (one, parts[one]), (was, after), evidence, today, key)
        for one in parts
    ]
    answer = policy.may_book_change(actor, made[0])
    return [records.create(actor, each, rules.BOOK_CHANGE, answer) for each in made]


def take_back(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> BurdenChange:
    """Let a booked change count no more; it stays visible. Errors: Denied, Conflict, Invalid."""
    change = changes.get(actor, pk)
    answer = policy.may_take_back(actor, change)
    if not reason.strip():
        raise Invalid("请写明冲销的理由。")
    return records.advance(
        actor, change, rules.TAKE_BACK_CHANGE, answer, version=version, reason=reason.strip()
    )


@transaction.atomic
def note_permit(pk: int, *, today: date) -> list[BurdenChange]:
    """Book what a permit brings, or what it changes against the one it takes the place of.

    May be run twice; the second time nothing is missing.
    """
    permit = catalog.permit_with_key(pk)
    prefix = f"{permit.number}:begun"
    if changes.is_booked(prefix):
        return []
    after = yearly_of(permit)
    before = _before(permit)
    parts = rules.effects(before, after) if before else {Cause.ISSUED: after.total}
    return _note(permit, parts, (before or NONE, after), prefix, today)


@transaction.atomic
def note_end(pk: int, *, today: date) -> list[BurdenChange]:
    """Book that a permit has ended: revoked, given up, expired. May be run twice."""
    permit = catalog.permit_with_key(pk)
    prefix = f"{permit.number}:ended"
    cause = ENDED.get(permit.state)
    if cause is None or changes.is_booked(prefix) or changes.has_successor(permit.number):
        return []
    before = changes.standing(permit.number, permit.place) or yearly_of(permit)
    return _note(permit, {cause: -before.total}, (before, NONE), prefix, today)


@transaction.atomic
def note_edition(pk: int, *, today: date) -> list[BurdenChange]:
    """Book that a new edition of a list leaves items out. May be run twice.

    An item costs what its last change says, else what was asked under it in the last twelve full
    months; one that never cost anything is not booked.
    """
    edition = catalog.struck_by(pk)
    clerk = Actor("task:burden", edition.place, frozenset({policy.CHANGE}))
    made = []
    for key, title in edition.items:
        prefix = f"edition {pk}:{key}"[:100]
        known = changes.standing(key, edition.place)
        minutes = known.total if known else figures.asked_under(key, edition.place, today)
        if not minutes or changes.is_booked(prefix):
            continue
        thing = Thing(key, title, Kind.TASK, edition.place)
        evidence = f"{edition.title}新版不再列入。"
        change = _change(
            clerk, thing, (Cause.CANCELLED, -minutes), (known, NONE), evidence, today, prefix
        )
        answer = policy.may_book_change(clerk, change)
        made.append(records.create(clerk, change, rules.BOOK_CHANGE, answer))
    return made


def yearly_of(permit: catalog.PermitSummary) -> Yearly:
    """What a permit costs in a year; one without a limit of times counts once, what is sure."""
    every = orgs.paths_below(permit.place, Level.COMMUNITY)
    communities = sum(catalog.covers(permit, path) for path in every)
    return Yearly(communities, permit.times_per_year or 1, permit.minutes)


def _before(permit: catalog.PermitSummary) -> Yearly | None:
    """What the permit it continues costs, if that still counts."""
    if not permit.replaces or changes.is_booked(f"{permit.replaces}:ended"):
        return None
    old = catalog.permit(permit.replaces)
    return changes.standing(old.number, old.place) or yearly_of(old)


def _note(
    permit: catalog.PermitSummary,
    parts: Mapping[Cause, int],
    counts: tuple[Yearly, Yearly],
    prefix: str,
    today: date,
) -> list[BurdenChange]:
    clerk = Actor("task:burden", permit.place, frozenset({policy.CHANGE}))
    thing = Thing(
        permit.number, permit.title, permit.kind, permit.place, permit.holder, permit.replaces
    )
    evidence = f"许可 {permit.number}：{permit.state.label}。{permit.reason}".strip()[:LONGEST]
    told = parts or {Cause.RE_ESTIMATED: 0}  # continued as it was: still its successor
    made = [
        _change(clerk, thing, (cause, minutes), counts, evidence, today, prefix)
        for cause, minutes in told.items()
    ]
    answer = policy.may_book_change(clerk, made[0])
    return [records.create(clerk, each, rules.BOOK_CHANGE, answer) for each in made]


def _insist(cause: Cause, before: Yearly, after: Yearly) -> None:
    if cause not in BY_HAND:
        raise Invalid(f"“{cause.label}”由系统登记，不能手工入账。")
    if max(before.total, after.total) > LARGEST:
        raise Invalid("社区数 × 次数 × 分钟太大，请核对是否多写了零。")
    if before == after:
        raise Invalid("变动前后相同，没有要登记的。")
    if after.total > before.total and cause is not Cause.SCOPE and cause is not Cause.FREQUENCY:
        raise Invalid("合并、预填、取消只会减少负担；增加的请按范围或频次变化登记。")


def _parts(cause: Cause, before: Yearly, after: Yearly) -> Mapping[Cause, int]:
    if cause in (Cause.SCOPE, Cause.FREQUENCY):
        return rules.effects(before, after) or {cause: 0}
    return {cause: after.total - before.total}


def _change(
    actor: Actor,
    thing: Thing,
    part: tuple[Cause, int],
    counts: tuple[Yearly | None, Yearly],
    evidence: str,
    today: date,
    prefix: str,
) -> BurdenChange:
    before, after = counts
    return BurdenChange(
        key=f"{prefix}:{part[0]}",
        place=thing.place,
        department=thing.department,
        under=thing.under,
        previous=thing.previous,
        title=thing.title,
        kind=thing.kind,
        cause=part[0].value,
        minutes=part[1],
        communities_before=before.communities if before else None,
        times_before=before.times if before else None,
        minutes_before=before.minutes if before else None,
        communities_after=after.communities,
        times_after=after.times,
        minutes_after=after.minutes,
        evidence=evidence,
        booked_on=today,
        booked_by=actor.id,
    )
