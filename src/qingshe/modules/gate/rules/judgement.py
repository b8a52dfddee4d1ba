"""The judgement of the gate (闸门): read → forbid → cite → match → decide → explain."""

from dataclasses import replace

from qingshe.modules.gate.rules import prohibitions

from . import certificates, findings, on_certificates, on_work
from .corpus import Corpus
from .reading import Reading, read
from .values import Kind, Outcome, Question, Verdict

__all__ = ["judge", "prohibitions"]


def judge(question: Question, corpus: Corpus) -> Verdict:
    """The verdict on one demand. Pure: the same question and corpus give the same answer.

    Raises Invalid for an empty or over-long text.
    """
    reading = read(question)
    verdict = _decided(reading, corpus)
    if not corpus.switched_off:
        return verdict
    return replace(verdict, notes=(*verdict.notes, *findings.silenced(reading, corpus)))


def _decided(reading: Reading, corpus: Corpus) -> Verdict:
    if reading.kind is Kind.CERTIFICATE:
        return on_certificates.decide(reading, corpus)
    verdict = on_work.decide(reading, corpus)
    if verdict.outcome is Outcome.REFUSED or not certificates.is_certificate(reading):
        return verdict
    return on_certificates.decide(reading, corpus)
