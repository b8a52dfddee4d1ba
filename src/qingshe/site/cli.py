"""The command `qingshe`: run, migrate, pack, gate, backup, restore, audit, check and the rest."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from qingshe.foundation.environment import BadSetting


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshe.site.settings")
    try:
        execute_from_command_line(["qingshe", *sys.argv[1:]])
    except BadSetting as error:
        sys.exit(f"设置有误：{error}")
    except OperationalError as error:
        sys.exit(f"连不上数据库，请看它是否在运行、QINGSHE_DATABASE 是否正确：{error}")


if __name__ == "__main__":
    main()
