"""`qingshe calendar load FILE.yaml` enters the arrangement of new years, `show` prints all."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from qingshe.foundation.calendar import services
from qingshe.foundation.calendar.arrangements import parse
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.errors import DomainError, Invalid

AT_THE_SERVER = Actor("shell", "/")


class Command(BaseCommand):
    help = "工作日历：load FILE.yaml 载入放假安排，show 列出已有年份"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="载入放假安排，格式见随产品的 published.yaml")
        load.add_argument("file", type=Path)
        actions.add_parser("show", help="列出已有年份")

    def handle(
        self, *args: object, action: str, file: Path | None = None, **options: object
    ) -> None:
        if file is not None:
            self._load(file)
        for year, one in sorted(services.arrangements().items()):
            off = sum(not works for works in one.days.values())
            self.stdout.write(
                f"{year}年：放假 {off} 天，调休上班 {len(one.days) - off} 天。{one.source}"
            )

    def _load(self, file: Path) -> None:
        try:
            years = parse(file.read_text(encoding="utf-8"))
            with transaction.atomic():
                replaced = [services.replace_year(AT_THE_SERVER, one, YES) for one in years]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} 读不出来。") from error
        except DomainError as error:
            problems = error.problems if isinstance(error, Invalid) else ()
            raise CommandError("\n".join([str(error), *problems])) from error
        for one, is_new in zip(years, replaced, strict=True):
            self.stdout.write(f"{one.year}年{'已更新' if is_new else '没有变化'}。")
