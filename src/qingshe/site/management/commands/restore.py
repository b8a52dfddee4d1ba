"""`qingshe restore FILE`: put a backup back, then bring the schema up to date."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from qingshe.kernel.errors import DomainError
from qingshe.site import backups


class Command(BaseCommand):
    help = "恢复：先停网站，再从备份文件恢复全部数据，并核对留痕"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="覆盖已有数据")

    def handle(self, *args: object, file: Path, replace: bool, **options: object) -> None:
        try:
            manifest = backups.restore(file, replace=replace)
        except DomainError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"已恢复 {manifest.made_at} 的备份（版本 {manifest.version}）。")
        call_command("audit", "verify")
