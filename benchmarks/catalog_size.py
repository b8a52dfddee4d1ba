"""How quick lists stay with 100,000 items: loading, publishing, reading, searching, comparing.

    QINGSHE_DEMO=on python -m benchmarks.catalog_size [--items 100000] [--rounds 30]

Makes its own SQLite file and throws it away, or uses the database of QINGSHE_DATABASE when that is
PostgreSQL (an empty one: the lists stay in it). Server and client are one process.
"""

import argparse
import atexit
import os
import re
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
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

from qingshe.kernel.actor import Actor  # noqa: E402
from qingshe.modules.catalog import exports, facade, policy  # noqa: E402
from qingshe.modules.catalog.models import Edition  # noqa: E402
from qingshe.modules.catalog.packs import Pack, built_in, read_pack  # noqa: E402
from qingshe.modules.catalog.services import loading  # noqa: E402

CITY = "/14/04/"
KEEPER = Actor("task:pack", CITY, frozenset(policy.GRANTS))
TODAY = date(2026, 9, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}，{asked.items:,} 个事项")
    pack = grown(read_pack(built_in("changzhi")), asked.items)
    once("载入为草案", lambda: load(pack, publish=False))
    once("公布", lambda: load(pack, publish=True))
    once("再载入一次（不变）", lambda: load(pack, publish=True))
    once("写成 Excel", lambda: exports.as_sheet(Edition.objects.get()))
    once("闸门取全部现行事项", lambda: facade.effective_entries(CITY, TODAY))
    client = Client(SERVER_NAME="localhost")
    here = first_edition(client)
    middle = client.get(here).text.split("after=")[1].split('"')[0]
    print(f"{'':22}{'中位数':>8}{'p95':>8}")
    rows = {
        "清单首页": "/lists/",
        "版次第一页": here,
        "版次下一页": f"{here}?after={middle}",
        "版次内查两个字": f"{here}?q=消防",
        "全部清单查两个字": "/lists/?q=消防",
    }
    for label, address in rows.items():
        many(label, partial(client.get, address), asked.rounds)
    many("发布标记", facade.publication_marker, asked.rounds)


def load(pack: Pack, *, publish: bool) -> loading.Loaded:
    return loading.load(KEEPER, pack, place=CITY, publish=publish, today=TODAY)


def grown(pack: Pack, count: int) -> Pack:
    """The pack with its assist list repeated until it has `count` items."""
    first = pack.lists[1]
    items = tuple(
        replace(
            first.items[n % len(first.items)],
            key=f"B-{n}",
            serial=n + 1,
            title=f"{first.items[n % len(first.items)].title}（{n}）",
        )
        for n in range(count)
    )
    return replace(pack, lists=(replace(first, items=items),))


def first_edition(client: Client) -> str:
    """The address of the one edition that stands on the public page."""
    found = re.search(r"/lists/\d+/", client.get("/lists/").text)
    return found.group() if found else ""


def once(label: str, work: Callable[[], object]) -> None:
    count = Counter[str]()
    start = time.perf_counter()
    with connection.execute_wrapper(counting(count)):
        work()
    took = time.perf_counter() - start
    print(f"{label:22}{took:8.1f} 秒 {count.total():6,} 次查询")


def many(label: str, work: Callable[[], object], rounds: int) -> None:
    count = Counter[str]()
    with connection.execute_wrapper(counting(count)):
        work()
    times = sorted(timed(work) for _ in range(rounds))
    p95 = times[int(len(times) * 0.95) - 1]
    print(f"{label:22}{statistics.median(times):8.1f}{p95:8.1f} 毫秒{count.total():4} 次查询")


def counting(count: Counter[str]) -> Callable[..., object]:
    """A wrapper round every statement that only counts it."""

    def wrapper(execute: Callable[..., object], sql: str, *rest: object) -> object:
        count[connection.alias] += 1
        return execute(sql, *rest)

    return wrapper


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
