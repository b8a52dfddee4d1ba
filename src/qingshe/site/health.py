"""Is the installation well? Asked by machines at /-/health and by the administrator's page."""

import shutil
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tasks_db.models import DBTaskResult

from qingshe.foundation.notices import stuck

LEAST_DISK = 500_000_000  # bytes; below, an import or a backup may not finish
PATIENCE = timedelta(minutes=10)  # a task waits this long before the worker is called stuck


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    name: str
    well: bool
    detail: str


def examine() -> list[Finding]:
    """Look at the database, its schema, the worker and the disk; never raises."""
    try:
        rest = [_file() or _schema(), _worker(), _reminders()]
    except DatabaseError as error:
        rest = [Finding("数据库", well=False, detail=f"连不上：{type(error).__name__}")]
    return [*rest, _disk()]


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything is well, 503 otherwise; the body says what is not."""
    findings = examine()
    well = all(finding.well for finding in findings)
    body = {"well": well, "findings": [asdict(finding) for finding in findings]}
    return JsonResponse(
        body, status=200 if well else 503, json_dumps_params={"ensure_ascii": False}
    )


def _file() -> Finding | None:
    """An open SQLite file goes on being written after somebody removed it, for nobody to find."""
    if connection.vendor != "sqlite" or "mode=memory" in str(connection.settings_dict["NAME"]):
        return None
    if Path(str(connection.settings_dict["NAME"])).exists():
        return None
    remedy = "数据库文件不见了：请立即停止运行，从备份恢复；已经打开的还能读，新写的留不下来"
    return Finding("数据库", well=False, detail=remedy)


def _schema() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    detail = f"{missing} 步升级未做，请运行 qingshe migrate" if missing else "已是最新"
    return Finding("数据库", well=not missing, detail=detail)


def _worker() -> Finding:
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - PATIENCE)
    if waiting.exists():
        return Finding("后台任务", well=False, detail="有任务等了 10 分钟以上，请查看后台进程")
    return Finding("后台任务", well=True, detail="没有积压")


def _reminders() -> Finding:
    """A single number that is wrong is for the list of what is stuck; a broken channel for all."""
    waiting, lost = stuck.waiting_and_stuck()
    broken = stuck.failing(timezone.now())
    detail = "；".join([*broken, f"等待发送 {waiting} 条，发不出去 {lost} 条"])
    return Finding("站外提醒", well=not broken, detail=detail)


def _disk() -> Finding:
    folder = settings.DATA_FOLDER
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Finding("磁盘", well=False, detail=f"数据文件夹不存在：{folder.name}")
    detail = f"剩余 {free / 1e9:.1f} GB"
    return Finding("磁盘", well=free > LEAST_DISK, detail=detail)
