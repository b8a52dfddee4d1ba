"""Reads of the tokens of outside systems."""

from datetime import date

from django.db.models import QuerySet

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.orgs import policy, rules
from qingshe.modules.orgs.models import ApiToken


def visible_to(actor: Actor) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(policy.token_scope(actor)).select_related("unit").order_by("pk")


def get(actor: Actor, pk: int) -> ApiToken:
    policy.insist_on_someone(actor)
    token = visible_to(actor).filter(pk=pk).first()
    if token is None:
        raise NotFound("没有这个令牌，或不在您的范围内。")
    return token


def token_with(digest: str, today: date) -> ApiToken | None:
    """The token in force with this digest, of a unit in force."""
    return (
        ApiToken.objects.select_related("unit")
        .filter(
            digest=digest,
            state=rules.TokenState.ACTIVE,
            expires_on__gte=today,
            unit__state=rules.UnitState.ACTIVE,
        )
        .first()
    )
