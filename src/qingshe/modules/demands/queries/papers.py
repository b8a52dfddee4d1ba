"""What a refusal says on paper (拒收理由单): for the file of the community and of who rules."""

from qingshe.modules.demands.models import Refusal
from qingshe.modules.demands.queries import limits
from qingshe.modules.orgs import facade as orgs


def refusal(found: Refusal) -> dict[str, object]:
    """The values of the paper, for `foundation.documents`; whoever asks has found the refusal.

    Who pressed the button stands only in the trail: the line for it is left to a hand.
    """
    demand = found.assignment.demand
    names = orgs.names([found.community, found.place])
    return {
        "number": demand.number,
        "address": "",
        "community": names.get(found.community, ""),
        "department": demand.issuer_name,
        "demand": demand.title,
        "received_on": demand.issued_on.isoformat(),
        "due_on": found.assignment.due_on.isoformat(),
        "permit": demand.under_label,
        "ground": found.ground_label,
        "basis": [found.citation] if found.citation else [],
        "explanation": found.text,
        "ruled_by": f"{names.get(found.place, '')}社区建设领导小组办公室",
        "ruling_days": limits.limits_at(found.place, found.lodged_on).ruling_days_wd,
        "handled_by": "",
        "refused_on": found.lodged_on.isoformat(),
    }
