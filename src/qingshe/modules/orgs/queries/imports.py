"""Reads of imports of units."""

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.orgs import policy, rules
from qingshe.modules.orgs.models import UnitImport


def visible_to(actor: Actor) -> QuerySet[UnitImport]:
    """Imports without their content, newest first."""
    visible = UnitImport.objects.filter(policy.import_scope(actor))
    return visible.defer("content").order_by("-pk")


def get(actor: Actor, pk: int) -> UnitImport:
    policy.insist_on_someone(actor)
    record = visible_to(actor).filter(pk=pk).first()
    if record is None:
        raise NotFound("没有这次导入，或不在您的范围内。")
    return record


def actions(actor: Actor, record: UnitImport) -> list[Action]:
    moves = [rules.CONFIRM_IMPORT, rules.DROP_IMPORT]
    return [
        Action(move.name, move.label, policy.MAY_IMPORT[move](actor, record))
        for move in moves
        if move.starts_from(record.state)
    ]
