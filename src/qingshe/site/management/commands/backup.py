"""`qingshe backup FILE`: everything in one file, while the site goes on."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from qingshe.kernel.errors import DomainError
from qingshe.site import backups


class Command(BaseCommand):
    help = "备份：把全部数据写成一个文件，网站不必停"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="例如 /backup/qingshe-2026-11-22.tar")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            manifest = backups.backup(file)
        except DomainError as error:
            raise CommandError(str(error)) from error
        size = file.stat().st_size / 1e6
        self.stdout.write(f"已备份：{file}（{size:.1f} MB，{manifest.made_at}）")
