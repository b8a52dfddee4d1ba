"""The one thing the gate writes: that a place does without an optional rule."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog import facade as catalog

from . import policy, queries, rules
from .models import RuleSwitch


@transaction.atomic
def switch_off(actor: Actor, rule_id: str, *, reason: str, today: date) -> RuleSwitch:
    """Do without a rule at the actor's own place and below it, from now on.

    Errors: NotFound for no rule, Denied for a national one, Invalid without a reason or when it is
    off already.
    """
    if rules.named(rule_id) is None:
        raise NotFound("没有这条规则。")
    switch = RuleSwitch(place=policy.home(actor), rule=rule_id, reason=reason.strip(), since=today)
    answer = policy.may_switch_off(actor, switch)
    records.create(actor, switch, rules.SWITCH_OFF, answer)
    catalog.count_change_of_gate_rules()
    return switch


@transaction.atomic
def switch_on(
    actor: Actor, pk: int, *, version: int, lifted_because: str, today: date
) -> RuleSwitch:
    """Let the rule count again. Errors: NotFound, Denied, Conflict, Invalid without a reason."""
    switch = queries.switch(actor, pk)
    records.advance(
        actor,
        switch,
        rules.SWITCH_ON,
        policy.may_switch_on(actor, switch),
        version=version,
        lifted_because=lifted_because.strip(),
        lifted_on=today,
    )
    catalog.count_change_of_gate_rules()
    return switch
