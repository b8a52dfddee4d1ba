"""Baselines: nothing read by halves, nothing overwritten, and no percentage without a count."""

from datetime import date

import pytest

from qingshe.foundation import sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid, NotFound
from qingshe.modules.burden.facade import Measure, Seven, public_reach, reach
from qingshe.modules.burden.models import Baseline, BaselineRow
from qingshe.modules.burden.queries import baselines as queries
from qingshe.modules.burden.services import baselines
from qingshe.modules.burden.services.baselines import COLUMNS
from qingshe.modules.catalog.tests.builders import a_city
from tests.cast import CITY, COUNTY, STREET, department_officer, gatekeeper, leader, worker

from .builders import TODAY, a_booked

pytestmark = pytest.mark.django_db
ROW = {"kind": "台账", "title": "低保台账", "items": 30, "source": "2024年摸底"}


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def uploaded(
    *rows: dict[str, object],
    by: Actor | None = None,
    place: str = CITY,
    year: int = 2024,
    reason: str = "",
) -> Baseline:
    return baselines.upload(
        by or gatekeeper(),
        place,
        year=year,
        title="减负前摸底",
        reason=reason,
        filename="底数.xlsx",
        content=sheets.write("底数", COLUMNS, rows or (ROW,)),
        today=TODAY,
    )


def adopted(*rows: dict[str, object], **stated: object) -> Baseline:
    made = uploaded(*rows, **stated)  # type: ignore[arg-type]
    return baselines.adopt(gatekeeper(), made.pk)


class TestUpload:
    def test_counts_for_nothing_before_it_is_adopted(self) -> None:
        uploaded()
        assert queries.in_force(CITY, 2025) is None

    def test_reads_every_row(self) -> None:
        made = uploaded(ROW, {**ROW, "title": "消防台账", "department": "市民政局", "hours": 1.5})
        told = [(row.items, row.minutes, row.department) for row in queries.rows_of(made)]
        assert told == [(30, None, ""), (30, 90, "/14/04/d01/")]

    def test_names_every_bad_row_and_keeps_nothing(self) -> None:
        with pytest.raises(Invalid) as refusal:
            uploaded(
                ROW,
                {**ROW, "kind": "杂事"},
                {**ROW, "title": "空", "items": None},
                {**ROW, "title": "半", "items": 1.5},
                {**ROW, "title": "负", "items": -1},
                ROW,
            )
        told = list(refusal.value.problems)
        assert told[0].startswith("第 3 行 类别：“杂事”不在可填范围")
        assert told[1:] == [
            "第 4 行：项数、每年次数、每年小时至少填一项",
            "第 5 行 项数：应为整数",
            "第 6 行 项数：应在 0 至 1,000,000,000 之间",
            "第 7 行 事项：与第 2 行重复",
        ]
        assert not Baseline.objects.exists()
        assert not BaselineRow.objects.exists()

    def test_refuses_an_empty_table(self) -> None:
        with pytest.raises(Invalid, match="没有内容"):
            baselines.upload(
                gatekeeper(), CITY, year=2024, title="", reason="", filename="空.xlsx",
                content=baselines.template(), today=TODAY,
            )  # fmt: skip

    def test_reads_the_sample_with_the_figures_that_places_published(self) -> None:
        made = baselines.upload(
            gatekeeper(), CITY, year=2022, title="", reason="", filename="示例.xlsx",
            content=baselines.sample(), today=TODAY,
        )  # fmt: skip
        counts = {row.title: row.items for row in queries.rows_of(made)}
        assert counts["对村（社区）的考核项目（各区县平均）"] == 23
        assert counts["对村（社区）的评比项目（各区县平均）"] == 25

    def test_goes_out_as_it_came_in(self) -> None:
        made = uploaded(ROW, {**ROW, "title": "二", "times": 12, "hours": 7.5})
        again = uploaded_from(baselines.as_sheet(made))
        assert rows_of(again) == rows_of(made)

    @pytest.mark.parametrize("actor", [leader(), department_officer(), worker()])
    def test_is_for_the_office(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="领导小组办公室"):
            uploaded(by=actor)

    def test_of_another_city_is_refused(self) -> None:
        with pytest.raises(Denied):
            uploaded(place="/14/05/")

    @pytest.mark.parametrize("year", [1999, 2026])
    def test_of_a_year_that_cannot_be_is_refused(self, year: int) -> None:
        with pytest.raises(Invalid, match="年份"):
            uploaded(year=year)


