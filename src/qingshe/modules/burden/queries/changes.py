"""Changes of yearly burdens, and what each thing costs as the last of them left it."""

from datetime import date

from django.db.models import QuerySet

from qingshe.foundation.access import above
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import BurdenChange
from qingshe.modules.burden.rules import ChangeState, Thing, Yearly
from qingshe.modules.catalog import facade as catalog


def visible_to(actor: Actor) -> QuerySet[BurdenChange]:
    """Changes this actor may see, the newest first."""
    seen = BurdenChange.objects.filter(policy.scope_of_changes(actor))
    return seen.order_by("-booked_on", "-pk")


def action(actor: Actor, change: BurdenChange) -> Action | None:
    """Taking it back, with whether this actor may; None when that is done or was never by hand."""
    move = rules.TAKE_BACK_CHANGE
    if not (change.is_by_hand and move.starts_from(change.state)):
        return None
    name = f"{change.pk}/{move.name}"
    return Action(name, move.label, policy.may_take_back(actor, change))


def get(actor: Actor, pk: int) -> BurdenChange:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这笔变动，或不在您的范围内。")
    return found


def booked_with(actor: Actor, change: BurdenChange) -> QuerySet[BurdenChange]:
    """What one event came to, this change among it: one row a cause."""
    event = change.key.rpartition(":")[0]
    return visible_to(actor).filter(key__startswith=f"{event}:").order_by("pk")


def is_booked(prefix: str) -> bool:
    """Whether anything of an event has been booked: the start of the keys of its changes."""
    return BurdenChange.objects.filter(key__startswith=prefix).exists()


def standing(under: str, place: str) -> Yearly | None:
    """What a thing costs in a year at a place as the last booked change left it, if one did."""
    booked = BurdenChange.objects.filter(
        above("place", place), under=under, state=ChangeState.BOOKED
    )
    last = booked.order_by("-pk").first()
    return last.after if last else None


def has_successor(under: str) -> bool:
    """Whether another permit has taken the place of one, and its burden with it."""
    return BurdenChange.objects.filter(previous=under, state=ChangeState.BOOKED).exists()


def thing(actor: Actor, under: str, kind: str, today: date) -> Thing:
    """The permit with a number, or the list item with a key that is in force at the own place.

    Errors: NotFound.
    """
    home = policy.home(actor)
    try:
        permit = catalog.permit(under)
    except NotFound:
        permit = None
    if permit is not None and permit.place.startswith(home):
        return Thing(permit.number, permit.title, permit.kind, permit.place, permit.holder)
    for entry in catalog.effective_entries(home, today):
        if entry.key == under:
            return Thing(entry.key, entry.title, kind, home)
    raise NotFound("没有这个编号的许可，也没有这个编号的清单事项，请核对。")
