"""Where documents in force contradict each other, and what the place chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import ListItem, Settlement, SignVariant
from qingshe.modules.catalog.queries import editions, papers
from qingshe.modules.catalog.rules import (
    BindingLevel,
    Contradiction,
    ItemState,
    ListKind,
    SettlementState,
    Side,
)

SIGNS = "outside-signs"
_SAYS = {
    ListKind.CERTIFICATE: "可以开",
    ListKind.CERTIFICATE_REFUSED: "不应开",
    ListKind.PROHIBITED: "不得下达",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction with what was settled for the place, if anything was."""

    contradiction: Contradiction
    settlement: Settlement | None

    @property
    def holds(self) -> Side:
        """The side that holds here: the settled one, else the one that goes before."""
        chosen = self.settlement.choice if self.settlement else ""
        sides = {side.key: side for side in self.contradiction.sides}
        return sides.get(chosen, self.contradiction.prevailing)


def at(path: str, on: date) -> list[Conflict]:
    """Every contradiction between what is in force at a place on a day; a handful of queries.

    The settlement nearest to the place is the one that counts.
    """
    found = [*_of_items(path, on), *_of_signs(path)]
    settled = _settlements(path)
    return [Conflict(each, settled.get(each.key)) for each in found]


def get(path: str, on: date, key: str) -> Conflict:
    found = next((each for each in at(path, on) if each.contradiction.key == key), None)
    if found is None:
        raise NotFound("没有这处冲突，或它已不在现行清单之内。")
    return found


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side as the page shows it: whether it is what is done here."""

    side: Side
    word: str
    tone: str

    @property
    def reach(self) -> str:
        """How far the document binds; of a paper of elsewhere, that it does not."""
        return self.side.level.label if self.side.binds else "外地文件，仅供参考"


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict on the gatekeeper's page, with what can be done about it."""

    conflict: Conflict
    sides: tuple[SideRow, ...]
    action: Action
    url: str


def rows(actor: Actor, path: str, on: date) -> list[ConflictRow]:
    """The conflicts of a place, unsettled ones first."""
    found = sorted(at(path, on), key=lambda each: each.settlement is not None)
    return [_row(actor, path, each) for each in found]


def to_settle(actor: Actor, on: date, key: str) -> Conflict:
    """A conflict of the actor's own place. Errors: NotFound, Denied."""
    found = get(policy.home(actor), on, key)
    answer = policy.may_settle(actor, Settlement(place=policy.home(actor)))
    if not answer:
        raise Denied(answer.reason)
    return found


def _row(actor: Actor, path: str, conflict: Conflict) -> ConflictRow:
    settled = conflict.settlement
    move = rules.LIFT if settled else rules.SETTLE
    answer = policy.MAY[move](actor, settled or Settlement(place=path))
    url = (
        reverse("catalog:lift", args=[settled.pk])
        if settled
        else reverse("catalog:settle", args=[conflict.contradiction.key])
    )
    sides = tuple(_side_row(side, conflict) for side in conflict.contradiction.sides)
    return ConflictRow(conflict, sides, Action(move.name, move.label, answer), url)


def _side_row(side: Side, conflict: Conflict) -> SideRow:
    if side == conflict.holds:
        return SideRow(side, "裁定执行" if conflict.settlement else "先执行", "green")
    if side.says == conflict.holds.says:
        return SideRow(side, "说法相同", "green")
    return SideRow(side, "不执行", "grey")


def settlement(actor: Actor, pk: int) -> Settlement:
    found = Settlement.objects.filter(pk=pk, place__startswith=policy.home(actor)).first()
    if found is None:
        raise NotFound("没有这项裁定，或不在您的范围内。")
    return found


def _of_items(path: str, on: date) -> list[Contradiction]:
    in_force = ListItem.objects.filter(
        edition__in=editions.in_force(path, on), state=ItemState.LISTED
    ).select_related("edition__item_list")
    claims = list(in_force.exclude(conflicts_with="").order_by("edition", "serial"))
    wanted = {key for item in claims for key in item.conflicts_with.split()}
    others = {item.key: item for item in in_force.filter(key__in=wanted)}
    found = (
        rules.contradiction(
            item.key,
            item.title,
            [_side(each) for each in _sides(item, others.values())],
            item.conflict_note,
        )
        for item in claims
    )
    return [each for each in found if each]


def _sides(item: ListItem, others: Iterable[ListItem]) -> list[ListItem]:
    opposed = item.conflicts_with.split()
    return [item, *(other for other in others if other.key in opposed)]


def _side(item: ListItem) -> Side:
    edition = item.edition
    says = _SAYS.get(ListKind(edition.item_list.kind), edition.item_list.kind_label)
    return Side(
        key=item.key,
        says=f"{says}：{item.title}",
        document=edition.document,
        doc_no=edition.doc_no,
        section=edition.section,
        level=BindingLevel(edition.item_list.level),
        url=edition.url,
    )


def _of_signs(path: str) -> list[Contradiction]:
    """How many signs may hang outside: variants of other places are shown, but do not bind."""
    variants = list(papers.signs_at(path))
    if len({variant.count for variant in variants}) < 2:
        return []
    sides = [_sign_side(variant) for variant in variants]
    found = rules.contradiction(SIGNS, "社区对外挂几块牌子", sides)
    return [found] if found else []


def _sign_side(variant: SignVariant) -> Side:
    return Side(
        key=variant.key,
        says=str(variant),
        document=variant.document.title,
        doc_no=variant.document.doc_no,
        section=variant.section,
        level=BindingLevel(variant.level),
        binds=papers.binds(variant),
        url=variant.document.url,
    )


def settlements_at(path: str) -> tuple[int, ...]:
    """The keys of the settlements that count at a place; one light query."""
    settled = Settlement.objects.filter(policy.settled_above(path), state=SettlementState.SETTLED)
    return tuple(settled.order_by("pk").values_list("pk", flat=True))


def _settlements(path: str) -> dict[str, Settlement]:
    settled = Settlement.objects.filter(policy.settled_above(path), state=SettlementState.SETTLED)
    return {each.contradiction: each for each in settled.order_by("place")}
