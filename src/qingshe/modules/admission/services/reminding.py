"""The office reminds departments of permits that end soon: all that is done in bulk."""

from collections.abc import Collection
from datetime import date

from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.admission import policy
from qingshe.modules.admission.queries import screens
from qingshe.modules.orgs import facade as orgs


def remind(actor: Actor, *, numbers: Collection[str], today: date) -> int:
    """Tell the departments that these permits end, with the way to their renewal; how many were.

    Only those that end soon at the own place are told of, whatever numbers come in. Errors: Denied,
    Invalid when none is left.
    """
    if not actor.has(policy.EXAMINE):
        raise Denied("由领导小组办公室提醒。")
    ending = [one for one in screens.ending(actor, today) if one.permit.number in numbers]
    if not ending:
        raise Invalid("请选择要提醒的许可。")
    for line in ending:
        permit = line.permit
        people = orgs.holders(Role.DEPARTMENT, permit.holder)
        title = f"许可 {permit.number} {line.left}，需要继续的请申请续期"
        box.send(people, title, link=line.next_url, body="不申请的到期自动失效。", kind=Kind.DUE)
    return len(ending)
