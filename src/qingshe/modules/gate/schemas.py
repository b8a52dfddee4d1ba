from datetime import date

from ninja import Field, Schema
from pydantic import ConfigDict

from .queries import RuleRow
from .rules import Kind, Question, Verdict

KINDS = "、".join(f"{kind.value} {kind.label}" for kind in Kind)


class CheckIn(Schema):
    """What is asked of a community (提请判断的事项)."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=10_000)
    kind: str = Field("task", max_length=40, description=f"{KINDS}；不认识的类型按任务判断")
    claimed_basis: str | None = Field(None, max_length=500)
    jurisdiction: str | None = Field(None, max_length=100)
    issuer: str | None = Field(None, max_length=100)

    def question(self) -> Question:
        return Question(**self.dict())


class FindingOut(Schema):
    """One rule that had something to say (命中规则)."""

    rule: str
    name: str
    matched: list[str]
    source: str
    words: str
    advice: str
    level: str


class MatchOut(Schema):
    """A list item near in meaning (相近事项); `score` from 0 to 1."""

    key: str
    kind: str
    title: str
    source: str
    score: float
    reason: str


class ConflictOut(Schema):
    """Two papers that say different things (文件矛盾)."""

    prevailing: str
    yielding: str
    precedence: str


class VerdictOut(Schema):
    """The answer of the gate (闸门结论)."""

    outcome: str
    outcome_label: str
    label: str
    label_label: str
    item: str | None
    role: str
    score: float
    citation: str
    explanation: str
    findings: list[FindingOut]
    matches: list[MatchOut]
    conflicts: list[ConflictOut]
    notes: list[str]

    @classmethod
    def of(cls, verdict: Verdict) -> "VerdictOut":
        return cls(
            outcome=verdict.outcome,
            outcome_label=verdict.outcome.label,
            label=verdict.label,
            label_label=verdict.label.label,
            item=verdict.item,
            role=verdict.role,
            score=verdict.score,
            citation=verdict.citation,
            explanation=verdict.explanation,
            findings=[
                FindingOut(
                    rule=one.rule,
                    name=one.name,
                    matched=list(one.matched),
                    source=str(one.source),
                    words=one.source.words,
                    advice=one.advice,
                    level=one.level,
                )
                for one in verdict.findings
            ],
            matches=[
                MatchOut(
                    key=one.key,
                    kind=one.kind,
                    title=one.title,
                    source=str(one.source),
                    score=one.score,
                    reason=one.reason,
                )
                for one in verdict.matches
            ],
            conflicts=[
                ConflictOut(
                    prevailing=str(one.prevailing),
                    yielding=str(one.yielding),
                    precedence=one.precedence,
                )
                for one in verdict.conflicts
            ],
            notes=list(verdict.notes),
        )


class SwitchOffIn(Schema):
    """Why a place does without a rule (停用理由)."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=500)


class SwitchOnIn(Schema):
    """Why it counts again (恢复理由); `version` is the one that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: int
    lifted_because: str = Field(min_length=1, max_length=500)


class RuleOut(Schema):
    """A rule of the gate (规则) and whether it counts where the caller works.

    `always_on` says why it cannot be switched off. `switch` is the key of the switch that puts it
    off, with its `version`, `place`, `reason` and `since`.
    """

    id: str
    name: str
    level: str
    source: str
    words: str
    about: str
    advice: str
    is_on: bool
    always_on: str
    switch: int | None
    version: int | None
    place: str
    reason: str
    since: date | None

    @classmethod
    def of(cls, row: RuleRow) -> "RuleOut":
        rule, off = row.rule, row.switch
        return cls(
            id=rule.id,
            name=rule.name,
            level=rule.level,
            source=str(rule.source),
            words=rule.source.words,
            about=rule.about,
            advice=rule.advice,
            is_on=off is None,
            always_on=row.always,
            switch=off.pk if off else None,
            version=off.version if off else None,
            place=row.place,
            reason=off.reason if off else "",
            since=off.since if off else None,
        )
