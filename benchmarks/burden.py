"""How quick the burden ledger books and answers with a million assignments, measured here.

    QINGSHE_DATABASE=postgresql://… python -m benchmarks.burden [--city 60] [--local 3400]

`--city` demands to all of 11,000 communities, `--local` ones to a hundred each: 1,000,000 entries.
Uses an empty database; what is made stays in it.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks import demands as made  # sets Django up
from qingshe.kernel.roles import Role
from qingshe.modules.burden import facade as burden
from qingshe.modules.burden.facade import Posting, Share

COMMUNITIES = 11_000
LOCAL = 100
KINDS = [kind.value for kind in burden.Kind]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city", type=int, default=60)
    parser.add_argument("--local", type=int, default=3400)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    paths = made.build(COMMUNITIES)
    year = timezone.localdate().year
    book = [post(number, paths, year) for number in range(asked.city)]
    print(f"一件到 {COMMUNITIES:,} 个社区入账，中位数 {statistics.median(book) * 1000:.0f} 毫秒")
    for number in range(asked.city, asked.city + asked.local):
        at = number * LOCAL % COMMUNITIES
        post(number, paths[at : at + LOCAL], year)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for place in ("/14/", "/14/01/", "/14/01/01/", "/14/01/01/001/"):
        reach = burden.public_reach(place) if place.count("/") < 5 else None
        if reach is None:
            reach = burden.reach(made.actor(Role.STREET, place), place)
        figures(reach, year, asked.rounds)


def figures(reach: burden.Reach, year: int, rounds: int) -> None:
    every: dict[str, Callable[[], object]] = {
        "逐月": lambda: burden.by_month(reach, year),
        "按部门": lambda: burden.by_department(reach, year),
        "按类型": lambda: burden.by_kind(reach, year),
        "按下级": lambda: burden.by_place(reach, year),
        "最多的事项": lambda: burden.top_items(reach, year),
        "变动原因": lambda: burden.changes(reach, year),
        "前后对比": lambda: burden.before_after(reach, year),
    }
    whole = 0.0
    for name, ask in every.items():
        took = statistics.median(timed(ask) for _ in range(rounds))
        whole += took
        print(f"{reach.place_name} {name} {took * 1000:.0f} 毫秒")
    print(f"{reach.place_name} 合计 {whole * 1000:.0f} 毫秒")


def post(number: int, paths: list[str], year: int) -> float:
    posting = Posting(
        source=f"bench:{number}",
        number=str(number),
        title=f"核对第 {number} 批",
        department=f"/14/d{number % 1000:03}/",
        under=f"许可{number % 2000}",
        under_title=f"事项{number % 2000}",
        kind=KINDS[number % len(KINDS)],
        issued_on=date(year - number % 2, number % 12 + 1, 10),
    )
    shares = [Share(path, 30 + number % 60) for path in paths]
    return timed(lambda: burden.post(posting, shares, on=posting.issued_on))


def timed(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
