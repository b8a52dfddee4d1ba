"""Certificates (证明): whether a committee may certify what is wanted, and on which ground."""

from collections.abc import Iterable

from . import lexicon
from .certified import Matters, Wanted, wanted
from .papers import certificates as list_of_2020
from .papers import changzhi, province_guide
from .reading import Reading
from .registry import Words, rule
from .values import Kind, Label, Level
from .vocabulary import Span

_ASK_OWNER = "由办事部门向掌握信息的单位核查，或由当事人书面承诺，不向社区要证明。"


def is_certificate(reading: Reading) -> bool:
    """Whether the demand is for a certificate, whatever kind was ticked."""
    return reading.kind is Kind.CERTIFICATE or reading.has("certificate_demand")


@rule(
    "2020年国家清单不应出具",
    source=list_of_2020("不应由基层群众性自治组织出具证明事项"),
    label=Label.CERTIFICATE_FORBIDDEN,
    advice=_ASK_OWNER,
)
def refused_nationally(reading: Reading) -> Words:
    """六部门第一批清单的20项，任何单位不得要求社区出具。"""
    if not is_certificate(reading):
        return ()
    asked = wanted(reading.text)
    refused = _beyond_kept(asked, asked.content)
    if refused:
        return _words(refused)
    if asked.anywhere("own") or asked.content.get("kept"):
        return ()
    if asked.anywhere("kept"):
        return _words(_beyond_kept(asked, asked.demand))
    return _words(asked.anywhere("refused"))


@rule(
    "公章不得担责",
    source=province_guide("三（一）3", "公章不得用于承担法律责任及经济连带责任的证明"),
    level=Level.OPTION,
    label=Label.CERTIFICATE_FORBIDDEN,
    advice="社区公章只用于居民自治活动和清单内证明。",
)
def seal_with_liability(reading: Reading) -> Words:
    """社区公章不得用于担保、连带责任。"""
    if not is_certificate(reading):
        return ()
    return _words(wanted(reading.text).anywhere("liability"))


@rule(
    "他单位职责内的核实事项",
    source=changzhi(
        "三（五）", "各职能部门、企事业单位、社会组织职责范围内的证明核实事项不得要求社区出具"
    ),
    level=Level.CITY,
    label=Label.CERTIFICATE_FORBIDDEN,
    advice=_ASK_OWNER,
)
def records_of_others(reading: Reading) -> Words:
    """记录在部门、企业手里的事，由记录方核实；清单内的证明和邻里之间才知道的事不在此列。"""
    if not is_certificate(reading):
        return ()
    asked = wanted(reading.text)
    if asked.anywhere("kept") or asked.anywhere("own"):
        return ()
    return _words((*asked.anywhere("records"), *asked.anywhere("asking")))


@rule(
    "没有法律法规依据的证明",
    source=list_of_2020("没有法律法规依据或未列入保留清单的，不予出具"),
    label=Label.CERTIFICATE_FORBIDDEN,
    advice=f"有法律法规依据的，写明条款并按准入程序申请。{_ASK_OWNER}",
)
def no_ground_for_certificate(reading: Reading) -> Words:
    """清单没有、也不是社区自己掌握的事，又没有写明依据。"""
    if not is_certificate(reading) or reading.question.claimed_basis:
        return ()
    asked = wanted(reading.text)
    if asked.anywhere("kept") or asked.anywhere("own"):
        return ()
    return ("未写明依据",)


def refused_names(text: str) -> str:
    """The national list's own names for what a text wants certified."""
    names = lexicon.refused_names()
    spans = wanted(text).closest("refused") or wanted(text).anywhere("refused")
    return "、".join(dict.fromkeys(names[span.key.split("/")[1]] for span in spans))


def keeper(text: str) -> str:
    """The body whose records hold the matter; empty when unknown."""
    records = wanted(text).anywhere("records")
    return records[0].key.split("/")[1] if records else ""


def _beyond_kept(asked: Wanted, matters: Matters) -> tuple[Span, ...]:
    """The refused ones among matters, but for those that a kept certificate is itself about.

    The opinion on a recruit (应征入伍政审鉴定意见) is one on his conduct.
    """
    included = {
        word
        for span in asked.anywhere("kept")
        for word in lexicon.included().get(span.key.split("/")[1], ())
    }
    return tuple(span for span in matters.get("refused", ()) if span.words not in included)


def _words(spans: Iterable[Span]) -> Words:
    return tuple(dict.fromkeys(span.words for span in spans))
