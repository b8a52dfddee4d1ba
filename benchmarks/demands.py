"""How quick issuing, the inbox and a ruling stay when a whole province is asked, measured here.

    QINGSHE_DEMO=on python -m benchmarks.demands [--communities 11000] [--demands 20] [--rounds 60]

Makes its own SQLite file and throws it away, or uses the database of QINGSHE_DATABASE when that is
PostgreSQL (an empty one: what is made stays in it). Server and client are one process.
"""

import argparse
import atexit
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER)
os.environ.setdefault("QINGSHE_DATABASE", f"sqlite:{FOLDER}/bench.sqlite3")
os.environ.update(QINGSHE_DEMO="on", DJANGO_SETTINGS_MODULE="qingshe.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after the set-up, like all below
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from qingshe.foundation import sheets  # noqa: E402
from qingshe.foundation.calendar import services as calendar  # noqa: E402
from qingshe.kernel.actor import Actor  # noqa: E402
from qingshe.kernel.roles import Role  # noqa: E402
from qingshe.modules.catalog import facade as catalog  # noqa: E402
from qingshe.modules.demands.models import Demand  # noqa: E402
from qingshe.modules.demands.queries import inbox  # noqa: E402
from qingshe.modules.demands.rules import Ground, Terms  # noqa: E402
from qingshe.modules.demands.services import issuing, ruling, working  # noqa: E402
from qingshe.modules.orgs import facade  # noqa: E402
from qingshe.modules.orgs import services as orgs  # noqa: E402
from qingshe.modules.orgs.rules import Kind  # noqa: E402
from qingshe.site.grants import grants_of  # noqa: E402

PROVINCE, DEPARTMENT = "/14/", "/14/d01/"
PASSWORD = "taihang-qinggan-9"  # noqa: S105 - of a database that is thrown away
ADMIN = Actor("command:bench", "/", grants_of(Role.ADMINISTRATOR), Role.ADMINISTRATOR)
TITLE = "高龄津贴人员核对"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=11_000)
    parser.add_argument("--demands", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}，{asked.communities:,} 个社区，{asked.demands} 件下达")
    communities = build(asked.communities)
    number = permit()
    now = working_morning()
    one("一件下达到全部社区", lambda: issue(number, 0, now))
    for key in range(1, asked.demands):
        issue(number, key, now)
    worker = actor(Role.WORKER, communities[0])
    shares = [each.pk for each in inbox.visible_to(worker)]
    many("今日", visit(Role.WORKER, communities[0], "/today/?view=later"), asked.rounds)
    department = visit(Role.DEPARTMENT, DEPARTMENT, "/demands/")
    many("下达列表", department, asked.rounds)
    first = Demand.objects.order_by("pk").values_list("pk", flat=True)[0]
    many("进度", visit(Role.DEPARTMENT, DEPARTMENT, f"/demands/{first}/"), asked.rounds)
    take = iter(shares)
    done = lambda: working.hand_in(worker, next(take), now=now)  # noqa: E731 - measured below
    many("报送", done, min(asked.rounds, len(shares) // 2))
    refusal = working.refuse(worker, next(take), ground=Ground.NO_BASIS, now=now)
    office = actor(Role.GATEKEEPER, PROVINCE)
    one("裁定成立，对全部作废", lambda: ruling.uphold(office, refusal.pk, now=now))


def build(communities: int) -> list[str]:
    """A province of cities, counties and streets with so many communities; their paths."""
    rows, paths = [{"code": "140000000000", "name": "山西省"}], []
    for at in range(communities):
        city, county, street = at // 4000 + 1, at // 400 % 10 + 1, at // 20 % 20 + 1
        prefix = f"14{city:02}"
        if at % 4000 == 0:
            rows.append({"code": f"{prefix}00000000", "name": f"第{city}市"})
        if at % 400 == 0:
            rows.append({"code": f"{prefix}{county:02}000000", "name": f"第{county}区"})
        if at % 20 == 0:
            rows.append({"code": f"{prefix}{county:02}{street:03}000", "name": f"第{street}街道"})
        number = f"{county:02}{street:03}{at % 20 + 1:03}"
        rows.append({"code": f"{prefix}{number}", "name": f"社区{at}"})
        paths.append(f"/14/{city:02}/{county:02}/{street:03}/{at % 20 + 1:03}/")
    table = FOLDER / "units.xlsx"
    sheets.write_to(table, "组织", orgs.imports.COLUMNS, rows)
    orgs.imports.apply(ADMIN, orgs.imports.plan_of(ADMIN, table))
    pk = facade.unit(PROVINCE).pk
    province = orgs.units.establish_office(ADMIN, pk, name="省民政厅", kind=Kind.DEPARTMENT)
    assert_path(province.path)
    return paths


def assert_path(path: str) -> None:
    if path != DEPARTMENT:
        raise SystemExit(f"没有料到的部门路径 {path}")


def permit() -> str:
    today = timezone.localdate()
    draft = catalog.PermitDraft(
        title=TITLE,
        kind="task",
        holder=DEPARTMENT,
        place=PROVINCE,
        scope=(PROVINCE,),
        duration_type="long_term",
        valid_from=today - timedelta(days=60),
        valid_until=today + timedelta(days=300),
        times_per_year=None,
        minutes=12,
    )
    return catalog.issue_permit(actor(Role.GATEKEEPER, PROVINCE), draft, today=today).number


def working_morning() -> datetime:
    """Ten o'clock of a working day, at most a few days ago."""
    moment = timezone.localtime().replace(hour=10, minute=0)
    while not calendar.workdays().is_workday(moment.date()):
        moment -= timedelta(days=1)
    return moment


def issue(number: str, key: int, now: datetime) -> Demand:
    terms = Terms(
        under=number,
        title=TITLE,
        text="请核对八十岁以上老人的居住和健在情况。",
        paths=(PROVINCE,),
        due_on=now.date() + timedelta(days=10),
    )
    return issuing.issue(actor(Role.DEPARTMENT, DEPARTMENT), terms, key=str(key), now=now)


def actor(role: Role, unit: str) -> Actor:
    return Actor("command:bench", unit, grants_of(role), role)


def visit(role: Role, unit: str, address: str) -> Callable[[], object]:
    """A signed-in browser that opens a page."""
    login = f"{role}{unit}{address}".replace("/", "").partition("?")[0]
    orgs.accounts.open_account(
        ADMIN, login_name=login, name="周明", unit=unit, role=role, password=PASSWORD
    )
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"login_name": login, "password": PASSWORD})

    def ask() -> object:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return answer

    return ask


def one(name: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    print(f"{name:　<14}{time.perf_counter() - start:8.2f} 秒")


def many(name: str, work: Callable[[], object], rounds: int) -> None:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    middle, late = statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]
    print(f"{name:　<14}{middle:8.1f} 毫秒（中位数）{late:8.1f} 毫秒（p95）")


if __name__ == "__main__":
    main()
