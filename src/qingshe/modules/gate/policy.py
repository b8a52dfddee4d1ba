"""Who may ask the gate, and who may do without one of its rules."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from qingshe.foundation.access import above, lineage
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

from . import rules
from .models import RuleSwitch

OF_A_CITY = 3  # country, province, city: steps down to it
CHECK, SWITCH = "gate.check", "gate.switch"
GRANTS: Mapping[str, frozenset[Role]] = {
    CHECK: frozenset(Role),  # because everybody may be asked for something
    SWITCH: frozenset({Role.GATEKEEPER}),
}


def may_check(actor: Actor) -> Answer:
    return YES if actor.has(CHECK) else no("请先登录，再过闸门。")


def scope(actor: Actor) -> Q:
    """The switches that count where the actor works: of the own place and those above it."""
    return switched_at(home(actor)) if actor.has(CHECK) else Q(pk=None)


def switched_at(path: str) -> Q:
    """The switches that count for the unit with a path."""
    return above("place", path)


def may_switch_off(actor: Actor, record: RuleSwitch) -> Answer:
    """Do without a rule at the own level.

    What binds the whole country nobody does without, what the city has laid down no county.
    """
    rule = rules.named(record.rule)
    why_not = rules.why_always_on(rule) if rule else "没有这条规则。"
    if rule and rule.level is rules.Level.CITY and len(lineage(record.place)) > OF_A_CITY:
        why_not = "市里文件定的规则，由市级领导小组办公室停用。"
    return no(why_not) if why_not else may_switch_on(actor, record)


def may_switch_on(actor: Actor, record: RuleSwitch) -> Answer:
    if not actor.has(SWITCH):
        return no("停用和恢复规则由领导小组办公室办理。")
    return YES if record.place == home(actor) else no("只能恢复本级停用的规则。")


def home(actor: Actor) -> str:
    return territory(actor.unit)


MAY: Mapping[Transition, Callable[[Actor, RuleSwitch], Answer]] = {
    rules.SWITCH_OFF: may_switch_off,
    rules.SWITCH_ON: may_switch_on,
}
