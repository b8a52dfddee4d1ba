import struct
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zlib import crc32

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshe.foundation import sheets
from qingshe.foundation.sheets import Column, Kind, Row
from qingshe.kernel.divisions import level_of
from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean

COLUMNS = (
    Column("区划代码", "code", Kind.CODE, required=True, check=level_of),
    Column("名称", "name", required=True, longest=6),
    Column("类型", "kind", allowed=("城市", "农村")),
    Column("人口", "people", Kind.NUMBER),
    Column("设立日期", "since", Kind.DATE),
    Column("撤销", "closed", Kind.FLAG),
)
CODE = "140403001003"


def workbook(*rows: Sequence[object]) -> bytes:
    """A workbook as somebody's Excel would save it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def problems_of(source: bytes, columns: tuple[Column, ...] = COLUMNS) -> tuple[str, ...]:
    with pytest.raises(Invalid) as refused:
        sheets.read(source, columns)
    return refused.value.problems


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part replaced."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return stream.getvalue()


def test_columns_are_found_by_their_labels_in_any_order_below_a_title() -> None:
    source = workbook(["某市社区名册"], [], ["名称 *", "人口", "区划\n代码"], ["东山", 1200, CODE])
    (row,) = sheets.read(source, COLUMNS)
    assert (row.number, row.text("code"), row.text("name")) == (4, CODE, "东山")
    assert (row.amount("people"), row.text("kind"), row.day("since")) == (Decimal(1200), "", None)


def test_a_code_typed_as_a_number_stays_a_code() -> None:
    (row,) = sheets.read(workbook(["区划代码", "名称"], [140403001003.0, "东山"]), COLUMNS)
    assert row["code"] == CODE


def test_a_long_number_that_lost_its_digits_is_refused() -> None:
    (problem,) = problems_of(
        workbook(["证号"], [140403199001011234]), (Column("证号", "number", Kind.CODE),)
    )
    assert problem.startswith("第 2 行 证号：长数字被存成了数值")


def test_every_bad_cell_is_named_with_its_place() -> None:
    source = workbook(
        ["区划代码", "名称", "类型", "人口", "设立日期", "撤销"],
        [CODE, "东山", "城市", 3, "2026/1/31", "是"],
        ["14040300100X", "", "郊区", "多", "2026-02-30", "也许"],
        [CODE, "名字太长的社区", None, "1,200.50", date(2026, 1, 31), True],
    )
    assert problems_of(source) == (
        "第 3 行 区划代码：区划代码应为12位数字",
        "第 3 行 名称：必填",
        "第 3 行 类型：“郊区”不在可填范围（城市、农村）内",
        "第 3 行 人口：应为数字",
        "第 3 行 设立日期：没有2026-02-30这一天",
        "第 3 行 撤销：只能填“是”或“否”",
        "第 4 行 名称：最多6个字，现有7个字",
    )


@pytest.mark.parametrize("cell", ["2026-01-31", "2026/1/31", "2026年1月31日", "20260131"])
def test_a_date_may_be_typed_in_any_usual_way(cell: str) -> None:
    (row,) = sheets.read(workbook(["日期"], [cell]), (Column("日期", "day", Kind.DATE),))
    assert row.day("day") == date(2026, 1, 31)


@pytest.mark.parametrize("cell", [46053, "31.1.", "明天", True])
def test_what_is_no_date_is_not_guessed(cell: object) -> None:
    (problem,) = problems_of(workbook(["日期"], [cell]), (Column("日期", "day", Kind.DATE),))
    assert problem == "第 2 行 日期：应为日期，如2026-01-31"


def test_yes_and_no_may_be_ticked_or_written() -> None:
    source = workbook(["撤销"], ["是"], ["否"], [True], ["√"])
    rows = sheets.read(source, (Column("撤销", "closed", Kind.FLAG),))
    assert [row.flag("closed") for row in rows] == [True, False, True, True]


def test_blank_rows_are_left_out_and_the_numbers_are_those_of_the_sheet() -> None:
    source = workbook(["区划代码", "名称"], [], [CODE, "东山"], [" ", None], [CODE, "西山"])
    assert [row.number for row in sheets.read(source, COLUMNS)] == [3, 5]


def test_a_header_with_missing_unknown_and_repeated_columns_is_told_all_of_it() -> None:
    assert problems_of(workbook(["名称", "名称", "备注"], ["东山", "东山", "无"])) == (
        "第 1 行：缺少“区划代码”列",
        "第 1 行：“名称”列出现了 2 次",
        "第 1 行：不认识“备注”列；请删除该列，或改用模板中的列名",
    )


def test_a_sheet_without_header_is_told_which_labels_are_wanted() -> None:
    (problem,) = problems_of(workbook(["甲", "乙"]))
    assert problem.endswith("应有一行写明：区划代码、名称、类型、人口、设立日期、撤销")


def test_an_empty_sheet_has_no_header() -> None:
    assert problems_of(workbook())[0].startswith("第 1 行：没有找到表头")


def test_words_beside_the_table_are_not_lost_in_silence() -> None:
    source = workbook(["区划代码", "名称"], [CODE, "东山", "待核实"])
    assert problems_of(source) == ("第 2 行：有内容不在任何一列表头之下",)


def test_of_many_problems_the_first_200_are_listed_and_all_are_counted() -> None:
    source = workbook(["区划代码", "名称"], *[[CODE, ""] for _ in range(301)])
    with pytest.raises(Invalid, match="301 处问题") as refused:
        sheets.read(source, COLUMNS)
    assert len(refused.value.problems) == 200


def test_a_hidden_sheet_is_passed_over() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["字典"])
    book.worksheets[0].sheet_state = "hidden"
    visible = book.create_sheet()
    visible.append(["区划代码", "名称"])
    visible.append([CODE, "东山"])
    assert len(sheets.read(saved(book), COLUMNS)) == 1


def test_a_table_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingshe.foundation.sheets.reading.MOST_ROWS", 2)
    with pytest.raises(Invalid, match="超过 2 行"):
        sheets.read(workbook(["区划代码", "名称"], *[[CODE, "东山"]] * 3), COLUMNS)


def test_a_workbook_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(["区划代码", "名称"], [CODE, "东山"]))
    assert sheets.read(file, COLUMNS) == [Row(2, {**BLANK, "code": CODE, "name": "东山"})]


BLANK = dict.fromkeys([column.key for column in COLUMNS])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这不是 Excel 文件"),
        ("名称,人口\n东山,3\n".encode("gbk"), "这不是 Excel 文件"),
        (b"MZ\x90\x00", "这不是 Excel 文件"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "旧版 Excel"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "加了密码",
        ),
        (b"PK\x03\x04 cut off", "已损坏"),
        (b"\0" * 30_000_001, "超过 30 MB"),
    ],
)
def test_what_is_no_workbook_is_told_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        sheets.read(content, COLUMNS)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Invalid, match="这不是 Excel 文件"):
        sheets.read(stream.getvalue(), COLUMNS)


def test_a_broken_workbook_is_refused() -> None:
    source = with_part(
        workbook(["名称"]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"
    )
    with pytest.raises(Invalid):
        sheets.read(source, COLUMNS)


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=30))
def test_a_damaged_workbook_is_read_or_refused_but_never_a_crash(at: int, noise: bytes) -> None:
    sound = workbook(["区划代码", "名称"], [CODE, "东山"])
    with suppress(Invalid):
        sheets.read(sound[:at] + noise + sound[at + len(noise) :], COLUMNS)


@pytest.mark.parametrize(
    ("cell", "words"), [("B1048576", "行"), ("XFD2", "列"), ("A99999999", "行")]
)
def test_a_far_away_cell_does_not_fill_the_memory(cell: str, words: str) -> None:
    far = f'<worksheet><sheetData><row><c r="A1"><v>1</v></c><c r="{cell}"><v>1</v></c></row>'
    source = with_part(workbook(["名称"]), "xl/worksheets/sheet1.xml", far.encode())
    with pytest.raises(Invalid, match=words):
        sheets.read(source, COLUMNS)


def test_a_column_coloured_down_to_the_last_row_is_no_content() -> None:
    coloured = b'<c r="A1048576" s="1"/></row></sheetData>'
    source = workbook(["区划代码", "名称"], [CODE, "东山"])
    with zipfile.ZipFile(BytesIO(source)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    part = sheet.replace(b"</row></sheetData>", coloured)
    assert len(sheets.read(with_part(source, "xl/worksheets/sheet1.xml", part), COLUMNS)) == 1


def test_a_bomb_is_found_out_though_it_lies_about_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qingshe.foundation.sheets.package.LARGEST_CONTENT", 100_000)
    monkeypatch.setattr("qingshe.foundation.sheets.package.PIECE", 10_000)
    bomb = with_part(workbook(["名称"]), "xl/worksheets/sheet1.xml", b" " * 200_000)
    modest = bomb.replace(struct.pack("<I", 200_000), struct.pack("<I", 200)).replace(
        struct.pack("<I", crc32(b" " * 200_000)), struct.pack("<I", crc32(b" " * 200))
    )
    for content in (bomb, modest):
        with pytest.raises(Invalid, match="解开后过大"):
            sheets.read(content, COLUMNS)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "http://example.org", "007"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    content = sheets.write("表", COLUMNS, [{"name": text}])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_the_header_stays_in_sight_and_the_sheet_bears_the_title() -> None:
    content = sheets.write("清单[2026]：市/县?", COLUMNS, [])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.title) == ("A2", "清单 2026 ：市 县")


def test_every_cell_is_where_its_column_is_and_in_its_format() -> None:
    columns = [Column(f"列{at}", f"c{at}") for at in range(30)]
    columns.append(Column("日", "day", Kind.DATE))
    rows: list[dict[str, object]] = [{"c29": "＜远＞&<b>", "day": date(2026, 3, 1)}, {"c0": 12.5}]
    sheet = openpyxl.load_workbook(BytesIO(sheets.write("表", columns, rows))).active
    assert sheet is not None
    assert sheet["AD2"].value == "＜远＞&<b>"
    assert (sheet["AD2"].number_format, sheet["AE2"].number_format) == ("@", "yyyy-mm-dd")
    assert f"{sheet['AE2'].value:%Y-%m-%d}" == "2026-03-01"
    assert (sheet["A2"].value, sheet["A3"].value) == (None, 12.5)


def test_what_only_looks_like_the_number_of_a_character_stays_as_it_is() -> None:
    written = sheets.write("表", [Column("字", "c")], [{"c": "_x0041_\ufffe"}])
    book = zipfile.ZipFile(BytesIO(written))
    assert "_x005F_x0041__xFFFE_" in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_moment_is_shown_in_local_time() -> None:
    column = Column("时间", "at")
    content = sheets.write("表", [column], [{"at": datetime(2026, 1, 5, 16, 30, tzinfo=UTC)}])
    assert sheets.read(content, [column])[0].text("at") == "2026-01-06 00:30"


def test_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    content = sheets.write("表", (Column("文", "text"),), [{"text": "长" * 40_000}])
    (row,) = sheets.read(content, (Column("文", "text", longest=40_000),))
    assert row.text("text").endswith("（内容过长，此处截断）")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingshe.foundation.sheets.writing.MOST_ROWS", 2)
    with pytest.raises(Invalid, match="分次导出"):
        sheets.write("表", COLUMNS, [{}] * 3)


def test_a_table_can_be_written_to_a_file_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    sheets.write_to(file, "表", COLUMNS[:2], ({"code": CODE, "name": f"{n}"} for n in range(50)))
    assert [row.text("name") for row in sheets.read(file, COLUMNS)] == [str(n) for n in range(50)]


texts = st.text(st.characters(exclude_categories=["C"]), max_size=40).map(
    lambda text: clean(text).strip()
)
values = st.fixed_dictionaries(
    {
        "text": texts.filter(bool),
        "code": st.from_regex(r"[0-9]{1,20}", fullmatch=True) | st.none(),
        "number": st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.none(),
        "day": st.dates(date(1, 1, 1)) | st.none(),
        "flag": st.booleans() | st.none(),
    }
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no defect
@given(st.lists(values, max_size=8))
def test_what_is_written_is_read_back(rows: list[dict[str, object]]) -> None:
    columns = (
        Column("文", "text"),
        Column("码", "code", Kind.CODE),
        Column("数", "number", Kind.NUMBER),
        Column("日", "day", Kind.DATE),
        Column("否", "flag", Kind.FLAG),
    )
    assert [dict(row) for row in sheets.read(sheets.write("表", columns, rows), columns)] == rows


def test_a_code_typed_into_an_empty_cell_stays_a_code() -> None:
    columns = (Column("区划代码", "code", Kind.CODE), Column("人数", "count", Kind.NUMBER))
    content = sheets.write("表", columns, [{"code": "", "count": 3}])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert sheet["A2"].value is None
    assert sheet.column_dimensions["A"].number_format == "@"
