"""The markers by which a judgement over the lists notices that something has changed."""

from django.db import transaction
from django.db.models import F

from qingshe.foundation import events
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog.models import Marker
from qingshe.modules.catalog.rules import LISTS

# No record moves: a change of many records is told once, to whoever prepares something from them.
CHANGED = Transition("lists_changed", "清单有变化", frozenset(), None)


@transaction.atomic
def advance(which: int = LISTS) -> None:
    """Count one change, in the transaction of the change; one of the lists is announced."""
    if not Marker.objects.filter(pk=which).update(number=F("number") + 1):
        Marker.objects.update_or_create(pk=which, defaults={"number": 1})
    if which == LISTS:
        events.announce(CHANGED, which)
