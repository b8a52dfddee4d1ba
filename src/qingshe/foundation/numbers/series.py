"""Takes the next number of a series, in the transaction of the record that bears it."""

from django.db import connection
from django.db.transaction import TransactionManagementError

# One statement, the same on SQLite and PostgreSQL: it waits for whoever holds the row, and the
# number comes back when the transaction is rolled back. So there is neither a gap nor a double.
_TAKE = """
    INSERT INTO numbers_counter (series, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (series, year) DO UPDATE SET last = numbers_counter.last + 1
    RETURNING last
"""


def take(series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1.

    Errors: TransactionManagementError outside a transaction, where a number could get lost.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is taken together with the record that bears it")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [series, year])
        (number,) = cursor.fetchone()
    return int(number)


def style(series: str, year: int, number: int) -> str:
    """As official papers write it, year in hexagonal brackets: 长社准〔2026〕0012号.

    Source: 党政机关公文格式 GB/T 9704-2012, 7.2.5 (发文字号).
    """
    return f"{series}〔{year}〕{number:04d}号"
