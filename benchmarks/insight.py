"""How quick the figures stay over a million assignments, measured here.

    QINGSHE_DEMO=on python -m benchmarks.insight [--communities 11000] [--demands 91] [--rounds 20]

Uses the database as `benchmarks.demands` does. Assignments are booked straight into the ledger, as
issuing would: two years, twelve departments. Server and client are one process.
"""

import argparse
import time
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.demands import ADMIN, PROVINCE, build, many, visit
from qingshe.kernel.roles import Role
from qingshe.modules.burden.facade import Kind, Posting, Share, post
from qingshe.modules.orgs import facade
from qingshe.modules.orgs import services as orgs
from qingshe.modules.orgs.rules import Kind as UnitKind

DEPARTMENTS, DAYS = 12, 730
CITY, COUNTY, STREET = "/14/01/", "/14/01/01/", "/14/01/01/001/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=11_000)
    parser.add_argument("--demands", type=int, default=91)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    communities = build(asked.communities)
    book(communities, asked.demands)
    booked = len(communities) * asked.demands
    print(f"{connection.vendor}，{len(communities):,} 个社区，{booked:,} 件社区事项入账")
    for name, role, unit in (
        ("省级办公室", Role.GATEKEEPER, PROVINCE),
        ("市级办公室", Role.GATEKEEPER, CITY),
        ("县级办公室", Role.GATEKEEPER, COUNTY),
        ("街道", Role.STREET, STREET),
        ("社区", Role.WORKER, communities[0]),
    ):
        many(name, visit(role, unit, "/insight/"), asked.rounds)
    many("公开页", visit(Role.RESIDENT, communities[0], "/insight/public/"), asked.rounds)


def book(communities: list[str], demands: int) -> None:
    """So many demands to all communities, spread over two years, departments and kinds."""
    place, today = facade.unit(PROVINCE).pk, timezone.localdate()
    for number in range(2, DEPARTMENTS + 1):
        orgs.units.establish_office(ADMIN, place, name=f"第{number}厅", kind=UnitKind.DEPARTMENT)
    kinds, begun = list(Kind), time.perf_counter()
    for number in range(demands):
        day = today - timedelta(days=number * DAYS // demands)
        posting = Posting(
            source=f"demands.demand:{number + 1}",
            number=f"测{number:04}",
            title=f"第{number}件",
            department=f"{PROVINCE}d{number % DEPARTMENTS + 1:02}/",
            under=f"许可{number % 30}",
            under_title=f"第{number % 30}号许可",
            kind=kinds[number % len(kinds)].value,
            issued_on=day,
        )
        shares = [
            Share(path, 20 + number % 60, 30 if at % 5 == 0 else None)
            for at, path in enumerate(communities)
        ]
        post(posting, shares, on=day)
    print(f"入账一件 {(time.perf_counter() - begun) / demands:.2f} 秒")


if __name__ == "__main__":
    main()
