"""Django's migrate, which on a first run also makes the folder the database file lies in."""

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    help = "建库或升级库结构"

    def execute(self, *args: object, **options: object) -> str | None:
        settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)  # before the checks connect
        return super().execute(*args, **options)
