"""`qingshe pack load|list`: bring a folder of lists into the database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingshe.kernel.errors import DomainError, Invalid
from qingshe.modules.catalog import tasks


class Command(BaseCommand):
    help = "清单包：load 载入（文件夹，或内置的 national、changzhi），list 列出内置和已载入的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="载入清单包，成为新版次的草案")
        load.add_argument("pack", help="文件夹，或内置清单包的名字")
        load.add_argument("--place", help="清单属于哪里：12位区划代码，全国为 0")
        load.add_argument("--publish", action="store_true", help="载入后即公布")
        actions.add_parser("list", help="列出内置和已载入的清单包")

    def handle(self, *args: object, action: str, **options: object) -> None:
        if action == "list":
            self.stdout.write("\n".join(tasks.known_packs()))
            return
        try:
            loaded = tasks.load_pack(
                Path(str(options["pack"])),
                place=str(options["place"] or ""),
                publish=bool(options["publish"]),
                today=timezone.localdate(),
            )
        except DomainError as error:
            raise CommandError(_told(error)) from error
        for warning in loaded.warnings:
            self.stderr.write(f"注意：{warning}")
        for change in loaded.changes:
            self.stdout.write(change)
        if loaded.is_unchanged:
            self.stdout.write(f"“{loaded.title}”与已载入的相同，没有改动。")


def _told(error: DomainError) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    return "\n".join([str(error), *problems])
