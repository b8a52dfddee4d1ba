"""`qingshe burden check` and `qingshe burden rebuild`: the ledger against all demands."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingshe.modules.demands.services import booking

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "减负账：check 核对账目与下达事项是否一致；rebuild 补齐缺的账目并重算合计"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("check", "rebuild"))

    def handle(self, *args: object, action: str, **options: object) -> None:
        if action == "rebuild":
            made = booking.rebuild(on=timezone.localdate())
            self.stdout.write(f"已补记 {made:,} 笔，合计已核对。")
            return
        problems = booking.check()
        for problem in problems[:MOST_SHOWN]:
            self.stderr.write(problem)
        if problems:
            raise CommandError(
                f"账目有 {len(problems):,} 处与下达事项不符，可用 qingshe burden rebuild 补齐。"
            )
        self.stdout.write("账目与下达事项一致。")
