"""Where the template of a paper lies: the city's own when it has one, else the product's."""

import json
from pathlib import Path

from django.conf import settings

SHIPPED = Path(__file__).parent / "templates"
PAPERS = {
    "approval": "审批表",
    "decision": "准入决定书",
    "agreement": "服务协议",
    "meeting": "会议议程和纪要",
    "notice": "公示",
    "rejection": "不予准入通知书",
    "refusal": "拒收理由单",
}


def find(file: str) -> Path:
    """The file a city put in place of the product's, in the folder of QINGSHE_TEMPLATES, or ours.

    What a template imports is looked for beside it.
    """
    own: Path | None = settings.DOCUMENT_TEMPLATES
    if own and (own / file).is_file():
        return own / file
    return SHIPPED / file


def sample(paper: str) -> dict[str, object]:
    """Values of an invented case; its keys are those that the paper needs."""
    values: dict[str, object] = json.loads((SHIPPED / f"{paper}.json").read_text(encoding="utf-8"))
    return values
