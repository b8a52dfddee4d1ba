"""Deciding on a demand for a certificate: national list, seal, keeper of the record, city list."""

from . import explanation, findings, statutes
from .certificates import keeper, refused_names
from .corpus import CERTIFICATE, REFUSED, Corpus
from .matching import Near
from .papers import ADMISSION
from .papers import certificates as list_of_2020
from .reading import Reading
from .statutes import BasisCheck
from .values import Conflict, Entry, Finding, Label, Outcome, Role, Verdict

_SAME_WORDING = 0.75  # from here on a demand repeats an item of a list of refused certificates
_SHOWN = 5
_PRECEDENCE = "国家清单（六部门）先于城市清单：不予出具。"

Nears = list[tuple[Near, Entry]]


def decide(reading: Reading, corpus: Corpus) -> Verdict:
    """The verdict on a certificate."""
    nears = _nears(reading, corpus)
    kept = next((e for near, e in nears if e.kind == CERTIFICATE and near.concepts), None)
    found = findings.of(reading, corpus, Label.CERTIFICATE_FORBIDDEN)
    found += _refused_by_list(nears)
    conflicts = _conflicts(kept, reading, found)
    check = _basis(reading, corpus)
    if kept is not None and kept.settled:
        return _allowed(kept, nears, reading, _turned(conflicts, kept))
    if found or conflicts:
        return _forbidden(reading, found, conflicts, kept, nears)
    if kept is not None:
        return _allowed(kept, nears, reading)
    if check is not None:
        return _allowed_by_law(check, nears, reading)
    return _verdict(
        Outcome.NEEDS_ADMISSION,
        Label.OUTSIDE,
        reading,
        nears,
        citation=str(ADMISSION),
        explanation=explanation.of_unlisted_certificate(),
    )


def _nears(reading: Reading, corpus: Corpus) -> Nears:
    shelf = corpus.certificates
    found = shelf.index.nearest(shelf.index.sense(reading.text))
    return [(near, shelf.entries[near.place]) for near in found]


def _refused_by_list(nears: Nears) -> tuple[Finding, ...]:
    """A certificate that a loaded list of refused ones names in the same words."""
    return tuple(
        Finding(
            "refused_by_list", "清单列为不应出具", (entry.title,), entry.source, "社区不予出具。"
        )
        for near, entry in nears[:1]
        if entry.kind == REFUSED and near.wording >= _SAME_WORDING
    )


def _conflicts(
    kept: Entry | None, reading: Reading, found: tuple[Finding, ...]
) -> tuple[Conflict, ...]:
    """The city allows what the national list refuses: both named, the national list goes first."""
    if kept is None:
        return ()
    declared = tuple(Conflict(source, kept.source, _PRECEDENCE) for source in kept.conflicts_with)
    if declared:
        return declared
    nationally = any(finding.rule == "refused_nationally" for finding in found)
    name = refused_names(reading.text) if nationally else ""
    return (Conflict(list_of_2020(name), kept.source, _PRECEDENCE),) if name else ()


def _turned(conflicts: tuple[Conflict, ...], kept: Entry) -> tuple[Conflict, ...]:
    """The same contradictions, as the city has settled them: its own item holds."""
    why = f"本市已裁定适用本市清单：{kept.settled}"
    return tuple(Conflict(each.yielding, each.prevailing, why) for each in conflicts)


def _basis(reading: Reading, corpus: Corpus) -> BasisCheck | None:
    """Law that itself asks the committee for this certificate."""
    sense = corpus.statutes.index.sense(reading.text)
    checks = statutes.check_bases(reading, sense, corpus)
    return next(
        (c for c in checks if c.holds and c.duty and c.duty.modality == "certificate"), None
    )


def _forbidden(
    reading: Reading,
    found: tuple[Finding, ...],
    conflicts: tuple[Conflict, ...],
    kept: Entry | None,
    nears: Nears,
) -> Verdict:
    return _verdict(
        Outcome.REFUSED,
        Label.CERTIFICATE_FORBIDDEN,
        reading,
        nears,
        item=kept.key if kept else None,
        citation=str(conflicts[0].prevailing if conflicts else found[0].source),
        explanation=explanation.of_refused_certificate(
            found, conflicts, refused_names(reading.text), keeper(reading.text)
        ),
        found=found,
        conflicts=conflicts,
    )


def _allowed(
    kept: Entry, nears: Nears, reading: Reading, conflicts: tuple[Conflict, ...] = ()
) -> Verdict:
    return _verdict(
        Outcome.ALLOWED,
        Label.CERTIFICATE_ALLOWED,
        reading,
        nears,
        item=kept.key,
        citation=explanation.place_of(kept),
        explanation=explanation.of_certificate(kept),
        conflicts=conflicts,
    )


def _allowed_by_law(check: BasisCheck, nears: Nears, reading: Reading) -> Verdict:
    return _verdict(
        Outcome.ALLOWED,
        Label.CERTIFICATE_ALLOWED,
        reading,
        nears,
        citation=check.citation,
        explanation=explanation.of_law(check),
    )


def _shown(nears: Nears, item: str | None) -> Nears:
    """The nearest, and the item that decided wherever it stands among them."""
    return nears[:_SHOWN] + [pair for pair in nears[_SHOWN:] if pair[1].key == item]


def _verdict(
    outcome: Outcome,
    label: Label,
    reading: Reading,
    nears: Nears,
    *,
    citation: str,
    explanation: str,
    item: str | None = None,
    found: tuple[Finding, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
) -> Verdict:
    score = next((near.score for near, entry in nears if entry.key == item), 0.0)
    return Verdict(
        outcome=outcome,
        label=label,
        item=item,
        role=Role.CERTIFIES,
        score=1.0 if found else round(score, 3),
        citation=citation,
        explanation=explanation,
        findings=found,
        matches=findings.matches(_shown(nears, item)),
        conflicts=conflicts,
        notes=reading.notes,
    )
