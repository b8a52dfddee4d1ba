"""What a department plans to issue again and again, and how each round is issued by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Conflict, DomainError, Invalid
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Round, Series, SeriesPlace
from qingshe.modules.demands.queries import bases, limits
from qingshe.modules.demands.queries import series as queries
from qingshe.modules.demands.rules import Cadence, Fate, Terms
from qingshe.modules.demands.services import issuing
from qingshe.modules.orgs import facade as orgs

LONGEST_REASON = 1_000
CLOSED = "本部门已撤销，没有下达。"


@dataclass(frozen=True, slots=True)
class Words:
    """What can be changed of the rounds still to come; the days and places stay."""

    title: str
    text: str
    minutes: int | None = None
    length_minutes: int | None = None
    venue: str = ""
    attendees: str = ""


@transaction.atomic
def plan(actor: Actor, terms: Terms, cadence: Cadence, *, now: datetime) -> Series:
    """Plan every round at once; each is issued on its day, if it still may be then.

    Errors: Denied, NotFound for an unknown permit or item, Invalid with everything against it.
    """
    outlook = queries.examine(actor, terms, cadence, now=now)
    if outlook.problems:
        raise Invalid("没有安排。", outlook.problems)
    first = outlook.examined
    at = first.terms.starts_at
    made = Series(
        issuer=actor.unit,
        issuer_name=first.issuer_name,
        place=policy.home(actor),
        under_kind=first.basis.kind,
        under=first.basis.key,
        under_title=first.basis.title,
        under_url=first.basis.url,
        kind=first.kind,
        title=terms.title.strip(),
        text=terms.text,
        rhythm=cadence.rhythm,
        until=cadence.until,
        lead_wd=cadence.lead_wd,
        minutes=terms.minutes,
        starts_at=timezone.localtime(at).time() if at else None,
        length_minutes=terms.length_minutes,
        venue=terms.venue,
        attendees=terms.attendees,
        scope_text=first.scope_text,
    )
    records.create(actor, made, rules.PLAN_SERIES, policy.may_plan_series(actor, made))
    SeriesPlace.objects.bulk_create(
        SeriesPlace(series=made, path=path) for path in dict.fromkeys(terms.paths)
    )
    rounds = [
        Round(series=made, serial=slot.serial, issue_on=slot.issue_on, due_on=slot.due_on)
        for slot in outlook.slots
    ]
    may = policy.may_plan_round(actor, rounds[0])
    records.create_many(actor, rounds, rules.PLAN_ROUND, may)
    return made


@transaction.atomic
def edit(
    actor: Actor, pk: int, words: Words, *, now: datetime, version: int | None = None
) -> Series:
    """Change the words of the rounds still to come; they pass the gate anew.

    Errors: Denied, Conflict, Invalid with everything against it.
    """
    series = queries.get(actor, pk)
    changes = {
        "title": words.title.strip(),
        "text": words.text,
        "minutes": words.minutes,
        "length_minutes": words.length_minutes,
        "venue": words.venue,
        "attendees": words.attendees,
    }
    may = policy.may_plan_series(actor, series)
    records.advance(actor, series, rules.EDIT_SERIES, may, version=version, **changes)
    problems = queries.wrong_with_words(actor, series, now=now)
    if problems:
        raise Invalid("没有保存。", problems)
    return series


@transaction.atomic
def cancel(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> Series:
    """Let no round come any more; what was issued goes on. Errors: Denied, Conflict, Invalid."""
    series = queries.get(actor, pk)
    if not reason.strip():
        raise Invalid("请写明取消的原因。")
    may = policy.may_plan_series(actor, series)
    records.advance(actor, series, rules.CANCEL_SERIES, may, version=version, reason=reason.strip())
    _drop_rest(actor, series, reason.strip())
    return series


def move_round(
    actor: Actor, pk: int, serial: int, *, due_on: date, now: datetime, version: int | None = None
) -> Round:
    """Another day for one round, also for one that could not be issued.

    Errors: Denied, Conflict, Invalid with everything against the day.
    """
    one = _open(queries.get_round(actor, pk, serial))
    workdays = calendar.workdays()
    slot = rules.slot_on(serial, queries.cadence_of(one.series), due_on, workdays)
    may = policy.may_plan_round(actor, one)
    if may and (problems := queries.wrong_with_move(actor, one, slot, now=now)):
        raise Invalid("没有改。", problems)
    return records.advance(
        actor,
        one,
        rules.MOVE_ROUND,
        may,
        version=version,
        due_on=slot.due_on,
        issue_on=slot.issue_on,
        reason="",
    )


def drop_round(
    actor: Actor, pk: int, serial: int, *, reason: str, version: int | None = None
) -> Round:
    """Leave one round out. Errors: Denied, Conflict, Invalid without a reason."""
    one = _open(queries.get_round(actor, pk, serial))
    may = policy.may_drop_round(actor, one)
    return records.advance(
        actor, one, rules.DROP_ROUND, may, version=version, reason=reason.strip()
    )


def moments(now: datetime) -> Iterator[tuple[int, datetime]]:
    """Each round that is to be issued on this day, and when: in working hours, else tomorrow."""
    moment, workdays = timezone.localtime(now), calendar.workdays()
    for one in queries.due(moment.date()):
        allowed = limits.limits_at(one.series.place, moment.date())
        if begins := rules.begins(moment, workdays, allowed):
            yield one.pk, begins


def issue_round(pk: int, *, now: datetime) -> bool:
    """Issue one round as its department would: same service, same checks, as of this moment.

    Whether it was issued. Run again or by two workers it is issued once; killed in between it is
    not issued at all and tried again. What may not be issued is noted with the reason.
    """
    one = queries.by_pk(pk)
    moment = timezone.localtime(now)
    if one is None or not rules.ISSUE_ROUND.starts_from(one.state):
        return False
    if one.series.state not in queries.KEPT_UP or one.issue_on > moment.date():
        return False
    allowed = limits.limits_at(one.series.place, moment.date())
    if not allowed.is_working_hour(moment, calendar.workdays()):
        return False  # the task came late; the next night looks again
    actor = policy.for_the_department(one.series.issuer)
    try:
        if not orgs.unit(actor.unit).is_active:
            raise Invalid(CLOSED)
        _issue(actor, one, now)
    except Conflict:  # another worker was first, or the department changed it in this moment
        return False
    except DomainError as refusal:
        _miss(actor, pk, _words(refusal))
        return False
    return True


def follow(number: str, *, now: datetime) -> int:
    """Bring what comes again under a permit in line with what it is worth; how many moved."""
    permit = bases.permit_now(number)
    if permit is None:
        return 0
    return sum(_follow(series, permit, now) for series in queries.kept_up_under(number))


@transaction.atomic
def _issue(actor: Actor, one: Round, now: datetime) -> None:
    demand = issuing.issue(actor, queries.terms_of(one), key=queries.key_of(one), now=now)
    may = policy.may_plan_round(actor, one)
    records.advance(actor, one, rules.ISSUE_ROUND, may, demand_id=demand.pk, due_on=demand.due_on)


def _miss(actor: Actor, pk: int, reason: str) -> None:
    one = queries.by_pk(pk)
    if one is None or not rules.MISS_ROUND.starts_from(one.state):
        return
    may = policy.may_plan_round(actor, one)
    try:
        records.advance(actor, one, rules.MISS_ROUND, may, reason=reason[:LONGEST_REASON])
    except Conflict:  # another worker has just noted it
        return


def _words(refusal: DomainError) -> str:
    """Everything that was against it; of a refusal with a list the list alone."""
    problems = getattr(refusal, "problems", ())
    return "".join(problems) or str(refusal)


def _follow(series: Series, permit: catalog.PermitSummary, now: datetime) -> bool:
    standing = permit.standing(timezone.localdate(now))
    fate = rules.fate(standing)
    try:
        if fate is Fate.END:
            _end(series, rules.why_series_ended(series.under, standing.label, permit.reason))
        elif fate is Fate.REST and rules.REST_SERIES.starts_from(series.state):
            actor, may = _office(series)
            why = rules.why_series_rests(series.under, permit.reason)
            records.advance(actor, series, rules.REST_SERIES, may, reason=why)
        elif fate is Fate.RUN:
            return _go_on(series, permit)
        else:
            return False
    except Conflict:  # the department cancelled it just now, or another worker was first
        return False
    return True


def _go_on(series: Series, permit: catalog.PermitSummary) -> bool:
    actor, may = _office(series)
    rested = rules.RESUME_SERIES.starts_from(series.state)
    if rested:
        records.advance(actor, series, rules.RESUME_SERIES, may, reason="")
    if permit.number == series.under:
        return rested
    records.advance(
        actor,
        series,
        rules.CARRY_SERIES,
        may,
        under=permit.number,
        under_title=permit.title,
        under_url=permit.public_url,
    )
    return True


@transaction.atomic
def _end(series: Series, reason: str) -> None:
    actor, may = _office(series)
    records.advance(actor, series, rules.END_SERIES, may, reason=reason)
    _drop_rest(actor, series, reason)


def _office(series: Series) -> tuple[Actor, Answer]:
    """Who lets it follow its permit, and the permission to."""
    actor = policy.for_the_office(series.place)
    return actor, policy.may_follow_series(actor, series)


def _drop_rest(actor: Actor, series: Series, reason: str) -> None:
    rest = queries.planned(series)
    if rest:
        may = policy.may_drop_round(actor, rest[0])
        changes = {one.pk: {"reason": reason} for one in rest}
        records.advance_many(actor, rest, rules.DROP_ROUND, may, changes)


def _open(one: Round) -> Round:
    """A round of what still goes on; Conflict for one whose series has ended."""
    if one.series.state not in queries.KEPT_UP:
        raise Conflict(f"这件按期下达的事{one.series.state_label}，不能再改。")
    return one
