"""Items found by words over all published lists."""

from django.db.models import QuerySet

from qingshe.foundation.search import index
from qingshe.modules.catalog.models import ListItem
from qingshe.modules.catalog.queries.items import SEARCHED_AS
from qingshe.modules.catalog.rules import EditionState, ItemState


def published_items(words: str) -> QuerySet[ListItem]:
    """Items of published editions with all of `words`, wide places first."""
    listed = ListItem.objects.filter(
        state=ItemState.LISTED,
        edition__state=EditionState.PUBLISHED,
        pk__in=index.matching(SEARCHED_AS, words),
    )
    return listed.select_related("edition__item_list").order_by(
        "edition__item_list__place", "edition", "serial", "pk"
    )