def uploaded_from(content: bytes) -> Baseline:
    return baselines.upload(
        gatekeeper(), CITY, year=2023, title="", reason="", filename="再.xlsx",
        content=content, today=TODAY,
    )  # fmt: skip


def rows_of(baseline: Baseline) -> list[tuple[object, ...]]:
    fields = ("kind", "title", "items", "times", "minutes", "source")
    return list(queries.rows_of(baseline).values_list(*fields))


class TestCorrection:
    def test_needs_a_reason(self) -> None:
        adopted()
        with pytest.raises(Invalid, match="更正请写明原因"):
            uploaded()

    def test_is_a_new_edition_and_the_old_one_stays(self) -> None:
        adopted()
        adopted({**ROW, "items": 28}, reason="重复统计了两项")
        told = [(one.number, one.state) for one in queries.visible_to(gatekeeper())]
        assert told == [(2, "in_force"), (1, "superseded")]

    def test_dropped_changes_nothing(self) -> None:
        first = adopted()
        second = uploaded(reason="试试")
        baselines.drop(gatekeeper(), second.pk)
        assert queries.in_force(CITY, 2025) == first


class TestBeforeAfter:
    def test_is_computed_from_counts(self) -> None:
        adopted({**ROW, "items": 3, "times": 10, "hours": 20})
        a_booked(1, kind="ledger", minutes=300)
        a_booked(2, kind="ledger", minutes=30, under="另一项")
        lines = queries.before_after(reach(gatekeeper()), 2025, TODAY)
        told = {line.measure: (line.before, line.after) for line in lines}
        assert told == {
            Measure.ITEMS: (3, 2),
            Measure.TIMES: (10, 4),
            Measure.HOURS: (20, 11),
        }
        assert lines[1].words == "比底数少 60.0%（10 → 4 次）"

    def test_claims_nothing_of_signs_that_hang_already(self) -> None:
        adopted({**ROW, "kind": "牌子", "items": 18})
        (line,) = queries.before_after(reach(gatekeeper()), 2025, TODAY)
        assert (line.after, line.words) == (None, "底数 18 项，还没有现在的数")

    def test_says_where_there_is_no_baseline(self) -> None:
        a_booked(kind="report")
        line = queries.before_after(reach(gatekeeper()), 2025, TODAY)[0]
        assert (line.kind, line.words) == (Seven.LEDGERS, "没有底数")

    def test_of_the_running_year_counts_twelve_full_months(self) -> None:
        adopted({**ROW, "items": 3})
        a_booked(1, kind="ledger", issued_on=date(2024, 9, 2))
        a_booked(2, kind="ledger", issued_on=date(2025, 9, 1), under="本月的")
        line = queries.before_after(reach(gatekeeper()), 2025, TODAY)[0]
        assert (line.after, line.first_month) == (1, date(2024, 9, 1))

    def test_of_the_city_says_nothing_of_a_county(self) -> None:
        adopted()
        a_booked(kind="ledger")
        lines = queries.before_after(reach(gatekeeper(), COUNTY), 2025, TODAY)
        assert {line.before for line in lines} == {None}

    def test_is_open_to_everybody(self) -> None:
        adopted()
        assert queries.before_after(public_reach(CITY), 2025, TODAY)[0].before == 30


def test_a_baseline_of_another_city_does_not_exist() -> None:
    made = adopted()
    with pytest.raises(NotFound):
        queries.get(gatekeeper("/14/05/"), made.pk)
    assert queries.get(worker(), made.pk) == made
    assert queries.get(gatekeeper(STREET), made.pk) == made
