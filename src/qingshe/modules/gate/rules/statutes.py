"""The statutory exception (除法律、法规和规章有明确规定外): does the claimed basis hold?"""

from collections.abc import Iterable
from dataclasses import dataclass

from qingshe.kernel.citations import Citation, citations, is_local
from qingshe.kernel.workflow import Labelled

from .corpus import Corpus, Statutes
from .matching import Near, Sense
from .reading import Reading
from .values import Duty

ABOUT = 0.30  # likeness of demand and article from which they are about the same matter
ABOUT_CERTIFICATE = 0.06  # the same for a certificate: its words are few, its purpose is named
BETTER = 0.15  # by how much another article of the law must fit better than the one cited
SAME_PAIRS = 0.55
SAME_WORDS = 0.72  # likeness from which the demand repeats an article it does not cite
_CHARTERS = ("居民委员会组织法", "村民委员会组织法", "人民调解法", "宪法")


class Standing(Labelled):
    """What the check of a claimed basis found."""

    HOLDS = "holds", "依据成立"
    RIGHT_LAW_WRONG_ARTICLE = "wrong_article", "条号不对，同法另有规定"
    NOT_A_DUTY = "not_a_duty", "该条没有要求居（村）委会承担"
    OTHER_MATTER = "other_matter", "该条规定的是另一件事"
    GONE = "gone", "所引法律已废止或被取代"
    LOCAL = "local", "地方规定不是法律、法规和规章例外的依据"
    NOT_INDEXED = "not_indexed", "条文索引中没有，须由把关人核对原文"
    UNREADABLE = "unreadable", "没有写明法律名称和条号"


@dataclass(frozen=True, slots=True)
class BasisCheck:
    """One claimed basis and what became of it."""

    standing: Standing
    claimed: str
    duty: Duty | None = None
    likeness: float = 0.0

    @property
    def holds(self) -> bool:
        return self.standing in {Standing.HOLDS, Standing.RIGHT_LAW_WRONG_ARTICLE}

    @property
    def is_charter(self) -> bool:
        """The law by which the committees govern themselves: its tasks are their own."""
        return self.duty is not None and self.duty.law.endswith(_CHARTERS)

    @property
    def citation(self) -> str:
        """The article that carries it, as papers cite it."""
        if self.duty is None:
            return self.claimed
        return str(Citation(self.duty.law, self.duty.article))


def check_bases(reading: Reading, sense: Sense, corpus: Corpus) -> tuple[BasisCheck, ...]:
    """Every basis claimed beside the demand or named in it, checked; the best one first."""
    claimed = reading.question.claimed_basis or ""
    cited = citations(claimed, corpus.statutes.by_law) or _named_in(reading, corpus)
    if not cited:
        return (BasisCheck(Standing.UNREADABLE, claimed.strip()),) if claimed.strip() else ()
    checks = [_check(citation, sense, corpus.statutes) for citation in cited]
    return tuple(sorted(checks, key=_rank))


def unclaimed(sense: Sense, corpus: Corpus) -> BasisCheck | None:
    """The article of national law whose words the demand repeats without citing it."""
    statutes = corpus.statutes
    for near in statutes.index.nearest(sense)[:3]:
        duty = statutes.duties[near.place]
        if (
            near.score >= SAME_WORDS
            and near.wording >= SAME_PAIRS
            and duty.is_duty
            and duty.stands
            and not duty.place
        ):
            return BasisCheck(Standing.HOLDS, "", duty, near.score)
    return None


def _named_in(reading: Reading, corpus: Corpus) -> tuple[Citation, ...]:
    """Laws that the text itself cites by article (根据《消防法》第六条)."""
    found = citations(reading.text, corpus.statutes.by_law)
    return tuple(citation for citation in found if citation.law and citation.article)


def _check(citation: Citation, sense: Sense, statutes: Statutes) -> BasisCheck:
    claimed = str(citation)
    # A city supplies the texts of its own place only; another place's rule is never indexed.
    places = statutes.of(citation.law)
    if not places:
        local = is_local(citation.law)
        return BasisCheck(Standing.LOCAL if local else Standing.NOT_INDEXED, claimed)
    duties = [statutes.duties[place] for place in places]
    if not any(duty.stands for duty in duties):
        return BasisCheck(Standing.GONE, claimed, duties[0])
    return _check_article(citation, claimed, sense, statutes, places)


def _check_article(
    citation: Citation, claimed: str, sense: Sense, statutes: Statutes, places: tuple[int, ...]
) -> BasisCheck:
    near = {place: statutes.index.compare(sense, place) for place in places}
    cited = [p for p in places if statutes.duties[p].article == citation.article]
    best = max(cited or places, key=lambda place: near[place].score)
    check = _judge(claimed, statutes.duties[best], near[best])
    if cited and check.holds:
        return check
    other = _best_duty(near.values(), statutes)
    if other is not None and (not cited or other.score > check.likeness + BETTER):
        standing = Standing.RIGHT_LAW_WRONG_ARTICLE if citation.article else Standing.HOLDS
        return BasisCheck(standing, claimed, statutes.duties[other.place], other.score)
    if cited:
        return check
    renumbered = statutes.duties[best].is_renumbered
    return BasisCheck(Standing.NOT_INDEXED if renumbered else Standing.NOT_A_DUTY, claimed)


def _judge(claimed: str, duty: Duty, near: Near) -> BasisCheck:
    if not duty.is_duty and duty.modality != "certificate":
        return BasisCheck(Standing.NOT_A_DUTY, claimed, duty, near.score)
    needed = ABOUT if duty.is_duty else ABOUT_CERTIFICATE
    standing = Standing.HOLDS if near.score >= needed else Standing.OTHER_MATTER
    return BasisCheck(standing, claimed, duty, near.score)


def _best_duty(nears: Iterable[Near], statutes: Statutes) -> Near | None:
    found = [n for n in nears if statutes.duties[n.place].is_duty and n.score >= 2 * ABOUT]
    return max(found, key=lambda near: near.score, default=None)


def _rank(check: BasisCheck) -> tuple[int, float]:
    return list(Standing).index(check.standing), -check.likeness
