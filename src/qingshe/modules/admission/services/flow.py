"""What a city decides of its flow: each change is a new edition with its reason."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import FlowEdition
from qingshe.modules.admission.queries import flow


@transaction.atomic
def set_parameters(
    actor: Actor,
    *,
    values: Mapping[str, rules.Value],
    reason: str,
    today: date,
    number: int | None = None,
) -> FlowEdition:
    """Let these parameters count from today at the actor's place; what is not named is default.

    `number` is that of the edition the person saw (0: none yet). What was handed in before keeps
    the parameters of its day. Errors: Invalid with every problem, Denied, Conflict.
    """
    place = policy.home(actor)
    if problems := rules.problems_with(values):
        raise Invalid("参数有误，没有保存。", problems)
    last = flow.last_number(place)
    if number not in (None, last):
        raise Conflict("他人刚刚公布了新的参数，请刷新后重试。")
    edition = FlowEdition(
        place=place,
        number=last + 1,
        effective_from=today,
        values=dict(values),
        reason=reason,
        set_by=actor.id,
    )
    answer = policy.may_set_flow(actor, edition)
    if before := flow.current(place):
        records.advance(actor, before, rules.SUPERSEDE_FLOW, answer)
    return records.create(actor, edition, rules.SET_FLOW, answer)
