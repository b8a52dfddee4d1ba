"""Chinese search by overlapping pairs of characters, on SQLite (FTS5) and PostgreSQL (GIN).

Names and places have two or three characters; trigram indexes answer such queries with nothing
(SQLite) or with a scan (PostgreSQL). A pair of characters is a token here, a word is a run of them.
"""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from qingshe.kernel.text import bigrams, normalise

from .models import SearchText

BATCH = 500
LONGEST_QUERY = 100


@transaction.atomic
def put(kind: str, texts: Mapping[int, str]) -> None:
    """Make the records of `kind` findable by these words; an older text of a record is replaced."""
    remove(kind, texts)
    rows = SearchText.objects.bulk_create(
        [SearchText(kind=kind, key=key, text=normalise(text)) for key, text in texts.items()],
        batch_size=BATCH,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_grams(rowid, grams) VALUES (%s, %s)",
                [(row.pk, " ".join(bigrams(row.text))) for row in rows],
            )
        else:
            cursor.executemany(
                "UPDATE search_searchtext SET grams = %s WHERE id = %s",
                [(bigrams(row.text), row.pk) for row in rows],
            )


def remove(kind: str, keys: Iterable[int]) -> None:
    """Make records unfindable."""
    wanted = list(keys)
    for start in range(0, len(wanted), BATCH):
        old = SearchText.objects.filter(kind=kind, key__in=wanted[start : start + BATCH])
        if connection.vendor == "sqlite":
            pks = list(old.values_list("pk", flat=True))
            with connection.cursor() as cursor:
                cursor.executemany(
                    "DELETE FROM search_grams WHERE rowid = %s", [(pk,) for pk in pks]
                )
        old.delete()


def matching(kind: str, query: str) -> QuerySet[SearchText, int]:
    """Keys of the records whose text holds every word of `query`; of no word, none.

    Meant as a sub-query: `units.filter(pk__in=index.matching("orgs.unit", "城区"))`.
    """
    words = [word for word in normalise(query)[:LONGEST_QUERY].split() if bigrams(word)]
    found = SearchText.objects.filter(kind=kind) if words else SearchText.objects.none()
    for word in words:
        if pairs := [gram for gram in bigrams(word) if len(gram) > 1]:
            found = found.filter(pk__in=_holding(pairs))
        found = found.filter(text__contains=word)
    return found.values_list("key", flat=True)


def _holding(pairs: list[str]) -> RawSQL:
    """Keys of the rows that have all `pairs`, answered by the index.

    A query of its own, so that it reads the same wherever the whole is nested.
    """
    if connection.vendor == "sqlite":
        phrase = " ".join(f'"{gram}"' for gram in pairs)
        return RawSQL("SELECT rowid FROM search_grams WHERE search_grams MATCH %s", [phrase])
    return RawSQL("SELECT id FROM search_searchtext WHERE grams @> %s::text[]", [pairs])
