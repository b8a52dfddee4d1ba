"""How quick the pages are with 100,000 units, 100,000 list items and the trail of all of them.

    python -m benchmarks.pages [--units 100000] [--items 100000] [--rounds 60] [--seconds 8]

Makes its own SQLite file and throws it away, or uses the database of QINGSHE_DATABASE when that is
PostgreSQL (an empty one: the data stays in it). The server is the one of production in processes
of its own, asked over HTTP by one client and by eight, on the same machine.
"""

import argparse
import atexit
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import django

FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER)
os.environ.setdefault("QINGSHE_DATABASE", f"sqlite:{FOLDER}/bench.sqlite3")
os.environ.update(QINGSHE_DEMO="on", DJANGO_SETTINGS_MODULE="qingshe.site.settings")
os.environ["QINGSHE_LOG_LEVEL"] = "ERROR"
django.setup()

from django.core.management import call_command  # noqa: E402  after the set-up, like all below
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks import catalog_size, orgs_tree  # noqa: E402
from qingshe.foundation import sheets  # noqa: E402
from qingshe.modules.catalog.packs import built_in, read_pack  # noqa: E402
from qingshe.modules.orgs import services  # noqa: E402
from qingshe.site.demo import story  # noqa: E402

CLIENTS = 8
HOST = "127.0.0.1"
ANOTHER_PROVINCE = "13"  # the demo city lies in 14
DEMAND = {"text": "请各社区于本月底前对辖区企业开展消防安全检查并签订责任状", "kind": "task"}
KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One page as somebody asks for it; with `form`, sent by POST."""

    label: str
    login: str
    address: str
    form: dict[str, str] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    build(asked.units, asked.items)
    port = free_port()
    server = serve(port, asked.workers)
    try:
        print(f"{connection.vendor}，{asked.workers} 个进程，每页 {asked.rounds} 次；毫秒")
        print(f"{'':18}{'首次':>8}{'中位数':>8}{'p95':>8}{'查询':>6}{f'{CLIENTS} 人每秒':>9}")
        for page in pages():
            measure(page, port, asked.rounds, asked.seconds)
        print("每个进程的内存（MB）：", "、".join(f"{size:.0f}" for size in memory(server)))
    finally:
        stop(server)


def build(units: int, items: int) -> None:
    """The demo city, a province beside it and a list as long as asked for."""
    call_command("migrate", verbosity=0)
    story.build()
    table = FOLDER / "units.xlsx"
    rows = ({**row, "code": ANOTHER_PROVINCE + row["code"][2:]} for row in orgs_tree.rows(units))
    sheets.write_to(table, "组织", services.imports.COLUMNS, rows)
    plan = services.imports.plan_of(orgs_tree.OPERATOR, table)
    orgs_tree.timed("导入组织", lambda: services.imports.apply(orgs_tree.OPERATOR, plan))
    pack = catalog_size.grown(read_pack(built_in("changzhi")), items)
    orgs_tree.timed("载入并公布清单", lambda: catalog_size.load(pack, publish=True))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    connection.close()


def pages() -> list[Page]:
    longest = f"/lists/{longest_edition()}/"
    return [
        Page("首页（访客）", "", "/"),
        Page("首页（社区）", "worker", "/"),
        Page("首页（办公室）", "gatekeeper", "/"),
        Page("清单", "", "/lists/"),
        Page("版次", "", longest),
        Page("版次内查“消防”", "", f"{longest}?q=%E6%B6%88%E9%98%B2"),
        Page("组织树", "administrator", "/orgs/"),
        Page("搜索“消防”", "worker", "/search/?q=%E6%B6%88%E9%98%B2"),
        Page("搜索“东河”", "administrator", "/search/?q=%E4%B8%9C%E6%B2%B3"),
        Page("留痕", "supervisor", "/trail/"),
        Page("留痕，按对象", "supervisor", "/trail/?subject=orgs.orgunit:500"),
        Page("依据复核", "gatekeeper", "/catalog/reviews/"),
        Page("文件矛盾", "gatekeeper", "/catalog/conflicts/"),
        Page("过闸（提交）", "worker", "/gate/", DEMAND),
    ]


def longest_edition() -> int:
    """The edition with most items, as the API tells it."""
    client = Client(SERVER_NAME="localhost")
    told = client.get("/api/v1/catalog/in-force", {"place": catalog_size.CITY}).json()
    return int(max(told, key=lambda edition: edition["id"])["id"])


def measure(page: Page, port: int, rounds: int, seconds: float) -> None:
    """Print the first answer, median, 95th percentile, queries and pages a second."""
    visit = Visit(page, port)
    first = milliseconds(visit.ask)
    times = [milliseconds(visit.ask) for _ in range(rounds)]
    p95 = statistics.quantiles(times, n=20)[-1]
    figures = f"{first:>8.0f}{statistics.median(times):>9.1f}{p95:>9.1f}"
    rate = together(page, port, seconds)
    print(f"{page.label:<16}{figures}{queries_of(page):>6}{rate:>9.0f}", flush=True)


class Visit:
    """A browser that has signed in and keeps its connection."""

    def __init__(self, page: Page, port: int) -> None:
        client = signed_in(page.login)
        form = dict(page.form)
        if form:
            told = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', client.get(page.address).text)
            form["csrfmiddlewaretoken"] = told.group(1) if told else ""
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)
        self.page, self.body = page, urlencode(form) if form else None
        self.headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{key}={one.value}" for key, one in client.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self) -> None:
        method = "POST" if self.body else "GET"
        self.connection.request(method, self.page.address, self.body, self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{self.page.label} answers {answer.status}")


def signed_in(login: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    if login:
        client.post("/sign-in/", {"login_name": login, "password": story.password()})
    return client


def queries_of(page: Page) -> int:
    """How many questions one page asks of the database, once everything is warm."""
    client = signed_in(page.login)
    count = 0
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            if page.form:
                client.post(page.address, page.form)
            else:
                client.get(page.address)
        count = len(asked)
    return count


def together(page: Page, port: int, seconds: float) -> float:
    """Pages a second that eight clients get at once."""
    visits = [Visit(page, port) for _ in range(CLIENTS)]
    end = time.perf_counter() + seconds
    counts = [0] * CLIENTS

    def go_on(number: int) -> None:
        while time.perf_counter() < end:
            visits[number].ask()
            counts[number] += 1

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def serve(
    port: int,
    workers: int,
    application: str = "qingshe.site.wsgi:application",
    environment: dict[str, str] | None = None,
) -> "subprocess.Popen[bytes]":
    """The server of `qingshe run`, without the worker; ready when it answers."""
    options = ["--interface", "wsgi", "--blocking-threads", "1", "--no-ws", "--log-level", "error"]
    where = ["--host", HOST, "--port", str(port), "--workers", str(workers)]
    command = [sys.executable, "-m", "granian", *options, *where, application]
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return server
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End it, also when it was only just starting and does not listen to that."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def memory(server: "subprocess.Popen[bytes]") -> list[float]:
    """Resident megabytes of every process of the server that answers (Linux)."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    found = []
    for child in children:
        told = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{child}/status").read_text())
        if told:
            found.append(int(told.group(1)) / KILOBYTE)
    return found


def milliseconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
