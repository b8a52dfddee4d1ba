"""`qingshe demo`: the demo city, and the accounts one can try it with."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from qingshe.site.demo import story


class Command(BaseCommand):
    help = "载入演示城市；--accounts 只列出演示账号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="已有数据时什么也不做")
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号")

    def handle(self, *args: object, if_empty: bool, accounts: bool, **options: object) -> None:
        if accounts:
            self._list_accounts()
        elif not story.is_built():
            self.stdout.write("正在载入演示城市……")
            story.build()
        elif not if_empty:
            raise CommandError("库里已有组织，演示城市只能载入空库。")

    def _list_accounts(self) -> None:
        self.stdout.write(f"演示账号（密码都是 {story.password()}）：")
        for one in story.accounts():
            self.stdout.write(f"  {one.login_name:<14} {one.role.label}  {one.name}（{one.place}）")
