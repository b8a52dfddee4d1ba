"""Permits: issued with the next number of the place, and everything that happens to them after."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from qingshe.foundation import numbers, records
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Permit, PermitScope, PermitSeries
from qingshe.modules.catalog.queries import permits
from qingshe.modules.catalog.rules import PermitState, SuspensionCause, Terms
from qingshe.modules.orgs import facade as orgs

BATCH = 500


@transaction.atomic
def issue(actor: Actor, terms: Terms, *, today: date) -> Permit:
    """Issue a permit under the next number of the deciding place, in the caller's transaction.

    Errors: Denied outside the own level, Invalid with everything that is wrong with the terms,
    NotFound when holder or place are no units.
    """
    scope = rules.widest(terms.scope)
    place, holder = orgs.unit(terms.place), orgs.unit(terms.holder)
    answer = policy.may_permit(actor, Permit(place=terms.place))
    if not answer:
        raise Denied(answer.reason)
    _insist_on(rules.wrong_with(terms))
    permit = Permit(
        number=_next_number(actor, terms.place, today),
        title=terms.title.strip(),
        kind=terms.kind,
        holder=terms.holder,
        holder_name=holder.name,
        place=terms.place,
        place_name=place.name,
        scope_text=_scope_text(place.name, terms.place, scope),
        subject_text=terms.subject_text,
        actions=list(terms.actions),
        duration_type=terms.duration_type,
        issued_on=today,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        times_per_year=terms.times_per_year,
        minutes=terms.minutes,
        conditions=terms.conditions,
        money=terms.money,
        money_source=terms.money_source,
        funded=terms.funded,
        next_payment_due=terms.next_payment_due,
        source=terms.source,
        urgent=terms.urgent,
        replaces=terms.replaces,
    )
    records.create(actor, permit, rules.ISSUE_PERMIT, answer)
    PermitScope.objects.bulk_create(
        [PermitScope(permit=permit, path=path) for path in scope], batch_size=BATCH
    )
    _make_findable(permit)
    return permit


@transaction.atomic
def amend(
    actor: Actor, pk: int, terms: Terms, *, today: date, reason: str, version: int | None = None
) -> Permit:
    """Put a new permit, which names the old one, in the place of it; the new one is returned.

    What shall only begin later is issued as a renewal (`issue` with `replaces`): an amendment
    would leave a gap.
    """
    old = permits.by_pk(pk)
    if terms.valid_from > today:
        raise Invalid("变更自签发之日起生效；以后才开始的，请作为续期另行签发。")
    new = issue(actor, replace(terms, replaces=old.number), today=today)
    records.advance(
        actor,
        old,
        rules.AMEND_PERMIT,
        policy.may_permit(actor, old),
        version=version,
        reason=_stated(reason),
        replaced_by=new.number,
    )
    return new


@transaction.atomic
def fund(
    actor: Actor,
    pk: int,
    *,
    funded: bool,
    next_payment_due: date | None,
    version: int | None = None,
) -> Permit:
    """Note whether what is due of the money has been paid, and by when more is.

    A permit that rested for lack of money goes on as soon as it is there.
    """
    permit = permits.by_pk(pk)
    records.advance(
        actor,
        permit,
        rules.FUND_PERMIT,
        policy.may_permit(actor, permit),
        version=version,
        funded=funded,
        next_payment_due=next_payment_due,
    )
    is_paid = funded and permit.suspended_for == SuspensionCause.UNPAID
    if is_paid and permit.state == PermitState.SUSPENDED:
        _resume(actor, permit)
    return permit


def suspend(
    actor: Actor,
    pk: int,
    *,
    cause: SuspensionCause = SuspensionCause.ORDERED,
    reason: str,
    version: int | None = None,
) -> Permit:
    """Let a permit rest: nothing may be issued under it meanwhile."""
    permit = permits.by_pk(pk)
    answer = policy.may_permit(actor, permit)
    stated = {"suspended_for": cause.value, "reason": _stated(reason)}
    return records.advance(actor, permit, rules.SUSPEND_PERMIT, answer, version=version, **stated)


def resume(actor: Actor, pk: int, *, version: int | None = None) -> Permit:
    """Let it go on; one that rests for lack of money only when the money is there (`fund`)."""
    return _resume(actor, permits.by_pk(pk), version)


def revoke(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> Permit:
    """Take a permit back (撤销)."""
    permit = permits.by_pk(pk)
    answer = policy.may_permit(actor, permit)
    return records.advance(
        actor, permit, rules.REVOKE_PERMIT, answer, version=version, reason=_stated(reason)
    )


def withdraw(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> Permit:
    """Give a permit up (退出), by the department that holds it or by those who issued it."""
    permit = permits.by_pk(pk)
    answer = policy.may_withdraw(actor, permit)
    return records.advance(
        actor, permit, rules.WITHDRAW_PERMIT, answer, version=version, reason=_stated(reason)
    )


def expire(*, today: date) -> int:
    """Note of every permit whose last day is past that it has expired; how many.

    Run as often as one likes. Until it has run, `rules.permit_standing` says the same.
    """
    over = list(permits.ending_before(today))
    return sum(_expire(permit) for permit in over)


@transaction.atomic
def set_series(
    actor: Actor, place: str, series: str, *, version: int | None = None
) -> PermitSeries:
    """Choose what stands before the year in numbers to come; issued numbers stay as they are.

    `version` is that of the series the person saw (0: none yet). Errors: Invalid, Denied, Conflict.
    """
    if not rules.is_series(series):
        raise Invalid("字号为 2 至 10 个汉字，如“长社准”。")
    known = permits.series_of(place)
    if known is None:
        made = PermitSeries(place=place, series=series)
        return records.create(actor, made, rules.SET_SERIES, policy.may_permit(actor, made))
    answer = policy.may_permit(actor, known)
    return records.advance(
        actor, known, rules.CHANGE_SERIES, answer, version=version, series=series
    )


def set_own_series(actor: Actor, series: str, *, version: int | None = None) -> PermitSeries:
    """The same for the place the actor works for."""
    return set_series(actor, policy.home(actor), series, version=version)


def _resume(actor: Actor, permit: Permit, version: int | None = None) -> Permit:
    return records.advance(
        actor,
        permit,
        rules.RESUME_PERMIT,
        policy.may_resume(actor, permit),
        version=version,
        suspended_for="",
        reason="",
    )


def _expire(permit: Permit) -> bool:
    actor = Actor("task:catalog", permit.place, frozenset({policy.PERMIT}))
    try:
        records.advance(actor, permit, rules.EXPIRE_PERMIT, policy.may_permit(actor, permit))
    except Conflict:  # somebody ended it just now
        return False
    return True


def _next_number(actor: Actor, place: str, today: date) -> str:
    known = permits.series_of(place) or _default_series(actor, place)
    number = numbers.take(known.series, today.year)
    return numbers.style(known.series, today.year, number)


def _default_series(actor: Actor, place: str) -> PermitSeries:
    """A series made of the name of the place; whoever comes second takes the one just made."""
    series = rules.default_series(orgs.unit(place).name, permits.series_taken())
    try:
        return set_series(actor, place, series)
    except Conflict:
        made = permits.series_of(place)
        if made is None:
            raise
        return made


def _insist_on(problems: Sequence[str]) -> None:
    if problems:
        raise Invalid("许可内容有误，没有签发。", problems)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise Invalid("请写明理由。")
    return reason.strip()


def _scope_text(place_name: str, place: str, scope: Sequence[str]) -> str:
    names = orgs.names(scope)
    unknown = [path for path in scope if path not in names]
    if unknown:
        raise Invalid("适用范围里有不存在的组织。", unknown)
    is_whole = place in scope
    return rules.scope_words(place_name, [names[path] for path in scope], is_whole=is_whole)


def _make_findable(permit: Permit) -> None:
    said = (permit.number, permit.title, permit.holder_name, permit.subject_text)
    index.put(permits.SEARCHED_AS, {permit.pk: " ".join((*said, permit.scope_text))})
