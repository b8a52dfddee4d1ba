"""What the site's own pages ask for: the trail, the installation, its channels, one's notices."""

from collections.abc import Mapping

from django.db.models import Q

from qingshe.foundation.access import EVERYTHING, NOTHING, below
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
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


def trail_scope(actor: Actor) -> Q:
    """The entries of the trail of one's own place and what lies below it.

    Those that belong to no place are for whoever watches over the whole installation.
    """
    if not actor.has(TRAIL):
        return NOTHING
    mine = territory(actor.unit)
    return EVERYTHING if mine == "/" else below("unit", mine)


def may_keep_channels(actor: Actor) -> Answer:
    """Testing channels, setting quiet hours, and sending again what is stuck."""
    return YES if actor.has(CHANNELS) else no("站外提醒由系统管理员管理。")
