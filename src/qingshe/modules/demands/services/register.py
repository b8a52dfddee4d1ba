"""The register of what stays: entered with its demand, running out by itself, removed."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Demand, RegisterEntry
from qingshe.modules.demands.queries import register


def enter(actor: Actor, demand: Demand) -> RegisterEntry | None:
    """Enter what a demand brings into the communities; None for one that brings nothing to stay."""
    if demand.kind not in rules.REGISTERED or demand.ends_on is None:
        return None
    entry = RegisterEntry(
        demand=demand,
        kind=demand.kind,
        title=demand.title,
        owner=demand.owner,
        issuer=demand.issuer,
        issuer_name=demand.issuer_name,
        place=demand.place,
        since=demand.issued_on,
        ends_on=demand.ends_on,
    )
    return records.create(actor, entry, rules.ENTER, policy.may_enter(actor, entry))


def remove(
    actor: Actor, pk: int, *, reason: str, today: date, version: int | None = None
) -> RegisterEntry:
    """Note that it is gone, and why. Errors: Denied, Conflict, Invalid without a reason."""
    entry = register.get(actor, pk)
    if not reason.strip():
        raise Invalid("请写明撤除的原因。")
    may = policy.may_remove(actor, entry)
    return records.advance(
        actor,
        entry,
        rules.REMOVE,
        may,
        version=version,
        reason=reason.strip(),
        removed_on=today,
    )


def run_out(*, today: date) -> int:
    """Note of everything whose last day has passed that it is to go; how many."""
    return sum(_run_out(entry) for entry in register.run_out(today))


@transaction.atomic
def _run_out(entry: RegisterEntry) -> bool:
    actor = policy.for_the_office(entry.place)
    try:
        records.advance(actor, entry, rules.RUN_OUT, policy.may_run_out(actor, entry))
    except Conflict:  # somebody has just removed it
        return False
    return True
