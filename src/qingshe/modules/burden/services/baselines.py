"""What burdened communities before, from Excel: seen first, counted with after, never changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from qingshe.foundation import records, sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import Baseline, BaselineRow
from qingshe.modules.burden.queries import baselines
from qingshe.modules.burden.rules import BaselineState, Kind
from qingshe.modules.orgs import facade as orgs

FIRST_YEAR = 2000
LARGEST = 1_000_000_000  # of any count; above it is a slip
MINUTES = 60
BATCH = 2000
_KINDS = {kind.label: kind.value for kind in Kind}
_COUNTS = {"items": "项数", "times": "每年次数", "hours": "每年小时"}
COLUMNS = (
    sheets.Column("类别", "kind", required=True, allowed=tuple(_KINDS), width=16),
    sheets.Column("事项", "title", required=True, longest=300, width=40),
    sheets.Column("部门", "department", longest=100, width=20),
    sheets.Column("项数", "items", sheets.Kind.NUMBER, width=10),
    sheets.Column("每年次数", "times", sheets.Kind.NUMBER, width=14),
    sheets.Column("每年小时", "hours", sheets.Kind.NUMBER, width=14),
    sheets.Column("来源", "source", required=True, longest=300, width=48),
)
"""In and out alike. Times and hours are those of all communities of the place together."""

SAMPLE: Sequence[Mapping[str, object]] = tuple(
    dict(zip(("kind", "title", "items", "times", "source"), row, strict=True))
    for row in (
        ("考核评比创建", "对村（社区）的考核项目（各区县平均）", 23, None,
         "渝民函〔2022〕166号一（四）：由23项减少到5项"),
        ("考核评比创建", "对村（社区）的评比项目（各区县平均）", 25, None,
         "渝民函〔2022〕166号一（四）：由25项减少到7项"),
        ("台账", "社区台账", 274, None, "沈阳市2017年公布：由274项减少到22项"),
        ("证明", "社区出具的证明", 81, None, "沈阳市2017年公布：由81项减少到22项"),
        ("督查检查", "对社区的检查评比", 21, None, "沈阳市2017年公布：由21项减少到10项"),
        ("报表材料", "一个镇全年的报表", 168, 1377, "重庆市永川区2022年：168张表，上报1,377次"),
        ("任务", "一个城市社区承担的事项（80个社区平均）", 73, None, "重庆市2013年调查：42类73项"),
        ("信息系统", "社区使用的信息平台", 46, None, "厦门市公布：由46个减少到12个"),
    )
)  # fmt: skip
"""Figures that places published, to show the form of the table; not those of this city."""


@transaction.atomic
def upload(
    actor: Actor,
    place: str,
    *,
    year: int,
    title: str,
    reason: str,
    filename: str,
    content: bytes,
    today: date,
) -> Baseline:
    """Read a table and keep it until somebody adopts it; it counts for nothing before.

    Errors: Denied, Invalid with every bad row and its place; nothing is kept then.
    """
    if not FIRST_YEAR <= year <= today.year:
        raise Invalid(f"年份应在 {FIRST_YEAR} 至 {today.year} 之间。")
    number = baselines.last_number(place, year) + 1
    baseline = Baseline(
        place=place,
        year=year,
        number=number,
        title=title.strip() or f"{orgs.unit(place).name}底数",
        reason=reason.strip(),
        filename=filename[:200],
        uploaded_by=actor.id,
        uploaded_on=today,
    )
    answer = policy.may_keep_baseline(actor, baseline)
    if answer and baselines.of_year(place, year) is not None and not baseline.reason:
        raise Invalid(f"{year} 年已有底数，更正请写明原因；原来的一版仍然保留。")
    rows = _read(content, place) if answer else []
    made = records.create(actor, baseline, rules.UPLOAD_BASELINE, answer)
    for row in rows:
        row.baseline = made
    BaselineRow.objects.bulk_create(rows, batch_size=BATCH)
    return made


@transaction.atomic
def adopt(actor: Actor, pk: int, *, version: int | None = None) -> Baseline:
    """Count with this baseline from now on; the one before stays to be seen as corrected."""
    baseline = baselines.get(actor, pk)
    answer = policy.may_keep_baseline(actor, baseline)
    before = baselines.of_year(baseline.place, baseline.year)
    if before is not None and baseline.state == BaselineState.PREVIEWED:
        records.advance(actor, before, rules.SUPERSEDE_BASELINE, answer)
    return records.advance(actor, baseline, rules.ADOPT_BASELINE, answer, version=version)


def drop(actor: Actor, pk: int, *, version: int | None = None) -> Baseline:
    """Throw a table away that was only looked at."""
    baseline = baselines.get(actor, pk)
    answer = policy.may_keep_baseline(actor, baseline)
    return records.advance(actor, baseline, rules.DROP_BASELINE, answer, version=version)


def template() -> bytes:
    """The empty table, to be filled in."""
    return sheets.write("底数", COLUMNS, ())


def sample() -> bytes:
    """The table with figures that places published, each with its source."""
    return sheets.write("底数示例", COLUMNS, SAMPLE)


def as_sheet(baseline: Baseline) -> bytes:
    """A baseline as the table it could be read from again."""
    rows = (
        {
            "kind": row.kind_label,
            "title": row.title,
            "department": row.department_name,
            "items": row.items,
            "times": row.times,
            "hours": None if row.minutes is None else Decimal(row.minutes) / MINUTES,
            "source": row.source,
        }
        for row in baselines.rows_of(baseline)
    )
    return sheets.write("底数", COLUMNS, rows)


def _read(content: bytes, place: str) -> list[BaselineRow]:
    problems: list[str] = []
    rows = sheets.read(content, COLUMNS, faults=problems)
    known = {unit.name: unit.path for unit in orgs.departments(place)}
    seen: dict[tuple[str, str, str], int] = {}
    made = [_row(row, known, seen, problems) for row in rows]
    sheets.insist_on_none(problems)
    if not made:
        raise Invalid("表中没有内容，请按模板填写后再上传。")
    return made


def _row(
    row: sheets.Row,
    known: Mapping[str, str],
    seen: dict[tuple[str, str, str], int],
    problems: list[str],
) -> BaselineRow:
    counts = {key: _count(row, key, problems) for key in _COUNTS}
    if all(row.amount(key) is None for key in _COUNTS) and not row.wrong & set(_COUNTS):
        words = f"{'、'.join(_COUNTS.values())}至少填一项"
        problems.append(sheets.place(row.number, words))
    department = row.text("department")
    same = (row.text("kind"), row.text("title"), department)
    if first := seen.get(same):
        problems.append(sheets.place(row.number, f"与第 {first} 行重复", "事项"))
    seen.setdefault(same, row.number)
    items, times, hours = (counts[key] for key in _COUNTS)
    return BaselineRow(
        line=row.number,
        kind=_KINDS.get(row.text("kind"), ""),
        title=row.text("title"),
        department=known.get(department, ""),
        department_name=department,
        items=None if items is None else int(items),
        times=None if times is None else int(times),
        minutes=None if hours is None else round(hours * MINUTES),
        source=row.text("source"),
    )


def _count(row: sheets.Row, key: str, problems: list[str]) -> Decimal | None:
    value = row.amount(key)
    if value is None:
        return None
    if not 0 <= value <= LARGEST:
        words = f"应在 0 至 {LARGEST:,} 之间"
    elif key != "hours" and value != int(value):
        words = "应为整数"
    else:
        return value
    problems.append(sheets.place(row.number, words, _COUNTS[key]))
    return None
