"""What the gate reads: a verdict by the lists in force where the actor works; its rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet

from qingshe.foundation.audit import trail
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs import facade as orgs
from qingshe.web.values import Entry

from . import corpora, policy, rules
from .models import RuleSwitch
from .rules import Label, Match, Question, Rule, SwitchState, Verdict, judge

WORTH_READING = 0.1  # of 1; below, "near" would mean two common characters


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and what it was reached by."""

    verdict: Verdict
    known: corpora.InForce

    @property
    def item_url(self) -> str:
        """The page of the item or permit that decided; "" if it has none."""
        key = self.verdict.item or ""
        listed = (match.url for match in self.verdict.matches if match.key == key)
        return next(listed, "") or self._page_of_permit(key)

    @property
    def near(self) -> list[tuple[Match, str]]:
        """The items near enough in meaning to be worth reading, each with its page."""
        near = (match for match in self.verdict.matches if match.score >= WORTH_READING)
        return [(match, match.url or self._page_of_permit(match.key)) for match in near]

    def _page_of_permit(self, number: str) -> str:
        return catalog.page_of_permit(number) if number in self.known.permits else ""


def judged(actor: Actor, question: Question, *, today: date) -> Judged:
    """What the gate says of a demand, for the place where the actor works.

    Writes nothing. Errors: Denied without an account, Invalid for a text it cannot read,
    Preparing while the first index of long lists is made.
    """
    insist_on_access(actor)
    place = territory(actor.unit)
    of_lists, of_rules = catalog.markers()
    known = corpora.in_force(place, today, marker=of_lists)
    off = switched_off_at(place, of_rules)
    verdict = judge(question, replace(known.corpus, switched_off=off))
    if verdict.label is Label.OUTSIDE and known.resting is not None:
        item = judge(question, known.resting).item or ""
        notes = (*verdict.notes, *filter(None, [known.said_of.get(item)]))
        verdict = replace(verdict, notes=notes)
    if known.caution:
        verdict = replace(verdict, notes=(*verdict.notes, known.caution))
    return Judged(verdict, known)


def insist_on_access(actor: Actor) -> None:
    answer = policy.may_check(actor)
    if not answer:
        raise Denied(answer.reason)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it counts where the actor works.

    `switch` is the one that puts it off there, `place` whose it is; `always` why there can be none.
    """

    rule: Rule
    always: str
    switch: RuleSwitch | None = None
    place: str = ""

    @property
    def state_label(self) -> str:
        if self.switch:
            return SwitchState.OFF.label
        return "全国必用" if self.always else "使用中"

    @property
    def tone(self) -> str:
        return "amber" if self.switch else "green"


def rule_rows(actor: Actor, *, words: str = "", off: bool = False) -> list[RuleRow]:
    """Every rule of the gate, those that bind everywhere first; three queries.

    `words` must stand in its name, id, advice or paper; `off` keeps those that are switched off.
    """
    insist_on_access(actor)
    found = _rows(actor, rules.rules())
    ordered = sorted(found, key=lambda row: list(rules.Level).index(row.rule.level))
    return [row for row in ordered if _says(row.rule, words) and (row.switch or not off)]


def rule_row(actor: Actor, rule_id: str) -> RuleRow:
    insist_on_access(actor)
    rule = rules.named(rule_id)
    if rule is None:
        raise NotFound("没有这条规则。")
    return _rows(actor, [rule])[0]


def actions(actor: Actor, row: RuleRow) -> list[Action]:
    """The one thing that can be done to a rule now, with whether this actor may."""
    if row.switch:
        move, answer = rules.SWITCH_ON, policy.may_switch_on(actor, row.switch)
    else:
        new = RuleSwitch(place=policy.home(actor), rule=row.rule.id)
        move, answer = rules.SWITCH_OFF, policy.may_switch_off(actor, new)
    return [Action(move.name, move.label, answer)]


def history(actor: Actor, rule_id: str) -> list[Entry]:
    """When a rule was switched off and on where the actor works, by whom and why."""
    switches = {switch.subject: switch for switch in visible_to(actor).filter(rule=rule_id)}
    entries = list(trail.of_many(switches))
    people = orgs.people({entry.actor for entry in entries})
    return [
        _told(switches[each.subject], each.action, each.at, people.get(each.actor, "系统"))
        for each in entries
    ]


def visible_to(actor: Actor) -> QuerySet[RuleSwitch]:
    return RuleSwitch.objects.filter(policy.scope(actor)).order_by("pk")


def switch(actor: Actor, pk: int) -> RuleSwitch:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这次停用，或不在您的范围内。")
    return found


@lru_cache(maxsize=64)
def switched_off_at(path: str, marker: int) -> Mapping[str, str]:
    """The rules that are off for the unit with a path, with what a verdict says of each.

    Read once for each number of the `marker` that counts changes of rules.
    """
    found = list(RuleSwitch.objects.filter(policy.switched_at(path), state=SwitchState.OFF))
    names = orgs.names({each.place for each in found}) if found else {}
    return {
        each.rule: f"{names.get(each.place, '本级')}自 {each.since} 起停用（{each.reason}）"
        for each in found
    }


def _rows(actor: Actor, some: Sequence[Rule]) -> list[RuleRow]:
    off = {each.rule: each for each in visible_to(actor).filter(state=SwitchState.OFF)}
    names = orgs.names({each.place for each in off.values()}) if off else {}
    return [_row(rule, off.get(rule.id), names) for rule in some]


def _row(rule: Rule, switch: RuleSwitch | None, names: dict[str, str]) -> RuleRow:
    place = names.get(switch.place, "") if switch else ""
    return RuleRow(rule, rules.why_always_on(rule), switch, place)


def _says(rule: Rule, words: str) -> bool:
    text = f"{rule.name}{rule.id}{rule.source}{rule.source.words}{rule.advice}{rule.about}"
    return all(word in text for word in words.split())


def _told(switch: RuleSwitch, action: str, at: datetime, who: str) -> Entry:
    if action == rules.SWITCH_OFF.name:
        return Entry(at, who, rules.SWITCH_OFF.label, switch.reason)
    return Entry(at, who, rules.SWITCH_ON.label, switch.lifted_because)
