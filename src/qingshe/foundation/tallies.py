"""Sums kept beside what they sum: raised in one statement, so that two writers lose nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from django.db import connection
from django.db.models import Model

Value: TypeAlias = str | int | date
BATCH = 500  # rows a statement; far below what SQLite or PostgreSQL take as parameters


def add(
    model: type[Model],
    rows: Iterable[Sequence[Value]],
    *,
    fields: Sequence[str],
    key: Sequence[str],
    amounts: Sequence[str],
) -> None:
    """Add `amounts` to the rows that have these keys, and make those that are not there yet.

    `rows` are values in the order of `fields`; `key` are fields under a unique constraint. What is
    neither key nor amount is set to the newer value. Rows are taken in the order given: two writers
    that sort alike wait for each other and do not lock each other out.
    """
    meta = model._meta
    columns_of = {field.name: str(field.column) for field in meta.concrete_fields}
    named = {name: columns_of[name] for name in fields}
    quote = connection.ops.quote_name
    table = quote(meta.db_table)
    raised = [
        f"{quote(named[name])} = {table}.{quote(named[name])} + EXCLUDED.{quote(named[name])}"
        if name in amounts
        else f"{quote(named[name])} = EXCLUDED.{quote(named[name])}"
        for name in fields
        if name not in key
    ]
    columns = ", ".join(quote(named[name]) for name in fields)
    keys = ", ".join(quote(named[name]) for name in key)
    one = f"({', '.join(['%s'] * len(fields))})"
    every = [list(row) for row in rows]
    with connection.cursor() as cursor:
        for start in range(0, len(every), BATCH):
            batch = every[start : start + BATCH]
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(batch))} "  # noqa: S608 - names of our own models only
                f"ON CONFLICT ({keys}) DO UPDATE SET {', '.join(raised)}",
                [value for row in batch for value in row],
            )
