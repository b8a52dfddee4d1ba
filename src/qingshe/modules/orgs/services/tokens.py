"""Issuing and revoking the tokens of outside systems."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import ApiToken

LONGEST_VALIDITY = timedelta(days=366)
_PREFIX = "qs_"  # so that a key left lying about is recognised as one of ours


def issue_token(
    actor: Actor,
    *,
    name: str,
    unit: str,
    role: Role,
    grants: Collection[str],
    expires_on: date,
    today: date,
) -> tuple[ApiToken, str]:
    """A token that acts in `role` at the unit with path `unit`, with these of the role's grants.

    Returns the record and the key, which is shown this once and kept only as a digest.
    Errors: Denied, Invalid, NotFound.
    """
    place = queries.units.get_by_path(actor, unit)
    if problem := rules.seat_fits(role, place.kind, place.level):
        raise Invalid(problem)
    if not today < expires_on <= today + LONGEST_VALIDITY:
        raise Invalid("有效期应在明天至一年之内。")
    key = _PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        name=name,
        unit=place,
        role=role,
        grants=sorted(grants),
        expires_on=expires_on,
        digest=digest_of(key),
    )
    answer = policy.may_issue_token(actor, token)
    return records.create(actor, token, rules.ISSUE_TOKEN, answer), key


def revoke_token(actor: Actor, pk: int, *, version: int | None = None) -> ApiToken:
    """The system is out at its next call."""
    token = queries.tokens.get(actor, pk)
    answer = policy.may_issue_token(actor, token)
    return records.advance(actor, token, rules.REVOKE_TOKEN, answer, version=version)


def digest_of(key: str) -> str:
    """The digest under which a key is kept; a key has 256 random bits, so no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()
