"""`qingshe orgs create-admin NAME` and `qingshe orgs import FILE.xlsx`."""

import getpass
import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import DomainError, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import policy, services

OPERATOR = Actor("command:orgs", "/", frozenset(policy.GRANTS), Role.ADMINISTRATOR)
PASSWORD_VARIABLE = "QINGSHE_ADMIN_PASSWORD"  # noqa: S105 - the name, not the password


class Command(BaseCommand):
    help = "建立第一个系统管理员；从 Excel 导入组织。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        orders = parser.add_subparsers(dest="order", required=True)
        admin = orders.add_parser("create-admin", help="建立系统管理员账号")
        admin.add_argument("login_name", help="登录名")
        admin.add_argument("--name", default="系统管理员", help="姓名")
        admin.add_argument("--unit", default="/", help="管理到哪一级：组织路径，默认全部")
        table = orders.add_parser("import", help="从 Excel 导入组织")
        table.add_argument("file", type=Path)
        table.add_argument("--dry-run", action="store_true", help="只看会改什么，不写入")

    def handle(self, *args: object, **options: object) -> None:
        orders = {"create-admin": self._create_admin, "import": self._import}
        try:
            orders[str(options["order"])](options)
        except DomainError as error:
            problems = error.problems if isinstance(error, Invalid) else ()
            raise CommandError("\n".join([str(error), *problems])) from error

    def _create_admin(self, options: dict[str, object]) -> None:
        services.units.lay_root(OPERATOR)
        account, _ = services.accounts.open_account(
            OPERATOR,
            login_name=str(options["login_name"]),
            name=str(options["name"]),
            unit=str(options["unit"]),
            role=Role.ADMINISTRATOR,
            password=_password(),
        )
        self.stdout.write(f"已建立系统管理员 {account.login_name}。")

    def _import(self, options: dict[str, object]) -> None:
        file = Path(str(options["file"]))
        if not file.is_file():
            raise CommandError(f"没有这个文件：{file}")
        plan = services.imports.plan_of(OPERATOR, file)
        if not options["dry_run"]:
            services.imports.apply(OPERATOR, plan)
        words = services.imports.in_words(plan)
        self.stdout.write(f"只预览，没有写入：{words}" if options["dry_run"] else words)


def _password() -> str:
    """From the environment for scripts, else asked for twice, never from the command line."""
    given = os.environ.get(PASSWORD_VARIABLE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise CommandError(f"没有终端可问密码；请设环境变量 {PASSWORD_VARIABLE}。")
    first, again = getpass.getpass("密码："), getpass.getpass("再写一遍：")
    if first != again:
        raise CommandError("两遍密码不一样。")
    return first
