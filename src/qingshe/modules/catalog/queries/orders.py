"""Long editions on their way to publication, and their files."""

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog.models import Edition, EditionSheet, PublicationOrder
from qingshe.modules.catalog.queries import editions, items
from qingshe.modules.catalog.rules import OrderState

LONG = 5_000  # items from which on publication and Excel take longer than somebody should wait


def is_long(edition: Edition) -> bool:
    """Whether the worker, and not a request, does what touches every item."""
    return items.of_edition(edition).prefetch_related(None)[LONG : LONG + 1].exists()


def get(actor: Actor, pk: int) -> PublicationOrder:
    seen = editions.visible_to(actor).order_by()
    orders = PublicationOrder.objects.filter(edition__in=seen)
    found = orders.select_related("edition__item_list").filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这次公布，或不在您的范围内。")
    return found


def by_pk(pk: int) -> PublicationOrder | None:
    """An order for the worker, which acts for whoever gave it."""
    return PublicationOrder.objects.select_related("edition__item_list").filter(pk=pk).first()


def running(edition: Edition) -> PublicationOrder | None:
    return PublicationOrder.objects.filter(edition=edition, state=OrderState.QUEUED).first()


def sheet_of(edition: Edition) -> EditionSheet | None:
    """The file of an edition, whole or half; the content is read only when it is asked for."""
    return EditionSheet.objects.defer("content").filter(edition=edition).first()


def content_of(edition: Edition) -> bytes:
    """The file when it is whole, else nothing."""
    found = EditionSheet.objects.filter(edition=edition).values_list("content", flat=True).first()
    return bytes(found or b"")
