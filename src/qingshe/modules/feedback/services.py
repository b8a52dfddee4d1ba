"""Every change to complaints."""

import secrets
from datetime import datetime

from qingshe.foundation import records
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.modules.orgs import facade as orgs

from . import policy, queries, rules
from .models import Feedback


def submit(actor: Actor, *, text: str, page: str, now: datetime) -> Feedback:
    """Take a complaint from anybody; its `code` finds it again.

    Of whom nobody knows where they live is heard where all communities of the installation meet.
    """
    code = "".join(secrets.choice(rules.ALPHABET) for _ in range(8))
    feedback = Feedback(
        code=code,
        text=text,
        page=page[:200],
        author=actor.id,
        place=orgs.common_place() if actor == VISITOR else actor.unit,
        submitted_at=now,
    )
    return records.create(actor, feedback, rules.SUBMIT, policy.may_submit(actor, feedback))


def answer(actor: Actor, pk: int, *, text: str, version: int | None = None) -> Feedback:
    """Answer once; Conflict when a colleague has answered meanwhile."""
    feedback = queries.get(actor, pk)
    may = policy.may_answer(actor, feedback)
    return records.advance(actor, feedback, rules.ANSWER, may, version=version, answer=text)


def reopen(actor: Actor, code: str, *, text: str) -> Feedback:
    """Ask again: the new words go below the old ones, the answer stays."""
    feedback = queries.by_code(code)
    may = policy.may_reopen(actor, feedback)
    longer = f"{feedback.text}\n\n追问：{text}"[: rules.LONGEST]
    return records.advance(actor, feedback, rules.REOPEN, may, text=longer)
