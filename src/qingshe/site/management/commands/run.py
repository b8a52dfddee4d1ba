"""`qingshe run`: the site and the worker, until Ctrl-C."""

import logging
import math
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from qingshe.foundation.environment import BadSetting
from qingshe.foundation.notices import tasks as reminders
from qingshe.site import nightly

LOOK_EVERY = 5  # seconds
BLINK = 0.25  # seconds until a signal is noticed
GRACE = 10  # seconds a child has to finish what it does
WORKER = f"{socket.gethostname()}-qingshe"[:60]  # one a machine: its name tells whose a task was
Child: TypeAlias = "subprocess.Popen[bytes]"
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "启动网站和后台任务；首次运行时建库，演示方式下载入演示城市"
    requires_system_checks = ()  # they run here, after the folder exists

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("QINGSHE_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=_port())
        parser.add_argument("--workers", type=int, default=1 if settings.DEMO else os.cpu_count())

    def handle(self, *args: object, host: str, port: int, workers: int, **options: object) -> None:
        if _is_taken(host, port):
            raise CommandError(f"端口 {port} 已被占用。换一个：QINGSHE_PORT={port + 1} make run")
        settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **_demo_key()} if settings.DEMO else dict(os.environ)
        if not settings.DEMO:
            call_command("check", deploy=True, fail_level="WARNING")
        call_command("migrate", verbosity=0)
        if settings.DEMO:
            call_command("demo", "--if-empty")
        site = _start(environment, *_server(host, port, workers))

        def start_worker() -> Child:
            with suppress(DatabaseError):
                _put_back_what_was_begun()
            words = ("db_worker", "--no-reload", f"--worker-id={WORKER}")
            return _start(environment, *_qingshe(*words))

        self.stdout.write(self.style.SUCCESS(f"\n轻社已启动：http://{host}:{port}/"))
        if settings.DEMO:
            call_command("demo", "--accounts")
        self.stdout.write("停止：Ctrl-C")
        sys.exit(_watch(site, start_worker))


def _port() -> int:
    port = os.environ.get("QINGSHE_PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSetting(f"QINGSHE_PORT 应为 1 到 65535 的整数，现在是 {port!r}。")
    return int(port)


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _demo_key() -> dict[str, str]:
    """A demonstration makes its own secret, once, so that nobody shares one."""
    file: Path = settings.DATA_FOLDER / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60), encoding="utf-8")
    return {"QINGSHE_SECRET_KEY_FILE": str(file)}


def _server(host: str, port: int, workers: int) -> list[str]:
    options = [
        "--interface",
        "wsgi",
        "--blocking-threads",
        "1",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    where = ["--host", host, "--port", str(port), "--workers", str(workers)]
    return [sys.executable, "-m", "granian", *options, *where, "qingshe.site.wsgi:application"]


def _qingshe(*words: str) -> list[str]:
    return [sys.executable, "-m", "qingshe.site.cli", *words]


def _start(environment: dict[str, str], *command: str) -> Child:
    return subprocess.Popen(command, env=environment)  # noqa: S603 - our own programs


def _watch(site: Child, start_worker: Callable[[], Child]) -> int:
    """Wait until the site ends or we are told to stop; a worker that ends is started again.

    A database that goes away for a while takes the worker with it, never the site.
    """
    told: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)  # no exception: one raised inside a destructor would be lost

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker, looked = start_worker(), -math.inf
    while not told and site.poll() is None:
        if time.monotonic() - looked >= LOOK_EVERY:
            if worker.poll() is not None:
                log.warning("the worker ended with %s and is started again", worker.returncode)
                worker = start_worker()
            _keep_the_clock()
            looked = time.monotonic()
        time.sleep(BLINK)
    for child in (site, worker):
        child.terminate()
    for child in (site, worker):
        _end(child)
    return 0 if told else 1


def _end(child: Child) -> None:
    """A child that does not end in time is killed; what its worker had begun is done again."""
    try:
        child.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _keep_the_clock() -> None:
    try:
        nightly.run_at_start()
        nightly.run_if_due()
        nightly.digest_if_due()
        reminders.wake()
    except DatabaseError:
        log.warning("the database is away; tasks of the clock wait", exc_info=True)
        connection.close()


def _put_back_what_was_begun() -> None:
    """Tasks that a killed worker of this machine had begun are done again; they may run twice."""
    mine = DBTaskResult.objects.running().only("pk", "worker_ids")
    begun = [task.pk for task in mine if task.worker_ids[-1:] == [WORKER]]
    DBTaskResult.objects.filter(pk__in=begun).update(status=TaskResultStatus.READY)
