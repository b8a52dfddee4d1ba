"""What the site's own pages ask for: the trail, the installation, its channels, one's notices."""

from collections.abc import Mapping

from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.errors import Denied
from qingshe.kernel.roles import Role

TRAIL, INSTALLATION, NOTICES = "site.trail", "site.installation", "site.notices"
CHANNELS = "site.channels"

GRANTS: Mapping[str, frozenset[Role]] = {
    TRAIL: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
    INSTALLATION: frozenset({Role.ADMINISTRATOR}),
    CHANNELS: frozenset({Role.ADMINISTRATOR}),
    NOTICES: frozenset(Role),
}


def insist(actor: Actor, grant: str, reason: str) -> None:
    """Denied with `reason` unless the actor has the grant."""
    if not actor.has(grant):
        raise Denied(reason)


def may_keep_channels(actor: Actor) -> Answer:
    """Testing channels, setting quiet hours, and sending again what is stuck."""
    return YES if actor.has(CHANNELS) else no("站外提醒由系统管理员管理。")
