"""A chart is its table first: on the page without a script, and as a file of plain values."""

import csv
import json
import re
from io import BytesIO, StringIO

from django.template import Context, Template
from django.test import RequestFactory
from openpyxl import load_workbook

from qingshe.web.figures import MOST_DRAWN, MOST_SHOWN, Chart, Figures, Line, Measure, as_download

HOURS = Measure("预计", "小时", drawn="bar")
CHANGE = Measure("比去年", "%", form="+,.1f")
FIGURES = Figures(
    key="departments",
    title="各部门用时",
    of="部门",
    measures=[HOURS, CHANGE, Measure("依据")],
    lines=[
        Line("市民政局", [1204, -12.5, "清单"], "/12/"),
        Line("=市医保局", [None, None, "@许可"]),
    ],
    total=Line("合计", [1204, None, ""]),
    source="数据：负担台账。",
)
CHART = Chart("降了一成", FIGURES, lying=True)


def drawn(chart: Chart, base: str = "tables/") -> str:
    request = RequestFactory().get("/burden/", {"year": "2026"})
    template = Template("{% load ui %}{% chart chart base %}")
    page = template.render(Context({"request": request, "chart": chart, "base": base}))
    return " ".join(page.split()).replace("> <", "><")


def numbers(chart: Chart) -> dict[str, object]:
    found = re.search(r'<script type="application/json">(.*?)</script>', drawn(chart))
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


class TestOnThePage:
    def test_the_finding_stands_above_and_the_table_is_open_below(self) -> None:
        page = drawn(CHART)
        assert page.index("<strong>降了一成</strong>") < page.index("<details")
        assert '<details class="chart-table" open>' in page
        assert '<th scope="row"><a href="/12/">市民政局</a></th>' in page

    def test_a_figure_that_is_not_known_is_a_dash_and_never_a_nought(self) -> None:
        assert drawn(CHART).count('<td class="number">—</td>') == 3

    def test_numbers_are_written_as_their_measure_says(self) -> None:
        assert '<td class="number">1,204</td><td class="number">-12.5</td>' in drawn(CHART)

    def test_only_what_is_drawn_goes_to_the_script(self) -> None:
        told = numbers(CHART)
        assert told["series"] == [{"label": "预计", "drawn": "bar", "values": [1204, None]}]
        assert told["unit"] == "小时"

    def test_a_name_cannot_end_the_script_it_stands_in(self) -> None:
        evil = Figures("x", "表", "名", [HOURS], [Line("</script><b>", [1])])
        assert numbers(Chart("坏", evil))["labels"] == ["</script><b>"]
        assert "</script><b>" not in drawn(Chart("坏", evil))

    def test_without_anything_to_draw_only_the_table_is_there(self) -> None:
        page = drawn(Chart("没有", Figures("x", "表", "名", [HOURS], [])))
        assert "data-chart" not in page
        assert "还没有数据。" in page

    def test_a_long_ranking_is_cut_in_the_picture_but_not_in_the_table(self) -> None:
        many = [Line(f"社区{n}", [n]) for n in range(MOST_DRAWN + 5)]
        chart = Chart("多", Figures("x", "表", "名", [HOURS], many), lying=True)
        assert len(numbers(chart)["labels"]) == MOST_DRAWN  # type: ignore[arg-type]
        assert "图中为前 15 行，全部见表。" in drawn(chart)
        assert f"社区{MOST_DRAWN + 4}" in drawn(chart)

    def test_where_the_rest_is_known_the_page_shows_the_first_and_a_file_shows_all(self) -> None:
        many = [Line(f"部门{n}：", [n]) for n in range(MOST_SHOWN + 5)]
        table = Figures("x", "表", "名", [HOURS], many, rest=Line("其余 5 个部门", [110]))
        page = drawn(Chart("多", table, lying=True))
        assert page.count('<th scope="row">') == MOST_SHOWN + 1
        assert '其余 5 个部门 </th><td class="number">110</td>' in page
        assert "图中为前 15 行，表中为前 20 行，全部见下载。" in page
        assert "其余" not in as_download(table, "csv").text
        assert f"部门{MOST_SHOWN + 4}：,{MOST_SHOWN + 4}" in as_download(table, "csv").text

    def test_downloads_keep_the_conditions_of_the_page(self) -> None:
        assert 'href="tables/departments.xlsx?year=2026"' in drawn(CHART)
        assert 'href="tables/departments.csv?year=2026"' in drawn(CHART)
        assert "下载" not in drawn(CHART, base="").replace("：表格与下载", "")


class TestDownload:
    def test_excel_holds_numbers_and_every_row(self) -> None:
        answer = as_download(FIGURES, "xlsx")
        rows = list(load_workbook(BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
        assert rows[0] == ("部门", "预计（小时）", "比去年（%）", "依据")
        assert rows[1] == ("市民政局", 1204, -12.5, "清单")
        assert rows[3][:2] == ("合计", 1204)
        assert rows[4][0] == "数据：负担台账。"

    def test_csv_says_its_letters_and_calculates_nothing(self) -> None:
        answer = as_download(FIGURES, "csv")
        assert answer.content.startswith("\ufeff".encode())
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1] == ["市民政局", "1204", "-12.5", "清单"]
        assert rows[2] == ["'=市医保局", "", "", "'@许可"]
