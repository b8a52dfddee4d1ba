"""`qingshe audit verify`: is the trail what was once written?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from qingshe.foundation import proof
from qingshe.foundation.audit import tasks, trail


class Command(BaseCommand):
    help = "核对留痕：verify 逐条重算，seal 封存今日零点以前的记录"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify", "seal"])

    def handle(self, *args: object, action: str, **options: object) -> None:
        if action == "seal":
            tasks.seal_the_day.call()
        result = proof.verify()
        for fault in result.faults[:100]:
            self.stderr.write(fault)
        if result.faults:
            raise CommandError(f"留痕不完整：{len(result.faults)} 处有问题。")
        self.stdout.write(f"留痕完整：{result.entries} 条记录，{result.seals} 次封存，全部相符。")
        if seal := trail.last_seal():
            day = f"{timezone.localtime(seal.until):%Y-%m-%d %H:%M}"
            self.stdout.write(f"最近一次封存：{day} 以前，{seal.digest}（抄存在别处，日后可对）。")
