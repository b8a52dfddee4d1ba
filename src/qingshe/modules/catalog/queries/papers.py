"""Rules and sign variants in force at a place."""

from django.db.models import Q, QuerySet

from qingshe.foundation.access import above
from qingshe.modules.catalog.models import Rule, SignVariant
from qingshe.modules.catalog.rules import BindingLevel, RuleState


def rules_at(path: str) -> QuerySet[Rule]:
    """The rules of a place and of those above it, with their documents."""
    adopted = Rule.objects.filter(above("place", path), state=RuleState.ADOPTED)
    return adopted.select_related("document").order_by("place", "pk")


def rules_with(path: str, words: str) -> QuerySet[Rule]:
    """Those whose text or document holds all of `words`; a place has a few hundred."""
    found = rules_at(path)
    for word in words.split():
        found = found.filter(
            Q(text__contains=word) | Q(topic__contains=word) | Q(document__title__contains=word)
        )
    return found


def binds(paper: Rule | SignVariant) -> bool:
    """Whether a paper binds where it is adopted.

    What the national pack brings of other provinces and cities is offered there as an option.
    """
    return paper.level == BindingLevel.NATIONAL or paper.place != "/"


def signs_at(path: str) -> QuerySet[SignVariant]:
    adopted = SignVariant.objects.filter(above("place", path), state=RuleState.ADOPTED)
    return adopted.select_related("document").order_by("place", "pk")


def rules_of_pack(place: str, pack: str) -> list[Rule]:
    return list(Rule.objects.filter(place=place, pack=pack, state=RuleState.ADOPTED))


def signs_of_pack(place: str, pack: str) -> list[SignVariant]:
    return list(SignVariant.objects.filter(place=place, pack=pack, state=RuleState.ADOPTED))
