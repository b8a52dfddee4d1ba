"""Tables on their way into a draft."""

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import ItemImport
from qingshe.modules.catalog.queries import editions


def get(actor: Actor, pk: int) -> ItemImport:
    seen = editions.visible_to(actor).order_by()
    tables = ItemImport.objects.filter(edition__in=seen).select_related("edition__item_list")
    table = tables.filter(pk=pk).first()
    if table is None:
        raise NotFound("没有这次导入，或不在您的范围内。")
    return table


def actions(actor: Actor, table: ItemImport) -> list[Action]:
    moves = (move for move in (rules.APPLY, rules.DROP) if move.starts_from(table.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, table)) for move in moves]
