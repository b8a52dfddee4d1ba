"""The register of documents: open to everybody, since it tells of law and not of people."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog.models import Document

BATCH = 300


def named(words: str = "") -> QuerySet[Document]:
    """Those whose title or number holds all of `words`; the register is a few thousand rows."""
    found = Document.objects.order_by("name", "pk")
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(doc_no__contains=word))
    return found


def get(pk: int) -> Document:
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        raise NotFound("没有登记这份文件。")
    return document


def by_name(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Document]:
    """Those that are registered, by title and number; one query for 300 titles."""
    wanted = set(names)
    titles = sorted({name for name, _ in wanted})
    found: dict[tuple[str, str], Document] = {}
    for start in range(0, len(titles), BATCH):
        for document in Document.objects.filter(name__in=titles[start : start + BATCH]):
            found[document.name, document.doc_no] = document
    return {name: document for name, document in found.items() if name in wanted}
