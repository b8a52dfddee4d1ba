"""What goes into the gate (闸门) and what comes out: plain values, no behaviour."""

from dataclasses import dataclass
from datetime import date

from qingshe.kernel.workflow import Labelled


class Outcome(Labelled):
    """What happens to the demand."""

    ALLOWED = "allowed", "可以下达"
    REFUSED = "refused", "不得下达"
    NEEDS_ADMISSION = "needs_admission", "需要准入"


class Label(Labelled):
    """Why: the class of thing that was asked."""

    OWN_DUTY = "own_duty", "依法履职事项"
    ASSIST = "assist", "依法协助事项"
    SUPERVISE = "supervise", "监督事项"
    CERTIFICATE_ALLOWED = "certificate_allowed", "可以出具的证明"
    CERTIFICATE_FORBIDDEN = "certificate_forbidden", "不应出具的证明"
    PROHIBITED = "prohibited", "禁止事项"
    OUTSIDE = "outside", "清单外事项"


class Kind(Labelled):
    """What form the demand takes."""

    TASK = "task", "任务"
    REPORT = "report", "报表材料"
    LEDGER = "ledger", "台账"
    MEETING = "meeting", "会议培训"
    INSPECTION = "inspection", "督查检查"
    EVALUATION = "evaluation", "考核评比创建"
    SIGN = "sign", "牌子"
    ORGANISATION = "organisation", "机构"
    CERTIFICATE = "certificate", "证明"
    SYSTEM = "system", "信息系统"
    GROUP = "group", "工作群"
    RESPONSIBILITY_LETTER = "responsibility_letter", "责任状"
    SECONDMENT = "secondment", "借调"
    SURVEY = "survey", "普查调查"
    PERSONNEL = "personnel", "人员"
    SERVICE = "service", "服务"
    FINANCE = "finance", "经费"


class Role(Labelled):
    """What part the demand gives to the community; the part decides, not the topic."""

    RESPONSIBLE = "responsible", "责任主体"
    ASSISTS = "assists", "协助"
    ORGANISES = "organises", "组织居民"
    SUPERVISES = "supervises", "监督评议"
    CERTIFIES = "certifies", "出具证明"
    ACTS = "acts", "自行办理"


class Level(Labelled):
    """How far a rule reaches; only national ones bind everywhere."""

    NATIONAL = "national", "全国"
    CITY = "city", "本市"
    OPTION = "option", "可选（地方文件）"


@dataclass(frozen=True, slots=True)
class Permit:
    """What an admission permit (准入许可) says, as far as a rule can use it."""

    number: str
    valid_until: date | None = None
    times_a_year: int | None = None
    units: frozenset[str] = frozenset()
    funded: bool | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a community (提请判断的事项).

    Only `text` is needed. The fields below `on` are known when something is issued under a
    permit; rules about number, validity, frequency, scope and hours are silent without them.
    """

    text: str
    kind: str = Kind.TASK
    claimed_basis: str | None = None
    jurisdiction: str | None = None
    issuer: str | None = None
    on: date | None = None
    hour: int | None = None
    is_urgent: bool = False
    is_working_day: bool | None = None
    permit: Permit | None = None
    units: frozenset[str] = frozenset()
    issued_this_year: int | None = None
    collected_already: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands: paper, number, section and a few of its words."""

    title: str
    number: str
    section: str = ""
    words: str = ""

    def __str__(self) -> str:
        paper = f"《{self.title}》" if self.title else ""
        number = f"（{self.number}）" if self.number else ""
        return f"{paper}{number}{self.section}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that has something to say (命中规则)."""

    rule: str
    name: str
    matched: tuple[str, ...]
    source: Source
    advice: str
    level: Level = Level.NATIONAL
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A list item or permit near in meaning, with its score from 0 to 1 and why."""

    key: str
    kind: str
    title: str
    source: Source
    score: float
    reason: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two papers that say different things, and which of them goes first here."""

    prevailing: Source
    yielding: Source
    precedence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the gate (闸门结论)."""

    outcome: Outcome
    label: Label
    item: str | None
    role: Role
    score: float
    citation: str
    explanation: str
    findings: tuple[Finding, ...] = ()
    matches: tuple[Match, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided; those that law or list overruled are among the findings."""
        return tuple(finding.rule for finding in self.findings if finding.decides)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that may be asked or refused: an item of a published list, or a permit."""

    key: str
    kind: str
    title: str
    source: Source
    category: str = ""
    bases: tuple[str, ...] = ()
    is_basis_gone: bool = False
    conflicts_with: tuple[Source, ...] = ()
    settled: str = ""  # why the city lets this item hold against what it conflicts with
    url: str = ""  # where it can be read; "" outside the site


@dataclass(frozen=True, slots=True)
class Duty:
    """What one article of law asks of the committee (法条事实).

    `modality` is must_assist, must, may, right, must_not, certificate or mentioned; `stands` is
    false once the law is repealed or superseded; `is_renumbered` when articles have moved since;
    `also` are other names papers cite the law by; `place` is empty for national law.
    """

    law: str
    article: int
    modality: str
    asks: str
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    stands: bool = True
    is_renumbered: bool = False
    place: str = ""
    note: str = ""

    @property
    def is_duty(self) -> bool:
        """Whether it lays work on the committee: its own, or help to the government."""
        return self.modality in {"must", "must_assist"}
