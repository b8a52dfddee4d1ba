"""Who reads which figures: what of the ledger each may see, the ledger itself says."""

from collections.abc import Callable, Mapping

from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Denied
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

READ = "insight.read"
COMMUNITY = frozenset({Role.WORKER, Role.HEAD})
OFFICIALS = frozenset({Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR})

GRANTS: Mapping[str, frozenset[Role]] = {
    READ: COMMUNITY | OFFICIALS | {Role.STREET, Role.DEPARTMENT},
}
MAY: Mapping[Transition, Callable[[Actor, object], Answer]] = {}  # figures are only read


def insist(actor: Actor) -> None:
    """Denied for whoever has no figures of their own; the public ones are for everybody."""
    if not actor.has(READ):
        raise Denied("由社区、街道、部门、领导小组及其办公室、督查室查看；公开的减负成效人人可看。")
