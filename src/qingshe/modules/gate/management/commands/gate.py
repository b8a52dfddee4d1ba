"""`qingshe gate check INPUT.jsonl > OUTPUT.jsonl`: the gate on packs, without a database."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from qingshe.kernel.errors import Invalid
from qingshe.modules.gate import batch, corpora


class Command(BaseCommand):
    help = "闸门：逐行判断 JSON 事项（id、text、kind，可选 claimed_basis、jurisdiction、issuer）"
    requires_system_checks = ()  # it needs neither database nor site

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="逐行判断，每行输出一个 JSON 对象")
        check.add_argument("input", help="输入文件；- 为标准输入")
        check.add_argument(
            "--pack",
            action="append",
            metavar="包",
            help=f"清单包的名称或文件夹，可写几个；默认 {' '.join(corpora.DEFAULT_PACKS)}",
        )

    def handle(self, *args: object, input: str, pack: list[str] | None, **options: object) -> None:
        packs = pack or corpora.DEFAULT_PACKS
        try:
            errors = self._check(input, packs)
        except Invalid as error:
            raise CommandError("\n".join([str(error), *error.problems])) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"读不了 {input}：{error}") from error
        if errors:
            raise CommandError(f"{errors} 行没有判断，原因写在输出的 error 里；其余各行已判断。")

    @staticmethod
    def _check(name: str, packs: "list[str] | tuple[str, ...]") -> int:
        if name == "-":
            return batch.check_lines(sys.stdin, sys.stdout, packs)
        with Path(name).open(encoding="utf-8-sig") as lines:
            return batch.check_lines(lines, sys.stdout, packs)
