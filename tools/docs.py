"""Prints the reference pages from the code; with --check tells which page no longer agrees."""

import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshe.site.settings")
os.environ.setdefault("QINGSHE_DEMO", "on")
django.setup()

from qingshe.kernel.roles import Role  # noqa: E402 - only after Django is set up
from qingshe.kernel.workflow import Transition, mermaid  # noqa: E402
from qingshe.modules.gate import facade as gate  # noqa: E402
from qingshe.site import grants, settings  # noqa: E402
from qingshe.site.api import api  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- 由 make docs 从代码生成，请勿手改 -->"


def settings_page() -> Iterator[str]:
    yield "# 设置\n"
    yield "所有设置都是环境变量，启动时读一次；写错的会指名。\n"
    yield "口令和密钥可改用 `变量名_FILE` 指向文件。\n"
    yield "| 变量 | 默认 | 说明 |\n|---|---|---|"
    for one in settings.env.asked:
        secret = "（须更换）" if "insecure" in one.default else f"`{one.default}`"
        yield f"| `{one.name}` | {secret if one.default else ''} | {one.about} |"


def permissions_page() -> Iterator[str]:
    roles = list(Role)
    yield "# 角色与权限\n"
    yield "一个人可以有几个角色，当前角色显示在页头，随时可以切换。\n"
    yield "看得到哪些数据，由单位在组织树上的位置决定。\n"
    yield "| 权限 | " + " | ".join(role.label for role in roles) + " |"
    yield "|---|" + ":-:|" * len(roles)
    for module in grants.DECLARED:
        for grant, holders in module.items():
            marks = " | ".join("●" if role in holders else "" for role in roles)
            yield f"| {grants.in_words(grant)} `{grant}` | {marks} |"


def moves_page() -> Iterator[str]:
    yield "# 状态与动作\n"
    yield "每一种记录只按下面的动作变化；按钮、接口、留痕用的是同一批名称。\n"
    for module in sorted((ROOT / "src" / "qingshe" / "modules").glob("*/policy.py")):
        name = module.parent.name
        rules = import_module(f"qingshe.modules.{name}.rules")
        moves = [one for one in vars(rules).values() if isinstance(one, Transition)]
        yield f"## {name}\n"
        for states in dict.fromkeys(type(one.target or min(one.sources)) for one in moves):
            own = [one for one in moves if type(one.target or min(one.sources)) is states]
            yield f"### {(states.__doc__ or states.__name__).splitlines()[0]}\n"
            yield f"```mermaid\n{mermaid(own)}\n```\n"


def gate_page() -> Iterator[str]:
    yield "# 闸门规则\n"
    yield "每条规则单独命名、单独测试。约束为“全国”的到处适用；“可选”的来自地方文件或范文。\n"
    yield "| 规则 | 名称 | 约束 | 依据 | 怎么办 |\n|---|---|---|---|---|"
    for rule in gate.rules():
        yield f"| `{rule.id}` | {rule.name} | {rule.level.label} | {rule.source} | {rule.advice} |"


def api_page() -> Iterator[str]:
    document = api.get_openapi_schema()
    yield "# 接口\n"
    yield "完整的 OpenAPI 文档在 `/api/v1/openapi.json`；没有办成的一律回答 `ErrorOut`。"
    yield "带 * 的必须填写。\n"
    yield "| 方法 | 地址 | 做什么 | 参数 | 送来 | 回答 |\n|---|---|---|---|---|---|"
    for address, operations in document["paths"].items():
        for method, one in operations.items():
            asked = "、".join(f"`{each['name']}`" for each in one.get("parameters", []))
            body = _kind(_content(one["requestBody"])) if "requestBody" in one else ""
            answer = _kind(_content(one["responses"].get(200, {})))
            told = [method.upper(), f"`{address}`", one["summary"], asked, body, answer]
            yield f"| {' | '.join(told)} |"
    yield "\n## 结构\n"
    for name, schema in sorted(document["components"]["schemas"].items()):
        required = schema.get("required", [])
        fields = [
            f"{field}{'*' if field in required else ''} {_kind(value)}"
            for field, value in schema.get("properties", {}).items()
        ]
        yield f"- **{name}**：{'，'.join(fields) or '、'.join(map(str, schema.get('enum', [])))}"


def _content(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _kind(schema: dict[str, Any]) -> str:
    """The type of a value in a few letters: `string`, `[UnitOut]`, `date or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(map(_kind, choices))
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type", ""))


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "settings.md": settings_page,
    "permissions.md": permissions_page,
    "moves.md": moves_page,
    "gate-rules.md": gate_page,
    "api.md": api_page,
}


def main() -> None:
    stale = []
    for name, page in PAGES.items():
        text = "\n".join([MADE, "", *page()]).rstrip() + "\n"
        file = FOLDER / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
        if "--check" not in sys.argv:
            file.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"参考页与代码不一致，请运行 make docs：{'、'.join(stale)}")


if __name__ == "__main__":
    main()
