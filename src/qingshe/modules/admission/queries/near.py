"""What is nearly the same as an application: list items, permits, other applications."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from qingshe.kernel.actor import Actor
from qingshe.modules.admission import rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import Candidate, Near
from qingshe.modules.gate import facade as gate

MOST_COMPARED = 2_000  # applications; the newest are those that can be merged


def judged(actor: Actor, application: Application, today: date) -> gate.Judged | None:
    """What the gate says of what is written so far, with pages; None before there is a name."""
    if not application.title.strip():
        return None
    question = gate.Question(
        text=f"{application.title}。{application.content}",
        kind=application.kind or gate.Kind.TASK,
        claimed_basis=application.basis or None,
        issuer=application.applicant_name,
        on=today,
    )
    return gate.judged(actor, question, today=today)


def duplicates(actor: Actor, application: Application) -> list[Near]:
    """Applications on their way that ask for nearly the same.

    List items near in meaning are among the matches of the verdict. A department sees of others
    what is public; the office sees all of its place.
    """
    scope = applications.scope_of(application)
    candidates = _applications(actor, application)
    return rules.near_duplicates(application.title, application.content, scope, candidates)


def _applications(actor: Actor, application: Application) -> Iterator[Candidate]:
    mine = applications.visible_to(actor).filter(state__in=(rules.State.DRAFT, *rules.OPEN))
    public = applications.on_public_notice()
    others = Application.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=public.values("pk")))
    recent = others.exclude(pk=application.pk).order_by("-pk").prefetch_related("scopes")
    open_to = set(mine.values_list("pk", flat=True))
    for one in recent[:MOST_COMPARED]:
        yield Candidate(
            key=one.number or f"application:{one.pk}",
            kind="申请",
            title=one.title,
            text=one.content,
            holder=one.applicant_name,
            url=applications.address(one.pk) if one.pk in open_to else _notice(one.pk),
            scope=tuple(scope.path for scope in one.scopes.all()),
        )


def _notice(pk: int) -> str:
    """The page of the public notice: whoever does not see the case may read that."""
    return reverse("admission:notice", args=[pk])
