"""What takes longer than a request: publishing a long edition, writing its Excel."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from qingshe.foundation import records
from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import DomainError
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition, EditionSheet, PublicationOrder
from qingshe.modules.catalog.queries import editions, orders
from qingshe.modules.catalog.rules import ItemText, OrderState
from qingshe.modules.catalog.services import editions as publication

TOLD_EVERY = 2_000  # rows
Rows: TypeAlias = Iterator[ItemText]
Writer: TypeAlias = Callable[[Edition, Callable[[Rows], Rows]], bytes]


def order(
    actor: Actor, pk: int, *, version: int, effective_from: date, today: date, reason: str = ""
) -> PublicationOrder:
    """Have a long edition published by the worker; what stands against it is told at once.

    Errors: as `publication.publish`, Invalid when it is ordered already.
    """
    edition = editions.get(actor, pk)
    wanted = PublicationOrder(
        edition=edition,
        edition_version=version,
        ordered_by=actor.id,
        effective_from=effective_from,
        reason=reason,
    )
    answer = policy.may_publish(actor, wanted)
    if answer:
        publication.insist_on_publishable(
            edition, version=version, effective_from=effective_from, today=today, reason=reason
        )
    return records.create(actor, wanted, rules.ORDER, answer)


def carry_out(pk: int) -> None:
    """Publish what was ordered, in one transaction; run twice, it does it once.

    What changed meanwhile so that it cannot be published ends the order with the reason, and who
    ordered it is told either way. A worker that is killed leaves the order as it was.
    """
    found = orders.by_pk(pk)
    if found is None or found.state != OrderState.QUEUED:
        return
    actor = Actor(found.ordered_by, found.place, frozenset(policy.GRANTS))
    try:
        with transaction.atomic():
            publication.publish(
                actor,
                found.edition_id,
                version=found.edition_version,
                effective_from=found.effective_from,
                today=timezone.localdate(),
                reason=found.reason,
            )
            _end(actor, found, rules.FINISH_ORDER, "已经公布，任何人都可以查看。")
    except DomainError as error:
        _end(actor, found, rules.FAIL_ORDER, f"没有公布，草案没有变：{error}")


@transaction.atomic
def _end(actor: Actor, found: PublicationOrder, move: Transition, outcome: str) -> None:
    answer = policy.MAY[move](actor, found)
    records.advance(actor, found, move, answer, outcome=outcome)
    box.send(
        [actor.id],
        f"清单“{found.edition}”：{outcome}",
        link=reverse("catalog:order", args=[found.pk]),
    )


def make_sheet(pk: int, write: Writer) -> None:
    """Write the Excel of a long published edition and keep it; run again, it is there already.

    The count of rows is told as it grows; the content only when it is whole. `write` makes the
    workbook and lets every row pass through the second argument.
    """
    edition = editions.public(pk)
    if edition is None or not orders.is_long(edition):
        return
    made = EditionSheet.objects.defer("content").get_or_create(edition=edition)[0]
    if not orders.content_of(edition):
        content = write(edition, lambda rows: _counted(made, rows))
        EditionSheet.objects.filter(pk=made.pk).update(content=content, done=edition.item_count)


def _counted(made: EditionSheet, rows: Rows) -> Rows:
    for number, row in enumerate(rows, 1):
        yield row
        if number % TOLD_EVERY == 0:
            EditionSheet.objects.filter(pk=made.pk).update(done=number)


def missing_sheets() -> list[Edition]:
    """Long editions in force without a file: published before files were kept."""
    without = editions.published().filter(sheet=None, item_count__gte=orders.LONG)
    return list(without)
