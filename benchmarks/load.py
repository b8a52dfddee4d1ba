"""How quick a city stays: 11,000 communities, 1,000 departments, 1,000,000 shares of demands.

    QINGSHE_DATABASE=postgresql://… python -m benchmarks.load [--assignments 1000000] [--rounds 60]

Fills an empty PostgreSQL database, which stays as it is (a second run measures it again at once),
or a SQLite file of its own (`--communities 100 --departments 40 --assignments 10000`). Asked over
HTTP by one client and by eight; server, database and clients are on the same machine. The last
line is a bare page of the framework on the same server: what this machine can do at all.
"""

import argparse
import http.client
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote, urlencode

from benchmarks import demands, pages  # first: they choose the database and set Django up

# isort: split
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.foundation.documents import papers, shelf
from qingshe.kernel.errors import Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import exports
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.queries import demands as demand_queries
from qingshe.modules.demands.rules import AssignmentState, DemandState, Terms
from qingshe.modules.demands.services import issuing
from qingshe.modules.orgs import facade, services
from qingshe.modules.orgs.models import OrgUnit
from qingshe.modules.orgs.rules import Kind
from qingshe.site.demo import story

T = TypeVar("T")
BIG = 20  # departments of the province; they ask every community
RARE = 16  # of so many demands one is theirs
PERMITS = 5  # of each department
WORK = (
    "人员核对",
    "政策宣传",
    "信息更新",
    "隐患提示",
    "情况摸底",
    "名单公示",
    "入户走访",
    "活动组织",
)
OPEN_DAYS = 25  # what was issued longer ago is done
OVER_ALL = (Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR)
ONES_PRESSES = 20  # a second, of each of eight clients: what is given them to press on
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Issuer:
    """A department, whom it may ask and its permits."""

    path: str
    place: str
    permits: tuple[catalog.PermitSummary, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=11_000)
    parser.add_argument("--departments", type=int, default=1_000)
    parser.add_argument("--assignments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not OrgUnit.objects.exists():
        fill(asked.communities, asked.departments, asked.assignments)
    port = pages.free_port()
    server = pages.serve(port, asked.workers)
    try:
        shares = Assignment.objects.count()
        busy = os.getloadavg()[0]
        print(f"{connection.vendor}，{shares:,} 件社区事项，{asked.workers} 个进程；毫秒")
        print(f"开始时的平均负载 {busy:.1f}（{os.cpu_count()} 核）")
        print(f"{'':18}{'首次':>8}{'中位数':>8}{'p95':>8}{'查询':>6}{'8 人每秒':>9}")
        for page in looked_at():
            pages.measure(page, port, asked.rounds, asked.seconds)
        for move in ("accept", "hand_in", "refuse"):
            give_work(asked.rounds + round(asked.seconds * ONES_PRESSES))
            measure_move(move, port, asked.rounds, asked.seconds)
        print("每个进程的内存（MB）：", "、".join(f"{one:.0f}" for one in pages.memory(server)))
    finally:
        pages.stop(server)
    measure_long_work()
    measure_bare(asked.workers, asked.rounds, asked.seconds)


def fill(communities: int, departments: int, assignments: int) -> None:
    """The city, its permits, what was issued over half a year and what became of it."""
    start = time.perf_counter()
    demands.build(communities)
    issuers = found_departments(departments)
    print(f"组织、许可：{time.perf_counter() - start:.0f} 秒", flush=True)
    dice = random.Random(SEED)  # noqa: S311 - figures, no secrets
    made, start = 0, time.perf_counter()
    for serial, moment in enumerate(mornings()):
        is_big = serial % RARE == 0
        issuer = issuers[serial // RARE % BIG] if is_big else dice.choice(issuers[BIG:])
        made += issue(issuer, serial, moment, dice)
        if made >= assignments:
            break
    print(f"{made:,} 件社区事项：{time.perf_counter() - start:.0f} 秒", flush=True)
    settle()
    open_accounts()
    command = [sys.executable, "-m", "qingshe.site.cli", "db_worker", "--batch", "--no-reload"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as autovacuum does in a city
    connection.close()


def found_departments(departments: int) -> list[Issuer]:
    """Some of the province, which may ask everybody, the others of a county; five permits each."""
    counties = list(OrgUnit.objects.filter(level="county", kind=Kind.DIVISION).order_by("path"))
    province = facade.unit(demands.PROVINCE)
    places = [(province.pk, province.path)] * BIG
    places += [
        (one.pk, one.path) for one in itertools.islice(itertools.cycle(counties), departments)
    ]
    issuers = []
    for serial, (pk, place) in enumerate(places[:departments]):
        path = demands.DEPARTMENT if serial == 0 else department(pk, f"第{serial + 1}局")
        numbers = tuple(issue_permit(path, place, serial, at) for at in range(PERMITS))
        issuers.append(Issuer(path, place, numbers))
    return issuers


def department(place: int, name: str) -> str:
    """The path of a new one."""
    unit = services.units.establish_office(demands.ADMIN, place, name=name, kind=Kind.DEPARTMENT)
    return unit.path


def issue_permit(
    holder: str, place: str, serial: int, at: int, times: int | None = None
) -> catalog.PermitSummary:
    today = timezone.localdate()
    draft = catalog.PermitDraft(
        title=f"{WORK[(serial + at) % len(WORK)]}（{serial + 1}局{at + 1}）",
        kind="task",
        holder=holder,
        place=demands.PROVINCE,
        scope=(place,),
        duration_type="long_term",
        valid_from=today - timedelta(days=250),
        valid_until=today + timedelta(days=60 + serial % 300),
        times_per_year=times,
        minutes=5 + serial % 40,
    )
    office = demands.actor(Role.GATEKEEPER, demands.PROVINCE)
    return catalog.issue_permit(office, draft, today=today)


def mornings() -> Iterator[datetime]:
    """Ten o'clock of every working day of the last half year, over and over, oldest first."""
    today = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    workdays = calendar.workdays()
    days = [today - timedelta(days=back) for back in range(200, 0, -1)]
    return itertools.cycle([day for day in days if workdays.is_workday(day.date())])


def issue(issuer: Issuer, serial: int, moment: datetime, dice: random.Random) -> int:
    permit = dice.choice(issuer.permits)
    terms = Terms(
        under=permit.number,
        title=permit.title,
        text=f"{permit.title}，有变化的报一句话。",
        paths=(issuer.place,),
        due_on=moment.date() + timedelta(days=dice.randint(15, 40)),
    )
    sender = demands.actor(Role.DEPARTMENT, issuer.path)
    try:
        return issuing.issue(sender, terms, key=str(serial), now=moment).communities
    except Invalid as error:
        raise SystemExit(f"第 {serial} 件不能下达：{error.problems}") from error


def settle() -> None:
    """What is old is done, with what it took; written at once: it is the mass that counts here."""
    old = Demand.objects.filter(issued_at__lt=timezone.now() - timedelta(days=OPEN_DAYS))
    Assignment.objects.filter(demand__in=old).update(
        state=AssignmentState.DONE,
        handed_in_on=F("due_on"),
        minutes_observed=F("minutes") + F("id") % 7,
    )
    old.update(state=DemandState.CLOSED)


def open_accounts() -> None:
    people = [(f"worker{at}", community(at), Role.WORKER) for at in range(pages.CLIENTS)]
    people.append(("department", demands.DEPARTMENT, Role.DEPARTMENT))
    people += [(role, demands.PROVINCE, role) for role in OVER_ALL]
    for login, unit, role in people:
        services.accounts.open_account(
            demands.ADMIN,
            login_name=login,
            name="周明",
            unit=unit,
            role=role,
            password=story.password(),
        )


def looked_at() -> list[pages.Page]:
    mine = Demand.objects.filter(issuer=demands.DEPARTMENT).order_by("-communities", "-pk")
    biggest = mine.values_list("pk", "under")[:1].get()
    return [
        pages.Page("首页（社区）", "worker0", "/"),
        pages.Page("今日", "worker0", "/today/"),
        pages.Page("明天以后", "worker0", "/today/?view=later"),
        pages.Page("已办", "worker0", "/today/?view=done"),
        pages.Page("首页（部门）", "department", "/"),
        pages.Page("下达列表", "department", "/demands/"),
        pages.Page("进度（全部社区）", "department", f"/demands/{biggest[0]}/"),
        pages.Page("首页（办公室）", "gatekeeper", "/"),
        pages.Page("下达列表（办公室）", "gatekeeper", "/demands/"),
        pages.Page("拒收裁定", "gatekeeper", "/rulings/"),
        pages.Page("许可登记簿", "gatekeeper", "/permits/"),
        pages.Page("登记簿内查“走访”", "gatekeeper", "/permits/?q=%E8%B5%B0%E8%AE%BF"),
        pages.Page("首页（领导小组）", "leader", "/"),
        pages.Page("首页（监督）", "supervisor", "/"),
        pages.Page("减负成效（社区）", "worker0", "/insight/"),
        pages.Page("减负成效（部门）", "department", "/insight/"),
        pages.Page("减负成效（全省）", "gatekeeper", "/insight/"),
        pages.Page("减负公开", "", "/insight/public/"),
        pages.Page("查验", "", f"/v/{quote(biggest[1])}/"),
    ]


def measure_move(move: str, port: int, rounds: int, seconds: float) -> None:
    """One community presses a button share after share; then eight communities at once."""
    alone = Presses(0, move, port)
    times = [pages.milliseconds(alone.press) for _ in range(rounds)]
    everybody = [Presses(number, move, port) for number in range(pages.CLIENTS)]
    counts, end = [0] * pages.CLIENTS, time.perf_counter() + seconds

    def go_on(number: int) -> None:
        while everybody[number].left and time.perf_counter() < end:
            everybody[number].press()
            counts[number] += 1

    threads = [threading.Thread(target=go_on, args=(at,)) for at in range(pages.CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(counts) / (time.perf_counter() - start)
    middle, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{move:<18}{times[0]:>8.0f}{middle:>9.1f}{p95:>9.1f}{'':>6}{rate:>9.0f}", flush=True)


def give_work(wanted: int) -> None:
    """As many demands to the communities that press as each has too few of to press on."""
    own = tuple(community(number) for number in range(pages.CLIENTS))
    free = Assignment.objects.filter(community__in=own, state=AssignmentState.OPEN)
    counts = dict(free.order_by().values_list("community").annotate(Count("pk")))
    permit = often()
    for _ in range(wanted - min(counts.get(path, 0) for path in own)):
        issue_again(permit, own)


def often() -> catalog.PermitSummary:
    """A permit that may be used as often as one likes."""
    return issue_permit(demands.DEPARTMENT, demands.PROVINCE, 0, 0, times=10_000)


def issue_again(permit: catalog.PermitSummary, paths: tuple[str, ...]) -> Demand:
    now = demands.working_morning()
    terms = Terms(
        under=permit.number,
        title=permit.title,
        text=f"{permit.title}，有变化的报一句话。",
        paths=paths,
        due_on=now.date() + timedelta(days=30),
    )
    sender = demands.actor(Role.DEPARTMENT, demands.DEPARTMENT)
    return issuing.issue(sender, terms, key=f"again {time.time_ns()}", now=now)


def measure_long_work() -> None:
    """One demand to everybody, its progress as Excel, a decision as PDF: time and CPU time."""
    demand = timed("下达到全部社区", lambda: issue_again(often(), (demands.PROVINCE,)))
    rows = demand_queries.each_share_row
    timed("进度写成 Excel", lambda: exports.progress_as_sheet(rows(demand)))
    values = shelf.sample("decision")
    papers.pdf("decision", values)
    timed("决定书 PDF", lambda: papers.pdf("decision", values))


def timed(label: str, work: Callable[[], T]) -> T:
    start, cpu = time.perf_counter(), time.process_time()
    made = work()
    took, cost = time.perf_counter() - start, time.process_time() - cpu
    print(f"{label}：{took:.2f} 秒，处理器 {cost:.2f} 秒", flush=True)
    return made


class Presses:
    """A signed-in community and the shares it has not begun, each to be moved once."""

    def __init__(self, number: int, move: str, port: int) -> None:
        client = pages.signed_in(f"worker{number}")
        self.move, self.token = move, ""
        mine = Assignment.objects.filter(community=community(number), state=AssignmentState.OPEN)
        self.shares = list(mine.order_by("pk").values_list("pk", "version")[:2000])
        told = re.search(
            r'csrfmiddlewaretoken" value="([^"]+)"',
            client.get(self._address(self.shares[0][0])).text,
        )
        self.token = told.group(1) if told else ""
        self.connection = http.client.HTTPConnection(pages.HOST, port, timeout=120)
        self.headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{key}={one.value}" for key, one in client.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    @property
    def left(self) -> int:
        return len(self.shares)

    def press(self) -> None:
        share, version = self.shares.pop()
        form = {"csrfmiddlewaretoken": self.token, "version": version, "ground": "no_basis"}
        self.connection.request("POST", self._address(share), urlencode(form), self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.FOUND:
            raise SystemExit(f"{self.move}: {answer.status}")

    def _address(self, share: int) -> str:
        return f"/today/{share}/{self.move}/"


def community(number: int) -> str:
    """The path of the community whose account is worker`number`."""
    return str(
        OrgUnit.objects.filter(level="community")
        .order_by("path")
        .values_list("path", flat=True)[number]
    )


def measure_bare(workers: int, rounds: int, seconds: float) -> None:
    """A view that does nothing, on the same server."""
    port = pages.free_port()
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.bare"}
    server = pages.serve(port, workers, "benchmarks.bare:application", settings)
    try:
        pages.measure(pages.Page("框架的空页", "", "/"), port, rounds, seconds)
    finally:
        pages.stop(server)


if __name__ == "__main__":
    main()
