"""Rules and sign variants, which come with packs."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db.models import Model

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.citations import normal_name
from qingshe.modules.catalog import packs, policy, rules
from qingshe.modules.catalog.models import Document, Rule, SignVariant
from qingshe.modules.catalog.queries import papers

P = TypeVar("P", Rule, SignVariant)
Known = Mapping[tuple[str, str], Document]


def load(actor: Actor, pack: packs.Pack, *, place: str, known: Known) -> list[str]:
    """Adopt, revise and retire until the place has the rules and signs of the pack."""
    stated_rules = [_rule(rule, pack.code, place, known) for rule in pack.rules]
    stated_signs = [_sign(sign, pack.code, place, known) for sign in pack.signs]
    return [
        *_bring(actor, stated_rules, papers.rules_of_pack(place, pack.code), "规则"),
        *_bring(actor, stated_signs, papers.signs_of_pack(place, pack.code), "标牌规定"),
    ]


def _bring(actor: Actor, stated: Sequence[P], existing: Sequence[P], what: str) -> list[str]:
    there = {paper.key: paper for paper in existing}
    new = [paper for paper in stated if paper.key not in there]
    gone = [paper for key, paper in there.items() if key not in {each.key for each in stated}]
    revised = [each for each in stated if each.key in there and _changes(there[each.key], each)]
    if new:
        records.create_many(actor, new, rules.ADOPT_RULE, policy.may_adopt(actor, new[0]))
    for paper in revised:
        known = there[paper.key]
        answer = policy.may_adopt(actor, known)
        records.advance(
            actor, known, rules.REVISE_RULE, answer, version=known.version, **_changes(known, paper)
        )
    for paper in gone:
        records.advance(actor, paper, rules.RETIRE_RULE, policy.may_adopt(actor, paper))
    counts = (("收录", len(new)), ("更新", len(revised)), ("停用", len(gone)))
    return [f"{done}{what}{count}条" for done, count in counts if count]


def _changes(known: Model, stated: Model) -> dict[str, object]:
    """The columns in which `stated` differs."""
    return {
        field.attname: getattr(stated, field.attname)
        for field in known._meta.concrete_fields
        if field.attname not in {"id", "state", "version"}
        and getattr(known, field.attname) != getattr(stated, field.attname)
    }


def _rule(rule: packs.Rule, pack: str, place: str, known: Known) -> Rule:
    return Rule(
        key=rule.key,
        place=place,
        pack=pack,
        document=known[normal_name(rule.document.title), rule.document.doc_no],
        section=rule.section,
        level=rule.level.value,
        kind=rule.kind.value,
        modality=rule.modality.value,
        topic=rule.topic,
        text=rule.text,
        addressee=rule.addressee,
        exceptions=list(rule.exceptions),
        terms=list(rule.terms),
        effect=rule.effect.value,
        is_reconstructed=rule.reconstructed,
        note=rule.note,
    )


def _sign(sign: packs.Sign, pack: str, place: str, known: Known) -> SignVariant:
    return SignVariant(
        key=sign.key,
        place=place,
        pack=pack,
        document=known[normal_name(sign.document.title), sign.document.doc_no],
        section=sign.section,
        level=sign.level.value,
        allowed=list(sign.allowed),
        count=sign.count,
        is_complete=sign.complete,
        conditional=[list(pair) for pair in sign.conditional],
        note=sign.note,
    )
