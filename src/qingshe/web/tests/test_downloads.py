from urllib.parse import quote

from qingshe.web.downloads import sheet_response, word_response


def test_a_sheet_is_saved_under_its_chinese_name() -> None:
    answer = sheet_response("社区名册", b"PK")
    assert answer["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote('社区名册.xlsx')}"
    )
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_name_cannot_break_out_of_its_header_or_folder() -> None:
    disposition = word_response('a"\r\nX: 1/../b', b"PK")["Content-Disposition"]
    assert "\n" not in disposition
    assert "/" not in disposition
