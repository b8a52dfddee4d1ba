"""The gatekeeper's choice where valid documents contradict each other."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Settlement
from qingshe.modules.catalog.queries import conflicts
from qingshe.modules.catalog.services import marker


@transaction.atomic
def settle(actor: Actor, key: str, *, choice: str, reason: str, today: date) -> Settlement:
    """Choose, for the actor's own territory, which side of a contradiction holds.

    Errors: NotFound when nothing in force contradicts itself there, Invalid for a choice that is
    none of the sides or without a reason, or when the matter is settled already.
    """
    place = policy.home(actor)
    matter = conflicts.get(place, today, key).contradiction
    chosen = next((side for side in matter.sides if side.key == choice), None)
    if chosen is None:
        raise Invalid("请从列出的文件中选择一份。")
    settlement = Settlement(
        place=place,
        contradiction=key,
        subject_text=matter.subject,
        choice=choice,
        choice_text=f"{chosen.says}（{chosen.document}）",
        reason=reason.strip(),
        settled_on=today,
    )
    answer = policy.may_settle(actor, settlement)
    records.create(actor, settlement, rules.SETTLE, answer)
    marker.advance()
    return settlement


@transaction.atomic
def lift(actor: Actor, pk: int, *, version: int) -> Settlement:
    """Take a choice back: the stated precedence holds again."""
    settlement = conflicts.settlement(actor, pk)
    answer = policy.may_settle(actor, settlement)
    records.advance(actor, settlement, rules.LIFT, answer, version=version)
    marker.advance()
    return settlement
