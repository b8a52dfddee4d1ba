"""A YAML file becomes a tree that remembers its lines, or an entry in the report.

Nothing is constructed from tags: the tree holds texts, and who reads it says what they mean.
"""

from pathlib import Path

import yaml

from qingshe.modules.catalog.packs.report import Place, Report

MOST_BYTES = 5 * 1024 * 1024
DEEPEST = 20

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STEP: dict[type[yaml.Event], int] = {
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
}

_REASONS = {
    "mapping values are not allowed": "冒号的位置不对，文字里的冒号要连同整句加引号",
    "that cannot start any token": "有不能开头的字符（多半是制表符，缩进请用空格）",
    "could not find expected ':'": "键后面缺冒号，或冒号后缺空格",
    "unexpected end of stream": "引号或括号没有闭合",
    "did not find expected": "缩进没有对齐，或括号、引号没有闭合",
    "but found another document": "一个文件只能有一份内容（多出了 ---）",
    "special characters": "有不可见的控制字符",
    "control characters": "有不可见的控制字符",
}


def read_tree(file: Path, name: str, report: Report) -> yaml.MappingNode | None:
    """The table at the root of `file`; None, and the reason in the report, when there is none."""
    text = _text(file, name, report)
    if text is None:
        return None
    try:
        refused = _refusal(text)
        root = None if refused else yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        refused, root = (_line(error), f"YAML 格式不对：{_reason(error)}"), None
    if isinstance(root, yaml.MappingNode):
        return root
    line, reason = refused or (0, "内容为空，或不是由“键: 值”组成")
    report.wrong(Place(name, line), reason)
    return None


def _text(file: Path, name: str, report: Report) -> str | None:
    try:
        if file.stat().st_size > MOST_BYTES:
            report.wrong(Place(name), f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请拆分")
            return None
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.wrong(Place(name), f"不是 UTF-8 编码（第{error.start + 1}个字节起读不出来）")
    except OSError:
        report.wrong(Place(name), "文件打不开")
    return None


def _refusal(text: str) -> tuple[int, str] | None:
    """Line and reason, if a small file could unfold into a huge one or nests without a bottom."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            return line, f"不接受别名（*{event.anchor}），请把内容写全"
        depth += _STEP.get(type(event), 0)
        if depth > DEEPEST:
            return line, f"嵌套超过 {DEEPEST} 层"
    return None


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 0


def _reason(error: yaml.YAMLError) -> str:
    said = str(error)
    return next((words for part, words in _REASONS.items() if part in said), "无法解析这一行")
