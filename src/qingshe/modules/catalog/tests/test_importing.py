from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.foundation import sheets
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.catalog import exports
from qingshe.modules.catalog.models import Edition, ItemImport
from qingshe.modules.catalog.queries import items as item_queries
from qingshe.modules.catalog.rules import ImportState
from qingshe.modules.catalog.services import importing, items
from tests.cast import department_officer, gatekeeper

from .builders import DRUGS, FIRE, TODAY, a_draft, a_published_list, first_item, load_changzhi

pytestmark = pytest.mark.django_db

FIRE_ROW = {"key": "", "serial": 1, "title": FIRE.title, "bases": FIRE.bases}


def sheet(*rows: dict[str, object]) -> bytes:
    return sheets.write("清单", importing.COLUMNS, rows)


def upload(draft: Edition, content: bytes) -> ItemImport:
    return importing.upload(gatekeeper(), draft.pk, filename="清单.xlsx", content=content)


def taken_over(draft: Edition, content: bytes) -> list[str]:
    table = upload(draft, content)
    importing.apply(gatekeeper(), table.pk, version=table.version)
    return [item.title for item in item_queries.of_edition(draft)]


def test_new_rows_are_added_and_missing_ones_struck() -> None:
    draft = a_draft()
    rows = ({**FIRE_ROW, "key": first_item(draft).key}, {"serial": 2, "title": "反诈宣传"})
    assert taken_over(draft, sheet(*rows)) == [FIRE.title, "反诈宣传"]


def test_bases_are_parted_by_a_semicolon() -> None:
    draft = a_draft([])
    taken_over(draft, sheet({**FIRE_ROW, "bases": "《消防法》第六条；《安全生产法》第七十五条"}))
    bases = [str(basis) for basis in item_queries.bases_of(first_item(draft))]
    assert bases == ["《消防法》第六条", "《安全生产法》第七十五条"]


def test_actions_are_written_in_words() -> None:
    draft = a_draft([])
    taken_over(draft, sheet({**FIRE_ROW, "actions": "宣传、动员"}))
    assert first_item(draft).actions == ["publicise", "mobilise"]


def test_what_was_exported_comes_back_unchanged() -> None:
    load_changzhi(publish=False)
    for draft in Edition.objects.select_related("item_list"):
        with pytest.raises(Invalid, match="没有要导入的内容"):
            upload(draft, exports.as_sheet(draft))


def test_a_row_that_is_the_same_leaves_no_trace() -> None:
    draft = a_draft()
    first, second = item_queries.of_edition(draft)
    rows = (
        {"key": first.key, "serial": 1, "title": "新名称", "bases": FIRE.bases},
        {"key": second.key, "serial": 2, "title": DRUGS.title, "bases": DRUGS.bases},
    )
    taken_over(draft, sheet(*rows))
    assert AuditEntry.objects.filter(action="revise_item").count() == 1
    assert item_queries.bases_of(first)[0].check_label == "已核对"


def test_bad_cells_and_bad_rows_are_told_together() -> None:
    draft = a_draft()
    rows: tuple[dict[str, object], ...] = (
        {"key": "", "serial": "第二", "title": "甲"},
        {"key": "", "serial": 3, "title": ""},
        {"key": "", "serial": 4, "title": "丙", "bases": "某某法", "actions": "跳舞"},
    )
    with pytest.raises(Invalid) as refused:
        upload(draft, sheet(*rows))
    told = "".join(refused.value.problems)
    assert all(words in told for words in ("第 3 行 事项", "第 4 行 依据", "第 4 行 社区做什么"))
    assert told.count("第 2 行 序号") == 1


def test_every_bad_row_is_told_and_nothing_is_taken_over() -> None:
    draft = a_draft()
    rows = (
        {"key": "A", "serial": 0, "title": "零"},
        {"key": "A", "serial": 1.5, "title": "半", "actions": "跑腿"},
        {"key": "B", "serial": 3, "title": "无", "bases": "领导要求"},
    )
    with pytest.raises(Invalid) as refusal:
        upload(draft, sheet(*rows))
    told = "\n".join(refusal.value.problems)
    assert "第 2 行 序号：应为 1 以上的整数" in told
    assert "第 3 行 编号：编号“A”重复" in told
    assert "第 3 行 社区做什么：不认识“跑腿”" in told
    assert "第 4 行 依据：依据第1行看不出文件名" in told
    assert not ItemImport.objects.exists()


def test_a_row_without_a_title_is_told() -> None:
    with pytest.raises(Invalid) as refusal:
        upload(a_draft(), sheet({"serial": 1, "title": ""}))
    assert refusal.value.problems == ("第 2 行 事项：必填",)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(Invalid, match="没有事项"):
        upload(a_draft(), sheet())


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(Invalid):
        upload(a_draft(), b"\x00\x01 not a workbook")


def test_a_draft_changed_since_the_preview_is_left_alone() -> None:
    draft = a_draft()
    table = upload(draft, sheet(FIRE_ROW))
    items.add(gatekeeper(), draft.pk, values=DRUGS, today=TODAY)
    with pytest.raises(Conflict, match="预览之后草案有了变化"):
        importing.apply(gatekeeper(), table.pk, version=table.version)
    assert item_queries.of_edition(draft).count() == 3


def test_a_table_is_taken_over_once() -> None:
    draft = a_draft()
    table = upload(draft, sheet(FIRE_ROW))
    importing.apply(gatekeeper(), table.pk, version=1)
    with pytest.raises(Conflict):
        importing.apply(gatekeeper(), table.pk, version=1)


def test_a_dropped_table_keeps_no_content() -> None:
    table = importing.drop(gatekeeper(), upload(a_draft(), sheet(FIRE_ROW)).pk, version=1)
    assert (table.state, bytes(table.content)) == (ImportState.DROPPED, b"")


def test_nothing_is_imported_into_a_published_edition() -> None:
    with pytest.raises(Denied, match="已公布的版次不再改动"):
        upload(a_published_list(), sheet(FIRE_ROW))


def test_is_refused_to_a_department() -> None:
    edition = a_published_list()
    with pytest.raises(Denied):
        importing.upload(
            department_officer(), edition.pk, filename="清单.xlsx", content=sheet(FIRE_ROW)
        )


@pytest.mark.parametrize(
    ("decide", "told"),
    [(importing.apply, "已经导入草案"), (importing.drop, "没有导入，草案没有变")],
)
def test_a_table_that_is_decided_says_what_became_of_it(
    acting: Callable[[Actor], Client], decide: Callable[..., object], told: str
) -> None:
    table = upload(a_draft(), sheet(FIRE_ROW))
    decide(gatekeeper(), table.pk, version=table.version)
    page = acting(gatekeeper()).get(f"/catalog/imports/{table.pk}/").text
    assert told in page
    assert "没有差别" not in page
