"""How quick the tree stays with 100,000 units: pages, search, import and export, measured here.

    QINGSHE_DEMO=on python -m benchmarks.orgs_tree [--units 100000] [--rounds 60]

Makes its own SQLite file and throws it away, or uses the database of QINGSHE_DATABASE when that is
PostgreSQL (an empty one: the units stay in it). Server and client are one process.
"""

import argparse
import atexit
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import django

FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER)
os.environ.setdefault("QINGSHE_DATABASE", f"sqlite:{FOLDER}/bench.sqlite3")
os.environ.update(QINGSHE_DEMO="on", DJANGO_SETTINGS_MODULE="qingshe.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after the set-up, like all below
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from qingshe.foundation import sheets  # noqa: E402
from qingshe.kernel.actor import Actor  # noqa: E402
from qingshe.kernel.roles import Role  # noqa: E402
from qingshe.modules.orgs import policy, queries, services  # noqa: E402

T = TypeVar("T")
Row = dict[str, str]
PROVINCE = "14"
OPERATOR = Actor("command:bench", "/", frozenset(policy.GRANTS), Role.ADMINISTRATOR)
PASSWORD = "taihang-qinggan-9"  # noqa: S105 - of a database that is thrown away
HTMX = {"HX-Request": "true"}
PARTS = (
    ("东", "西", "南", "北", "中", "新", "旧", "大", "小", "上"),
    tuple("河山街桥园林湖泉庄村"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}, {asked.units:,} 个组织，每项 {asked.rounds} 次")
    build(asked.units)
    print(f"{'':24}{'中位数':>8}{'p95':>8}{'查询':>6}")
    for place, role in (("/", Role.ADMINISTRATOR), ("/14/03/", Role.GATEKEEPER)):
        print(f"{role.label}，{place}")
        measure(sign_in(place, role), asked.rounds)


def rows(units: int) -> Iterator[Row]:
    """A province: cities of 12 counties, of 15 streets, of 20 communities, until there are enough.

    Names of streets and communities are made of a hundred words of two characters.
    """
    yield {"code": f"{PROVINCE}0000000000", "name": "山西省"}
    made = 1
    for city in range(1, 100):
        for row in _city(city):
            if made >= units:
                return
            made += 1
            yield row


def _city(city: int) -> Iterator[Row]:
    prefix = f"{PROVINCE}{city:02}"
    yield {"code": f"{prefix}00000000", "name": f"第{city}市"}
    for county in range(1, 13):
        yield {"code": f"{prefix}{county:02}000000", "name": f"第{city}市第{county}区"}
        for street in range(1, 16):
            code = f"{prefix}{county:02}{street:03}"
            yield {"code": f"{code}000", "name": f"{_word(street)}街道"}
            for community in range(1, 21):
                name = f"{_word(street * 20 + community)}{_word(city)}社区"
                yield {"code": f"{code}{community:03}", "name": name}


def _word(number: int) -> str:
    first, second = PARTS
    return first[number % 10] + second[number // 10 % 10]


def build(units: int) -> None:
    """Bring the units in as a city would: by a table."""
    table = FOLDER / "units.xlsx"
    columns = services.imports.COLUMNS
    sheets.write_to(table, "组织", columns, rows(units))
    plan = timed("导入：读表、比对", lambda: services.imports.plan_of(OPERATOR, table))
    timed("导入：写入（含留痕、检索）", lambda: services.imports.apply(OPERATOR, plan))
    timed("再导入同一张表：比对", lambda: services.imports.plan_of(OPERATOR, table))
    exported = queries.units.exported(OPERATOR)
    out = services.imports.rows_of(exported)
    timed("导出 Excel", lambda: sheets.write("组织", columns, out))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measure(client: Client, rounds: int) -> None:
    street = queries.units.get_by_path(OPERATOR, "/14/03/05/007/")
    city = queries.units.get_by_path(OPERATOR, "/14/03/")
    repeat("组织树首页", client, "/orgs/", rounds)
    repeat("展开市", client, f"/orgs/{city.pk}/branch/", rounds, HTMX)
    repeat("展开街道", client, f"/orgs/{street.pk}/branch/", rounds, HTMX)
    repeat("组织页", client, f"/orgs/{street.pk}/", rounds)
    for words in ("东河", "社区", "第3市第5区", "140305007", "没有这个"):
        repeat(f"查“{words}”", client, f"/orgs/?q={words}", rounds)
    repeat("接口一页", client, "/api/v1/orgs/units?below=/14/03/&level=community", rounds)


def sign_in(place: str, role: Role) -> Client:
    """A browser in which somebody with this role at this place is signed in."""
    name = f"bench.{role}"
    services.accounts.open_account(
        OPERATOR, login_name=name, name="测量", unit=place, role=role, password=PASSWORD
    )
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"login_name": name, "password": PASSWORD})
    return client


def timed(label: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    print(f"{label}：{time.perf_counter() - start:.1f} 秒")
    return result


def repeat(
    label: str, client: Client, address: str, rounds: int, headers: dict[str, str] | None = None
) -> None:
    """Ask for one page many times and print the median, the 95th percentile and its queries."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=headers or {})
        count = len(asked)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        client.get(address, headers=headers or {})
        times.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{label:<20}{statistics.median(times):>9.1f}{p95:>8.1f}{count:>6}  ms")


if __name__ == "__main__":
    main()
