import os
import subprocess
import sys

HEAVY = {
    "cryptography",
    "docx",
    "docxtpl",
    "fontTools",
    "jwt",
    "lxml",
    "requests",
    "typst",
    "xlsxwriter",
}
SCRIPT = """
import sys
import qingshe.site.wsgi
from django.urls import reverse
reverse("site:home")
print(*sorted(sys.modules))
"""


def test_a_web_process_holds_nothing_that_it_has_not_needed_yet() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "qingshe.site.settings"}
    told = subprocess.run(  # noqa: S603 - our own program, in a process of its own
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert "qingshe.site.views" in loaded
    assert not HEAVY & loaded
