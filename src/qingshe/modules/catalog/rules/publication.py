"""How lists come into force: states and moves of lists, editions, items and documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingshe.kernel.workflow import Labelled, beginning, move

from .vocabulary import ListKind


class ListState(Labelled):
    """A list is kept from its first draft on."""

    KEPT = "kept", "在用"


class EditionState(Labelled):
    """The life of an edition (版次)."""

    DRAFT = "draft", "草案"
    CONSULTING = "consulting", "征求意见"
    PUBLISHED = "published", "已公布"
    SUPERSEDED = "superseded", "已被替换"
    WITHDRAWN = "withdrawn", "已撤回"


class ItemState(Labelled):
    """Whether an item stands in its edition."""

    LISTED = "listed", "在列"
    STRUCK = "struck", "已删去"


class BasisState(Labelled):
    """Whether an item rests on a basis."""

    CITED = "cited", "列为依据"
    DROPPED = "dropped", "不再引用"


class DocumentState(Labelled):
    """A document once registered stays so; whether it is in force is its status."""

    REGISTERED = "registered", "在册"


class ImportState(Labelled):
    """A table of items, from upload to draft."""

    WAITING = "waiting", "待确认"
    APPLIED = "applied", "已导入"
    DROPPED = "dropped", "已放弃"


class OpinionState(Labelled):
    """What somebody said of a draft out for consultation stays said."""

    GIVEN = "given", "已提出"


class OrderState(Labelled):
    """The publication of a long edition, carried out by the worker (后台公布)."""

    QUEUED = "queued", "正在公布"
    DONE = "done", "已公布"
    FAILED = "failed", "没有公布"


class RuleState(Labelled):
    """Whether the gate applies a rule."""

    ADOPTED = "adopted", "已收录"
    RETIRED = "retired", "已停用"


class AppliesTo(Labelled):
    """To which communities a list applies (适用范围)."""

    ALL = "all", "全部社区（村）"
    URBAN = "urban", "城市社区"
    VILLAGE = "village", "农村（村委会）"


TONES: Mapping[str, str] = {
    EditionState.DRAFT: "grey",
    EditionState.CONSULTING: "blue",
    EditionState.PUBLISHED: "green",
    EditionState.SUPERSEDED: "grey",
    EditionState.WITHDRAWN: "grey",
}
"""The colour in which the state of an edition is shown; always beside its word."""

ESTABLISH = beginning("establish", "设立清单", ListState.KEPT)
CORRECT_LIST = move("correct_list", "更正清单", ListState.KEPT)

START = beginning("start", "起草", EditionState.DRAFT)
REVISE = move("revise", "修改版次说明", EditionState.DRAFT)
CONSULT = move("consult", "征求意见", EditionState.DRAFT, to=EditionState.CONSULTING)
RESUME = move("resume", "退回修改", EditionState.CONSULTING, to=EditionState.DRAFT)
PUBLISH = move(
    "publish", "公布", EditionState.DRAFT, EditionState.CONSULTING, to=EditionState.PUBLISHED
)
SUPERSEDE = move("supersede", "替换", EditionState.PUBLISHED, to=EditionState.SUPERSEDED)
REMIND = move("remind", "提醒更新", EditionState.PUBLISHED)
WITHDRAW = move(
    "withdraw", "撤回草案", EditionState.DRAFT, EditionState.CONSULTING, to=EditionState.WITHDRAWN
)

ORDER = beginning("order", "交后台公布", OrderState.QUEUED)
FINISH_ORDER = move("finish_order", "公布完成", OrderState.QUEUED, to=OrderState.DONE)
FAIL_ORDER = move("fail_order", "公布未成", OrderState.QUEUED, to=OrderState.FAILED)
ORDER_TONES: Mapping[str, str] = {
    OrderState.QUEUED: "blue",
    OrderState.DONE: "green",
    OrderState.FAILED: "red",
}

GIVE_OPINION = beginning("give_opinion", "提出意见", OpinionState.GIVEN)

ADD_ITEM = beginning("add_item", "增加事项", ItemState.LISTED)
REVISE_ITEM = move("revise_item", "修改事项", ItemState.LISTED)
STRIKE_ITEM = move("strike_item", "删去事项", ItemState.LISTED, to=ItemState.STRUCK)

UPLOAD = beginning("upload", "上传表格", ImportState.WAITING)
APPLY = move("apply", "确认导入", ImportState.WAITING, to=ImportState.APPLIED)
DROP = move("drop", "放弃导入", ImportState.WAITING, to=ImportState.DROPPED)

CITE = beginning("cite", "列为依据", BasisState.CITED)
UNCITE = move("uncite", "不再引用", BasisState.CITED, to=BasisState.DROPPED)

REGISTER = beginning("register", "登记文件", DocumentState.REGISTERED)
RESTATE = move("restate", "更新效力", DocumentState.REGISTERED)

ADOPT_RULE = beginning("adopt_rule", "收录规则", RuleState.ADOPTED)
REVISE_RULE = move("revise_rule", "更新规则", RuleState.ADOPTED)
RETIRE_RULE = move("retire_rule", "停用规则", RuleState.ADOPTED, to=RuleState.RETIRED)


class ConcernKind(Labelled):
    """What speaks against publishing a draft as it is (公布前检查)."""

    NO_TITLE = "no_title", "事项没有名称"
    TWICE = "twice", "序号重复"
    NO_BASIS = "no_basis", "没有依据"
    REPEALED = "repealed", "依据已废止，尚未复核"


@dataclass(frozen=True, slots=True)
class Concern:
    """One finding of the check before publication, with the item it is about."""

    kind: ConcernKind
    item: int
    key: str
    text: str


_REST_ON_LAW = {ListKind.OWN_DUTY, ListKind.ASSIST, ListKind.SUPERVISE}


def rests_on_law(kind: str) -> bool:
    """Whether each item of such a list needs a basis of its own.

    依法履职、依法协助 and 监督 do (民发〔2015〕136号); certificates, signs and the like rest on the
    document that carries the list.
    """
    return kind in _REST_ON_LAW


def wrong_with_start(start: date, today: date, replaced_from: date | None) -> str:
    """Why an edition cannot begin on `start`; empty when it can.

    A first edition may begin in the past: its paper did. One that replaces another must not: what
    was decided under the old one stays decided under it.
    """
    if replaced_from is None:
        return ""
    if start < today:
        return "替换现行版次的，施行日期不能早于今天。"
    return "" if start > replaced_from else "施行日期须晚于现行版次的施行日期。"


def word_for(
    state: EditionState, begins: date | None, ends: date | None, today: date
) -> tuple[str, str]:
    """What an edition is called on a day, and its colour: the days count, not only the moves.

    What is published may not hold yet, and what it replaces holds until the day before.
    """
    if state is EditionState.PUBLISHED and begins and begins > today:
        return f"{begins} 起施行", "blue"
    if state is EditionState.SUPERSEDED and ends and ends >= today:
        return f"现行，至 {ends}", "green"
    return state.label, TONES[state]


def refresh_is_due(published_on: date, today: date) -> bool:
    """Whether a list has stood unrevised for a year (清单每年更新一次, product definition 5.2)."""
    try:
        due = published_on.replace(year=published_on.year + 1)
    except ValueError:  # 29 February
        due = date(published_on.year + 1, 3, 1)
    return today >= due
