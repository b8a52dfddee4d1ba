"""One chart for each question to the ledger: what the figures say, and the table they stand in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from django.utils import timezone

from qingshe.modules.admission import facade as admission
from qingshe.modules.burden import facade as burden
from qingshe.modules.burden.facade import BeforeAfter, Measure, Reach
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import facade as demands
from qingshe.modules.insight import rules
from qingshe.web import figures
from qingshe.web.figures import Chart, Figures, Line

HOURS = "小时"
HOURS_A_YEAR = "小时/年"
ESTIMATED = figures.Measure("预计", HOURS, ",.1f", "bar")
LAST_YEAR = figures.Measure("去年同期", HOURS, ",.1f", "line")
SHARES = figures.Measure("件次", "件次")
CHANGE = figures.Measure("比去年", "%", "+,.1f")
PART = figures.Measure("占比", "%", ",.1f")
TOLD = figures.Measure("自报用时的", "件次")
EXPECTED = figures.Measure("这些件次的预计", HOURS, ",.1f")
OBSERVED = figures.Measure("这些件次的实际", HOURS, ",.1f")
NOTHING = "还没有入账的事项"
NO_SAVING = (burden.Cause.ISSUED, burden.Cause.EXPIRED)
MOST_ITEMS, MOST_ENDED = 20, 50


@dataclass(frozen=True)
class Reading:
    """A place and a year as the charts of one screen read them: what several need, asked once."""

    reach: Reach
    year: int

    @cached_property
    def kinds(self) -> tuple[burden.KindLine, ...]:
        return burden.by_kind(self.reach, self.year)

    @cached_property
    def before_after(self) -> tuple[BeforeAfter, ...]:
        return burden.before_after(self.reach, self.year)

    @cached_property
    def begins(self) -> date | None:
        """The first month of the ledger: an earlier one is not nought but unknown."""
        return burden.begins(self.reach)

    def knows(self, month: date) -> bool:
        return self.begins is not None and month >= self.begins

    @property
    def knows_year_before(self) -> bool:
        """Whether the year before can stand beside this one, all of its months."""
        return self.knows(date(self.year - 1, 1, 1))

    @cached_property
    def updated(self) -> str:
        """Up to which day the ledger is, in words."""
        at = burden.updated_at(self.reach)
        return f"更新到 {at:%Y-%m-%d}。" if at else ""


Draw: TypeAlias = Callable[[Reading], Chart]


def months(read: Reading) -> Chart:
    """Month by month beside the year before, and beside the baseline where hours were counted."""
    reach, year = read.reach, read.year
    now, before = burden.by_month(reach, year), burden.by_month(reach, year - 1)
    monthly = _baseline_a_month(read)
    based = [figures.Measure("底数月均", HOURS, ",.1f", "line")] if monthly is not None else []
    lines = [
        Line(
            f"{one.month.month} 月",
            [
                rules.hours(one.estimated) if read.knows(one.month) else None,
                rules.hours(old.estimated) if read.knows(old.month) else None,
                *([monthly] if based else []),
                one.shares,
                *_observed(one.observed_shares, one.estimated_of_observed, one.observed),
            ],
        )
        for one, old in zip(now, before, strict=False)
    ]
    full = _full_months(year, len(now))
    finding = _against_year_before(read, now[:full], before[:full])
    measures = [ESTIMATED, LAST_YEAR, *based, SHARES, TOLD, EXPECTED, OBSERVED]
    return Chart(finding, _figures("months", f"{year} 年各月用时", "月份", measures, lines, read))


def departments(read: Reading) -> Chart:
    """Who asked for how much, beside the budget and the year before."""
    reach, year = read.reach, read.year
    found = burden.by_department(reach, year)
    total = sum(one.estimated for one in found)
    over = [one for one in found if one.budget is not None and one.estimated > one.budget]
    is_whole = reach.level is not None and not reach.is_community
    budget = [figures.Measure("年度预算", HOURS, ",.1f"), figures.Measure("预算用了", "%", ",.1f")]
    measures = [
        ESTIMATED,
        PART,
        figures.Measure("去年同期", HOURS, ",.1f"),
        CHANGE,
        SHARES,
        *(budget if is_whole else []),
    ]

    def line(one: burden.DepartmentLine) -> Line:
        return Line(
            one.name,
            [
                rules.hours(one.estimated),
                rules.per_cent(one.estimated, total),
                *_of_year_before(read, one),
                one.shares,
                *(_of_budget(one) if is_whole else []),
            ],
        )

    rest = found[figures.MOST_SHOWN :]
    exceeded = f"{len(over)} 个部门超出年度负担预算" if over and is_whole else ""
    words = rules.joined([exceeded, _most([(one.name, one.estimated) for one in found])])
    title, lines = f"{year} 年各部门用时", [line(one) for one in found]
    table = _figures("departments", title, "部门", measures, lines, read)
    return Chart(words, replace(table, rest=line(_together(rest)) if rest else None), lying=True)


def kinds(read: Reading) -> Chart:
    """In what form it came."""
    year = read.year
    found = read.kinds
    total = sum(one.estimated for one in found)
    lines = [
        Line(
            one.label,
            [rules.hours(one.estimated), rules.per_cent(one.estimated, total), one.shares],
        )
        for one in found
    ]
    table = _figures(
        "kinds", f"{year} 年各类事项用时", "类型", [ESTIMATED, PART, SHARES], lines, read
    )
    return Chart(_most([(one.label, one.estimated) for one in found]), table, lying=True)


def places(read: Reading) -> Chart:
    """The places directly below side by side, by what an average community there was asked."""
    reach, year = read.reach, read.year
    found = sorted(
        burden.by_place(reach, year),
        key=lambda one: -one.estimated / max(one.communities, 1),
    )
    measures = [
        figures.Measure("每个社区平均", HOURS, ",.1f", "bar"),
        figures.Measure("合计", HOURS, ",.1f"),
        figures.Measure("去年同期", HOURS, ",.1f"),
        CHANGE,
        figures.Measure("社区", "个"),
        SHARES,
    ]
    lines = [
        Line(
            one.name,
            [
                rules.hours(one.estimated // max(one.communities, 1)),
                rules.hours(one.estimated),
                *_of_year_before(read, one),
                one.communities,
                one.shares,
            ],
            f"?year={year}&place={one.path}",
        )
        for one in found
    ]
    communities = sum(one.communities for one in found)
    total = sum(one.estimated for one in found)
    finding = NOTHING
    if total and communities:
        mean = burden.hours(total // communities)
        first = found[0]
        finding = (
            f"平均每个社区 {mean}；最多的是{first.name}，"
            f"{burden.hours(first.estimated // max(first.communities, 1))}"
        )
    table = _figures("places", f"{year} 年各地用时", "地方", measures, lines, read)
    return Chart(finding, table, lying=True)


def items(read: Reading) -> Chart:
    """What took the most."""
    reach, year = read.reach, read.year
    found = burden.top_items(reach, year, MOST_ITEMS)
    measures = [
        ESTIMATED,
        figures.Measure("部门"),
        figures.Measure("类型"),
        figures.Measure("编号或清单事项"),
        SHARES,
    ]
    lines = [
        Line(
            one.title,
            [
                rules.hours(one.estimated),
                one.department_name,
                one.kind_label,
                one.under,
                one.shares,
            ],
        )
        for one in found
    ]
    title = f"{year} 年用时最多的 {MOST_ITEMS} 件事"
    finding = NOTHING
    if found:
        finding = f"用时最多的是“{found[0].title}”，{burden.hours(found[0].estimated)}"
    return Chart(finding, _figures("items", title, "事项", measures, lines, read), lying=True)


def observed(read: Reading) -> Chart:
    """What was expected beside what communities noted themselves, of the very same shares."""
    year = read.year
    found = [one for one in read.kinds if one.observed_shares]
    measures = [
        figures.Measure("预计", HOURS, ",.1f", "bar"),
        figures.Measure("实际", HOURS, ",.1f", "bar"),
        TOLD,
        figures.Measure("实际比预计", "%", "+,.1f"),
    ]
    lines = [
        Line(
            one.label,
            [
                rules.hours(one.estimated_of_observed),
                rules.hours(one.observed),
                one.observed_shares,
                rules.change(one.estimated_of_observed, one.observed),
            ],
        )
        for one in found
    ]
    expected = sum(one.estimated_of_observed for one in found)
    really = sum(one.observed for one in found)
    finding = "还没有社区记过实际用时"
    if expected or really:
        told = sum(one.observed_shares for one in found)
        compared = rules.against(_whole(expected), _whole(really), "预计")
        finding = f"记了实际用时的 {told:,} 件次，实际{compared}"
    title = f"{year} 年预计与实际用时"
    return Chart(finding, _figures("observed", title, "类型", measures, lines, read), lying=True)


def causes(read: Reading) -> Chart:
    """Why yearly burdens changed; what was only estimated anew is apart and no saving."""
    reach, year = read.reach, read.year
    found = burden.changes(reach, year)
    measures = [
        figures.Measure("一年的变动", HOURS_A_YEAR, "+,.1f", "bar"),
        figures.Measure("笔数", "笔"),
        figures.Measure("算不算减负"),
    ]
    lines = [
        Line(
            one.label,
            [
                rules.hours(one.minutes),
                one.count,
                "算" if one.is_saving else "不算",
            ],
        )
        for one in found
        if one.count
    ]
    saved = -sum(one.minutes for one in found if one.is_saving)
    anew = sum(one.minutes for one in found if one.cause == burden.Cause.RE_ESTIMATED)
    words = [f"取消、合并、减频次、预填、缩范围，一年少 {burden.hours(saved)}" if saved > 0 else ""]
    if saved < 0:
        words = [f"频次、范围等变化，一年反而多 {burden.hours(-saved)}"]
    if anew:
        words.append(f"重新估算{'少' if anew < 0 else '多'} {burden.hours(abs(anew))}，不算减负")
    words += [
        f"{one.label}一年{'少' if one.minutes < 0 else '多'} {burden.hours(abs(one.minutes))}"
        for one in found
        if one.cause in NO_SAVING and one.minutes
    ]
    table = _figures("causes", f"{year} 年负担变动的原因", "原因", measures, lines, read)
    yearly = replace(table, source=f"按一整年的次数估算，不是今年已经用掉的。{table.source}")
    booked = sum(one.count for one in found)
    none = f"本年变动 {booked} 笔，没有算作减负的" if booked else "本年还没有登记变动"
    return Chart(rules.joined(words) or none, yearly, lying=True)


def ended(read: Reading) -> Chart:
    """What communities were spared: withdrawn and void demands."""
    reach, year = read.reach, read.year
    found = burden.cancelled(reach, year, MOST_ENDED)
    measures = [
        figures.Measure("免去", HOURS, ",.1f"),
        figures.Measure("社区", "个"),
        figures.Measure("部门"),
        figures.Measure("编号"),
        figures.Measure("日期"),
    ]
    lines = [
        Line(
            one.title,
            [
                rules.hours(one.minutes),
                one.communities,
                one.department_name,
                one.number,
                one.on.isoformat(),
            ],
        )
        for one in found
    ]
    finding = "本年没有撤回或作废的事项"
    if found:
        spared = burden.hours(sum(one.minutes for one in found))
        finding = f"撤回和作废 {len(found)} 件，社区少办 {spared}"
    title = f"{year} 年撤回和作废的事项"
    return Chart(finding, _figures("ended", title, "事项", measures, lines, read))


def violations(read: Reading) -> Chart:
    """Who went round the gate, and how; no community is among the figures."""
    reach, year = read.reach, read.year
    found = demands.violations_by_department(reach.place, year)
    measures = [
        figures.Measure("合计", "次", drawn="bar"),
        figures.Measure("拒收成立", "次"),
        figures.Measure("体外下达", "次"),
        figures.Measure("反弹", "次"),
    ]
    lines = [
        Line(one.department_name, [one.total, one.upheld, one.off_platform, one.rebound])
        for one in found
    ]
    total = sum(one.total for one in found)
    finding = "本年没有登记违规"
    if total:
        finding = f"登记违规 {total} 次，{len(found)} 个部门；最多的是{found[0].department_name}"
    table = _figures("violations", f"{year} 年各部门违规", "部门", measures, lines, read)
    return Chart(finding, replace(table, rest=_summed(lines)), lying=True)


def admitted(read: Reading) -> Chart:
    """What was let in and what was not, and whether the money came that was promised."""
    reach, year = read.reach, read.year
    permits = {name: told for name, *told in catalog.permits_counted(reach.place, year)}
    refused = admission.refused_counted(reach.place, year)
    money = admission.money_counted(reach.place, year)
    measures = [
        figures.Measure("签发许可", "件", drawn="bar"),
        figures.Measure("不予准入", "件"),
        figures.Measure("许可到期", "件"),
        figures.Measure("应拨付", "元", ",.2f"),
        figures.Measure("已拨付", "元", ",.2f"),
    ]
    lines: list[Line] = []
    for name in sorted({*permits, *refused, *money}):
        given, over = permits.get(name, (0, 0))
        due, paid = map(float, money.get(name, (0, 0)))
        lines.append(Line(name, [given, refused.get(name, 0), over, due, paid]))
    if len(lines) > figures.MOST_SHOWN:  # the page shows the first of them
        lines.sort(key=_decided, reverse=True)
    sums = [sum(column) for column in zip(*(line.cells for line in lines), strict=True)]
    finding = "本年没有签发、拒绝或到期的许可"
    if sums:
        finding = (
            f"签发许可 {sums[0]:,} 件，不予准入 {sums[1]:,} 件，到期 {sums[2]:,} 件；"
            f"应拨付 {sums[3]:,.2f} 元，已拨付 {sums[4]:,.2f} 元"
        )
    table = _figures("admitted", f"{year} 年准入和经费", "部门", measures, lines, read)
    source = "数据：许可登记簿、审批决定和拨付计划，本级和以下各级决定的。"
    return Chart(finding, replace(table, source=source, rest=_summed(lines)), lying=True)


def compared(read: Reading) -> list[Chart]:
    """The seven burdens before and after, one chart for each measure that has a baseline."""
    return [_compared(read, measure) for measure in _measures(read.before_after)]


def overall(found: Sequence[BeforeAfter], measure: Measure) -> tuple[int, int] | None:
    """Before and after of all burdens counted both times in a measure; None when none was."""
    both = [
        (one.before, one.after)
        for one in found
        if one.measure == measure and one.before is not None and one.after is not None
    ]
    return (sum(one[0] for one in both), sum(one[1] for one in both)) if both else None


def _measures(found: Sequence[BeforeAfter]) -> list[Measure]:
    return [
        measure
        for measure in Measure
        if any(one.measure == measure and one.before is not None for one in found)
    ]


def _compared(read: Reading, measure: Measure) -> Chart:
    rows = [one for one in read.before_after if one.measure == measure]
    unit = rows[0].unit
    measures = [
        figures.Measure("底数", unit, drawn="bar"),
        figures.Measure("现在", unit, drawn="bar"),
        figures.Measure("变化", "%", "+,.1f"),
        figures.Measure(f"减 {rules.TARGET}% 以上"),
    ]
    lines = [
        Line(
            one.label,
            [one.before, one.after, rules.change(one.before, one.after), _reached(one)],
        )
        for one in rows
    ]
    based = [one for one in rows if one.before is not None]
    reached = sum(rules.reaches_target(one.before, one.after) for one in based)
    sums = overall(rows, measure)
    total = rules.against(*sums, "底数", unit) if sums else ""
    met = f"{len(based)} 类有底数的事，{reached} 类减了 {rules.TARGET}% 以上"
    first, last = rows[0].first_month, rows[0].last_month
    source = next((one.source for one in based if one.source), "")
    key = f"before-{measure.value}"
    table = Figures(
        key=key,
        title=f"{read.year} 年与底数对比（{measure.label}）",
        of="七多",
        measures=measures,
        lines=lines,
        source=f"底数：{source}。现在：{_month(first)}至{_month(last)}。{read.updated}",
    )
    return Chart(rules.joined([total, met]), table, lying=True)


def _reached(one: BeforeAfter) -> str:
    if one.before is None:
        return "没有底数"
    return "达到" if rules.reaches_target(one.before, one.after) else "未达到"


def _baseline_a_month(read: Reading) -> float | None:
    sums = overall(read.before_after, Measure.HOURS)
    return round(sums[0] / 12, 1) if sums else None


def _against_year_before(
    read: Reading, now: Sequence[burden.MonthLine], before: Sequence[burden.MonthLine]
) -> str:
    """What was asked in these months, compared over those of which both years are known."""
    total = sum(one.estimated for one in now)
    both = [(old, one) for old, one in zip(before, now, strict=True) if read.knows(old.month)]
    if not total and not any(old.estimated for old, _ in both):
        return NOTHING
    then = _whole(sum(old.estimated for old, _ in both))
    same = _whole(sum(one.estimated for _, one in both))
    told = f"{read.year} 年{_so_far(len(now))}共 {burden.hours(total)}"
    part = f"其中 {both[0][1].month.month} 月起" if both and len(both) < len(now) else ""
    return f"{told}，{part}{rules.against(then, same, '去年同期')}"


def _of_year_before(
    read: Reading, one: burden.DepartmentLine | burden.PlaceLine
) -> list[figures.Amount]:
    if not read.knows_year_before:
        return [None, None]
    return [rules.hours(one.estimated_before), rules.change(one.estimated_before, one.estimated)]


def _observed(shares: int, expected: int, really: int) -> list[figures.Amount]:
    if not shares:
        return [0, None, None]
    return [shares, rules.hours(expected), rules.hours(really)]


def _together(found: Sequence[burden.DepartmentLine]) -> burden.DepartmentLine:
    """Several departments as one; their budget is known only where each of them has one."""
    budgets = [one.budget for one in found if one.budget is not None]
    return burden.DepartmentLine(
        path="",
        name=_others(len(found)),
        shares=sum(one.shares for one in found),
        estimated=sum(one.estimated for one in found),
        observed_shares=sum(one.observed_shares for one in found),
        observed=sum(one.observed for one in found),
        estimated_of_observed=sum(one.estimated_of_observed for one in found),
        estimated_before=sum(one.estimated_before for one in found),
        budget=sum(budgets) if len(budgets) == len(found) else None,
        budget_is_hard=all(one.budget_is_hard for one in found),
    )


def _summed(lines: Sequence[Line]) -> Line | None:
    """The departments beyond those of the page in one line, for measures that add up."""
    rest = lines[figures.MOST_SHOWN :]
    columns = zip(*(line.cells for line in rest), strict=True)
    sums = [sum(cell for cell in cells if isinstance(cell, int | float)) for cells in columns]
    return Line(_others(len(rest)), sums) if rest else None


def _others(departments: int) -> str:
    return f"其余 {departments:,} 个部门"


def _decided(line: Line) -> float:
    """How much was decided about a department: permits given, refused and expired."""
    return sum(cell for cell in line.cells[:3] if isinstance(cell, int | float))


def _of_budget(one: burden.DepartmentLine) -> list[figures.Amount]:
    if one.budget is None:
        return [None, None]
    return [rules.hours(one.budget), rules.per_cent(one.estimated, one.budget)]


def _most(amounts: Sequence[tuple[str, int]]) -> str:
    """Who or what has the most, with its part and the base of it."""
    total = sum(minutes for _, minutes in amounts)
    if not total:
        return NOTHING
    name, minutes = max(amounts, key=lambda each: each[1])
    part = rules.per_cent(minutes, total)
    return f"最多的是{name}，占 {part}%（{burden.hours(minutes)} / {burden.hours(total)}）"


def _figures(
    key: str,
    title: str,
    of: str,
    measures: Sequence[figures.Measure],
    lines: Sequence[Line],
    read: Reading,
) -> Figures:
    reach = read.reach
    whose = reach.department_name or reach.place_name
    return Figures(
        key, f"{whose} {title}", of, measures, lines, source=f"数据：负担台账。{read.updated}"
    )


def _whole(minutes: int) -> int:
    """Minutes as whole hours for a sentence that compares two of them."""
    return round(rules.hours(minutes))


def _full_months(year: int, months: int) -> int:
    """How many months can be compared: the one that still runs would look like a saving."""
    is_running = year == timezone.localdate().year
    return months - 1 if is_running and months > 1 else months


def _so_far(months: int) -> str:
    return f"前 {months} 个月" if months < 12 else "全年"


def _month(day: date) -> str:
    return f"{day.year} 年 {day.month} 月"


ONE: Mapping[str, Draw] = {
    "months": months,
    "departments": departments,
    "kinds": kinds,
    "places": places,
    "items": items,
    "observed": observed,
    "causes": causes,
    "ended": ended,
    "admitted": admitted,
    "violations": violations,
}
