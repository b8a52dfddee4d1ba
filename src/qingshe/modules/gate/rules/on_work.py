"""Deciding on work put to a community: prohibitions, lists, law, and else admission."""

from dataclasses import dataclass, replace

from qingshe.kernel.citations import citations, normal_name

from . import explanation, findings, meaning, ranking, roles, signs, statutes
from .corpus import Corpus
from .matching import Near, Sense
from .papers import ADMISSION
from .reading import Reading
from .statutes import BasisCheck
from .values import Conflict, Entry, Finding, Kind, Label, Outcome, Permit, Role, Source, Verdict

SAME = 0.80  # wording that repeats a list item: what the list says outright is no prohibition
_SHOWN = 5
_LIKE = 0.6  # from here on a permit in force is shown as asking nearly the same
_LIST_FIRST = "清单的明文规定先于减负文件的一般规定。"

# Demands of these kinds ask for a thing beside the work, whatever the work is about.
_NOT_WORK = frozenset({Kind.FINANCE, Kind.GROUP, Kind.LEDGER, Kind.SIGN, Kind.SYSTEM})

_LOOKING_ON = frozenset({Kind.EVALUATION, Kind.INSPECTION})

# No list excuses these: they are about the manner, not about the matter.
_NEVER_EXCUSED = frozenset(
    {
        "commanded_by_target",
        "display_material",
        "earning_target",
        "excessive_trace",
        "fingertip_formalism",
        "investment_target",
        "one_vote_veto",
        "own_contest",
        "responsibility_letter",
        "secondment",
        "separate_evaluation",
        "signs_as_indicator",
        "tax_target",
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of one demand before it is decided."""

    reading: Reading
    role: Role
    found: tuple[Finding, ...]
    bases: tuple[BasisCheck, ...]
    nears: ranking.Nears
    sense: Sense
    corpus: Corpus
    asked: Sense
    permits: ranking.Nears = ()

    @property
    def holding(self) -> BasisCheck | None:
        """The claimed basis that is a ground to pass, if there is one."""
        return next((check for check in self.bases if check.holds), None)


def decide(reading: Reading, corpus: Corpus) -> Verdict:
    """The verdict on anything that is not a certificate."""
    case = _case(reading, corpus)
    if case.found and not _is_said_outright(case):
        return _prohibited(case)
    if signs.is_white_listed(reading):
        return _white_listed_sign(case)
    if not _is_beside_the_list(case) and ranking.is_listed(case.nears, case.sense):
        return _listed(case, *case.nears[0])
    same_law = _resting_on_the_same_law(case)
    if same_law is not None:
        return _listed(case, *same_law)
    if case.holding is not None and not roles.is_responsible(reading):
        return _by_law(case, case.holding)
    if reading.question.permit is not None:
        return _permitted(case, reading.question.permit)
    return _outside(case)


def _is_beside_the_list(case: Case) -> bool:
    """What is done around a listed matter is not the matter.

    Calling the community to a meeting on it, coming to inspect it, buying it as a service.
    """
    reading = case.reading
    if reading.kind in _NOT_WORK:
        return not _is_self_government(case)
    if reading.kind is Kind.MEETING and reading.has("called"):
        return not roles.organises(reading)
    if reading.kind in _LOOKING_ON and not roles.oversees(reading):
        return not roles.organises(reading)
    return roles.is_visited(reading) or reading.has(
        "applying", "attending", "service_agreement", "trading", "unapproved"
    )


def _resting_on_the_same_law(case: Case) -> tuple[Near, Entry] | None:
    """The near item that cites the very law which lets the demand pass: it is that matter."""
    if case.holding is None or case.holding.duty is None:
        return None
    duty = case.holding.duty
    laws = {normal_name(name) for name in (duty.law, *duty.also)}
    near = (pair for pair in case.nears if pair[0].score >= ranking.NEAR_ENOUGH)
    return next((pair for pair in near if laws & _laws_of(pair[1])), None)


def _laws_of(entry: Entry) -> set[str]:
    return {normal_name(cited.law) for basis in entry.bases for cited in citations(basis)}


def _is_self_government(case: Case) -> bool:
    """Residents settling and publishing their own affairs, of money too."""
    near, entry = case.nears[0] if case.nears else (None, None)
    return (
        near is not None
        and entry is not None
        and entry.kind == "own_duty"
        and (meaning.is_self_governing(near.concepts) or roles.organises(case.reading))
    )


def _case(reading: Reading, corpus: Corpus) -> Case:
    shelf = corpus.listed
    hint = reading.question.claimed_basis or ""
    sense = shelf.index.sense(reading.text, hint, ranking.overseen_matters(reading))
    nears = ((near, shelf.entries[near.place]) for near in shelf.index.nearest(sense))
    asked = corpus.statutes.index.sense(reading.text)
    return Case(
        reading=reading,
        role=roles.role_of(reading),
        found=findings.of(reading, corpus, Label.PROHIBITED),
        bases=statutes.check_bases(reading, asked, corpus),
        nears=ranking.ranked(nears, reading)[:_SHOWN],
        sense=sense,
        corpus=corpus,
        asked=asked,
        permits=_like_permits(reading, corpus),
    )


def _is_said_outright(case: Case) -> bool:
    """The city's own list asks for this in so many words.

    A law does not excuse what a rule forbids: it asks the committee to help, and a demand that
    makes more of it than help does not rest on that law.
    """
    if any(finding.rule in _NEVER_EXCUSED for finding in case.found):
        return False
    return bool(case.nears and case.nears[0][0].wording >= SAME)


def _prohibited(case: Case) -> Verdict:
    return _verdict(
        case,
        Outcome.REFUSED,
        Label.PROHIBITED,
        score=1.0,
        citation=str(case.found[0].source),
        explanation=explanation.of_prohibition(case.found, case.role),
    )


def _listed(case: Case, near: Near, entry: Entry) -> Verdict:
    label = Label(entry.kind)
    return _verdict(
        case,
        Outcome.ALLOWED,
        label,
        item=entry.key,
        score=near.score,
        citation=explanation.place_of(entry),
        explanation=explanation.of_item(entry, label),
    )


def _white_listed_sign(case: Case) -> Verdict:
    return _verdict(
        case,
        Outcome.ALLOWED,
        Label.OWN_DUTY,
        score=1.0,
        citation=str(signs.OUTSIDE_SIGNS),
        explanation=explanation.of_sign(),
    )


def _permitted(case: Case, permit: Permit) -> Verdict:
    return _verdict(
        case,
        Outcome.ALLOWED,
        Label.OUTSIDE,
        item=permit.number,
        score=1.0,
        citation=f"准入许可{permit.number}",
        explanation=explanation.of_permit(permit),
    )


def _by_law(case: Case, check: BasisCheck) -> Verdict:
    return _verdict(
        case,
        Outcome.ALLOWED,
        Label.OWN_DUTY if check.is_charter else Label.ASSIST,
        score=check.likeness,
        citation=check.citation,
        explanation=explanation.of_law(check),
    )


def _outside(case: Case) -> Verdict:
    uncited = None if case.bases else statutes.unclaimed(case.asked, case.corpus)
    return _verdict(
        case,
        Outcome.NEEDS_ADMISSION,
        Label.ASSIST if uncited else Label.OUTSIDE,
        score=case.nears[0][0].score if case.nears else 0.0,
        citation=uncited.citation if uncited else str(ADMISSION),
        explanation=explanation.of_outside(case.bases, uncited),
    )


def _verdict(
    case: Case,
    outcome: Outcome,
    label: Label,
    *,
    score: float,
    citation: str,
    explanation: str,
    item: str | None = None,
) -> Verdict:
    overruled = case.found if outcome is Outcome.ALLOWED else ()
    return Verdict(
        outcome=outcome,
        label=label,
        item=item,
        role=case.role,
        score=round(score, 3),
        citation=citation,
        explanation=explanation,
        findings=tuple(replace(f, decides=False) for f in overruled) or case.found,
        matches=findings.matches((*case.nears, *case.permits)),
        conflicts=(*signs.conflicts(case.reading), *_overrulings(overruled, citation)),
        notes=(*case.reading.notes, *_doubts(case, item)),
    )


def _overrulings(overruled: tuple[Finding, ...], citation: str) -> tuple[Conflict, ...]:
    """Rules that spoke against what the list asks for in so many words."""
    ground = Source("", "", citation)
    return tuple(Conflict(ground, finding.source, _LIST_FIRST) for finding in overruled)


def _doubts(case: Case, item: str | None) -> tuple[str, ...]:
    """What the gatekeeper should look at: the item's own basis may be gone."""
    entry = next((entry for _, entry in case.nears if entry.key == item), None)
    if entry is None or not entry.is_basis_gone:
        return ()
    return (f"{item}所列依据已废止，该项在复核清单中，请把关人核定。",)


def _like_permits(reading: Reading, corpus: Corpus) -> ranking.Nears:
    """Permits in force that ask nearly the same, in meaning or words: merge, do not ask twice."""
    shelf = corpus.permits
    if not shelf.entries:
        return ()
    found = shelf.index.nearest(shelf.index.sense(reading.text))[:_SHOWN]
    return tuple((near, shelf.entries[near.place]) for near in found if _is_like(near))


def _is_like(near: Near) -> bool:
    return max(near.score, near.wording) >= _LIKE
