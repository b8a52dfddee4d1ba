"""What is wrong with a table, told once and whole."""

from collections.abc import Sequence

from qingshe.kernel.errors import Invalid

MOST_TOLD = 200  # a person mends the first of them and tries again


def place(row: int, words: str, label: str = "") -> str:
    """A problem with its place: "第 17 行 区划代码：应为12位数字"."""
    return f"第 {row} 行 {label}：{words}" if label else f"第 {row} 行：{words}"


def insist_on_none(problems: Sequence[str]) -> None:
    """Refuse the whole table when there is a problem; for checks that go across rows as well.

    Errors: Invalid with the first `MOST_TOLD` problems and the number of all.
    """
    if not problems:
        return
    told = f"表格有 {len(problems):,} 处问题，没有导入任何内容。请改正后重新上传。"
    if len(problems) > MOST_TOLD:
        told += f"以下是前 {MOST_TOLD} 处。"
    raise Invalid(told, problems[:MOST_TOLD])
