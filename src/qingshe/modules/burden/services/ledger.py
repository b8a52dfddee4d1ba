"""Keeps the ledger: books what is missing so that it says what the demands say, and no more.

Entries follow demands, which have their own moves and their own trail; nobody writes one by hand.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from qingshe.foundation import tallies
from qingshe.modules.burden import rules
from qingshe.modules.burden.models import BurdenEntry, BurdenSource, BurdenTotal
from qingshe.modules.burden.queries import ledger
from qingshe.modules.burden.rules import Cause, Posting, Share, Sums

BATCH = 2000
TOTAL = ("source", "place", "month", "cause", "booked_on", *ledger.AMOUNTS)
Entry = tuple[str, Cause, Sums]


@transaction.atomic(savepoint=False)
def post(posting: Posting, shares: Sequence[Share], *, on: date, over_budget: int = 0) -> int:
    """Book what is missing for these shares of one demand; how many entries that took.

    May be run as often as one likes: what is booked already is not booked again, whoever runs it
    at the same time. The number of queries does not grow with the communities.
    """
    source = _source(posting, over_budget)
    booked = ledger.booked(source, [share.community for share in shares])
    entries = [
        (share.community, cause, amount)
        for share in shares
        for cause, amount in rules.missing(booked.get(share.community), share)
    ]
    _enter(source, entries, on)
    return len(entries)


@transaction.atomic
def take_back_all(source: BurdenSource, *, on: date) -> int:
    """Take back what is booked for a demand that is not there any more; how many entries."""
    held = ledger.held(source.subject)
    booked = ledger.booked(held).items()
    entries = [(community, Cause.CANCELLED, -amount) for community, amount in booked if amount]
    _enter(held, entries, on)
    return len(entries)


def rebuild(demands: Iterable[tuple[Posting, Sequence[Share]]], *, on: date) -> int:
    """Let the ledger say what all demands say, sums included; how many entries were missing.

    Entries stay: what was wrong is corrected by further ones.
    """
    seen: set[str] = set()
    made = 0
    for posting, shares in demands:
        seen.add(posting.source)
        made += post(posting, shares, on=on)
    for source in list(ledger.sources()):
        if source.subject not in seen:
            made += take_back_all(source, on=on)
        _sum_again(source, on)
    return made


def check(demands: Iterable[tuple[Posting, Sequence[Share]]]) -> list[str]:
    """Where the ledger does not say what the demands say, or a sum is not that of its entries."""
    problems: list[str] = []
    seen: set[str] = set()
    for posting, shares in demands:
        seen.add(posting.source)
        problems += _missing(posting, shares)
    for source in ledger.sources():
        if ledger.totals_wanted(source) != ledger.totals_stored(source):
            problems.append(f"{source.number} {source.title}：合计与明细不符")
        if source.subject not in seen:
            problems.append(f"{source.number} {source.title}：账上有，下达事项里没有")
    return problems


def _source(posting: Posting, over_budget: int) -> BurdenSource:
    """The account of a demand, opened if need be, its row held until the transaction ends."""
    opened = BurdenSource(
        subject=posting.source,
        number=posting.number,
        title=posting.title,
        department=posting.department,
        under=posting.under,
        under_title=posting.under_title,
        kind=posting.kind,
        issued_on=posting.issued_on,
        month=posting.month,
        url=posting.url,
        over_budget=over_budget,
    )
    BurdenSource.objects.bulk_create([opened], ignore_conflicts=True)  # whoever comes second waits
    return ledger.held(posting.source)


def _missing(posting: Posting, shares: Sequence[Share]) -> list[str]:
    source = ledger.source_with(posting.source)
    if source is None:
        return [f"{posting.number} {posting.title}：没有入账"]
    booked = ledger.booked(source, [share.community for share in shares])
    wrong = sum(any(rules.missing(booked.get(share.community), share)) for share in shares)
    return [f"{posting.number} {posting.title}：{wrong} 个社区与下达事项不符"] if wrong else []


def _enter(source: BurdenSource, entries: Sequence[Entry], on: date) -> None:
    rows = [
        BurdenEntry(
            source=source,
            community=community,
            month=source.month,
            cause=cause,
            booked_on=on,
            shares=amount.shares,
            estimated=amount.estimated,
            told=amount.told,
            observed=amount.observed,
            compared=amount.compared,
        )
        for community, cause, amount in entries
    ]
    BurdenEntry.objects.bulk_create(rows, batch_size=BATCH)
    sums: dict[tuple[str, str], Sums] = {}
    for community, cause, amount in entries:
        for place in ledger.places_above(community):
            sums[place, cause] = sums.get((place, cause), rules.NOTHING) + amount
    _raise(source, sums, on)


def _raise(source: BurdenSource, sums: dict[tuple[str, str], Sums], on: date) -> None:
    rows = (
        (
            source.pk,
            place,
            source.month,
            str(cause),
            on,
            *(getattr(amount, name) for name in ledger.AMOUNTS),
        )
        for (place, cause), amount in sorted(sums.items())
    )
    key = ("source", "place", "cause")
    tallies.add(BurdenTotal, rows, fields=TOTAL, key=key, amounts=ledger.AMOUNTS)


@transaction.atomic
def _sum_again(source: BurdenSource, on: date) -> None:
    held = ledger.held(source.subject)
    wanted = ledger.totals_wanted(held)
    if wanted != ledger.totals_stored(held):
        BurdenTotal.objects.filter(source=held).delete()
        _raise(held, wanted, on)
