"""Look-up of articles by the names and numbers that papers cite."""

from collections.abc import Iterable, Iterator

from qingshe.kernel.citations import Citation, normal_name
from qingshe.modules.catalog.laws.values import Law, LawArticle


class LawIndex:
    """All known laws and their articles. Of two versions of one law the newer stands for it."""

    def __init__(self, articles: Iterable[LawArticle], laws: Iterable[Law] = ()) -> None:
        """`laws` are those of which no article is known, for instance the repealed 婚姻法."""
        gathered = tuple(articles)
        newest = _newest([*laws, *(article.law for article in gathered)])
        self._laws = {
            normal_name(name): law for law in newest.values() for name in (*law.also, law.title)
        }
        self._articles = {
            (article.law.name, article.article, article.inserted): article
            for article in gathered
            if newest[article.law.name] == article.law
        }

    def __iter__(self) -> Iterator[LawArticle]:
        return iter(self._articles.values())

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def laws(self) -> tuple[Law, ...]:
        """Every law once."""
        return tuple(dict.fromkeys(self._laws.values()))

    @property
    def names(self) -> frozenset[str]:
        """Normal names of all laws, the `known` of `citations.citations`."""
        return frozenset(self._laws)

    def law(self, name: str) -> Law | None:
        """The law of that name, in any of the ways it is written."""
        return self._laws.get(name) or self._laws.get(normal_name(name))

    def find(self, law: str, article: int, inserted: int | None = None) -> LawArticle | None:
        """The article, or None when the law or the article names no committee or is unknown."""
        known = self.law(law)
        return self._articles.get((known.name, article, inserted)) if known else None

    def at(self, citation: Citation) -> LawArticle | None:
        """The article a citation points at."""
        if citation.article is None:
            return None
        return self.find(citation.law, citation.article, citation.inserted)

    def of(self, law: str) -> tuple[LawArticle, ...]:
        """All known articles of a law, in the order of their numbers."""
        known = self.law(law)
        found = (article for article in self if known and article.law == known)
        return tuple(sorted(found, key=lambda each: (each.article, each.inserted or 0)))


def _newest(laws: Iterable[Law]) -> dict[str, Law]:
    newest: dict[str, Law] = {}
    for law in laws:
        if law.name not in newest or law.version > newest[law.name].version:
            newest[law.name] = law
    return newest
