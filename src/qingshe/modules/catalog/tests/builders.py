"""Lists as production makes them: through the services, with what the test does not care for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog import tasks
from qingshe.modules.catalog.facade import PermitSummary, issue_permit
from qingshe.modules.catalog.models import Edition, ItemList, ListItem, Review
from qingshe.modules.catalog.packs import built_in
from qingshe.modules.catalog.queries import items
from qingshe.modules.catalog.rules import BindingLevel, ListKind, Terms
from qingshe.modules.catalog.services import conflicts, editions, loading, reviews
from qingshe.modules.catalog.services import items as item_services
from qingshe.modules.catalog.services.editions import Heading
from qingshe.modules.catalog.services.items import ItemValues
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import CITY, COMMUNITY, COUNTY, DEPARTMENT, NEIGHBOUR, STREET, gatekeeper

TODAY = date(2025, 9, 1)  # long past, so that what begins then is in force
PAPER = Heading("关于社区工作清单的通知", doc_no="长社工〔2026〕1号", section="附件1")
FIRE = ItemValues("协助开展消防宣传", bases="《消防法》第六条")
DRUGS = ItemValues("协助开展禁毒宣传", bases="《禁毒法》第十七条")


def a_list(
    *, kind: ListKind = ListKind.ASSIST, by: Actor | None = None, title: str = "依法协助事项"
) -> ItemList:
    return editions.establish(
        by or gatekeeper(), kind=kind, title=title, place_name="长治市", level=BindingLevel.CITY
    )


def a_draft(
    stated: Sequence[ItemValues] = (FIRE, DRUGS),
    *,
    of: ItemList | None = None,
    by: Actor | None = None,
    kind: ListKind = ListKind.ASSIST,
) -> Edition:
    """A draft with items whose bases have been looked up."""
    actor = by or gatekeeper()
    item_list = of or a_list(kind=kind, by=actor)
    edition = editions.start(actor, item_list.pk, heading=PAPER, today=TODAY)
    for values in stated:
        item_services.add(actor, edition.pk, values=values, is_checked=True, today=TODAY)
    edition.refresh_from_db()
    return edition


def a_published_list(
    stated: Sequence[ItemValues] = (FIRE, DRUGS),
    *,
    kind: ListKind = ListKind.ASSIST,
    by: Actor | None = None,
) -> Edition:
    return published(a_draft(stated, kind=kind, by=by), by=by)


def published(draft: Edition, *, by: Actor | None = None, on: date = TODAY) -> Edition:
    """A draft put in force on a day, as if it were that day."""
    return editions.publish(
        by or gatekeeper(),
        draft.pk,
        version=None,
        effective_from=on,
        today=on,
        reason="测试",
    )


def an_edition_without(values: ItemValues, *, on: date) -> tuple[Edition, str]:
    """A newer edition of the list, in force from a day, that strikes one; and the key of that."""
    edition = a_published_list((FIRE, DRUGS))
    draft = a_draft((), of=edition.item_list)
    gone = next(one for one in items.of_edition(draft) if one.title == values.title)
    item_services.strike(gatekeeper(), gone.pk, version=gone.version)
    draft.refresh_from_db()
    return published(draft, on=on), gone.key


PERMITTED = Terms(
    title="高龄津贴人员核对",
    kind="task",
    holder=DEPARTMENT,
    place=CITY,
    scope=(CITY,),
    duration_type="long_term",
    valid_from=TODAY,
    valid_until=date(2025, 12, 31),
    subject_text="核对八十岁以上老人的居住和健在情况",
    actions=("contact", "report"),
    times_per_year=4,
    minutes=12,
    money=Decimal("30000.00"),
    money_source="市级财政",
    funded=True,
)


NAMES = {
    "/14/": "山西省",
    CITY: "长治市",
    COUNTY: "潞州区",
    STREET: "英雄街道",
    COMMUNITY: "西大街社区",
    NEIGHBOUR: "东大街社区",
    DEPARTMENT: "市民政局",
}


def a_city() -> None:
    """The units that the people of the tests work for, and the department that holds permits."""
    for path, name in NAMES.items():
        a_unit(path, name=name)


def a_permit(*, by: Actor | None = None, today: date = TODAY, **stated: object) -> PermitSummary:
    """A permit of the city for its department of civil affairs; `stated` are other terms."""
    terms = replace(PERMITTED, **stated)  # type: ignore[arg-type]  # fields of Terms by name
    return issue_permit(by or gatekeeper(), terms, today=today)


def first_item(edition: Edition) -> ListItem:
    item = items.of_edition(edition).first()
    assert item is not None
    return item


def load_changzhi(*, publish: bool = True) -> loading.Loaded:
    """The lists of Changzhi, as `qingshe pack load changzhi --publish` brings them."""
    return _load("changzhi", publish=publish)


def load_national(*, publish: bool = True) -> loading.Loaded:
    """The national rules and the certificates that no committee issues."""
    return _load("national", publish=publish)


def _load(name: str, *, publish: bool) -> loading.Loaded:
    return tasks.load_pack(built_in(name), place="", publish=publish, today=TODAY)


def settle_for_the_city(
    key: str, *, choice: str = "", reason: str = "因为", by: Actor | None = None
) -> None:
    """Let a place choose between two papers; by default the item that contradicts."""
    conflicts.settle(by or gatekeeper(), key, choice=choice or key, reason=reason, today=TODAY)


def suspend_for_the_city(key: str, *, reason: str, today: date = TODAY) -> None:
    """The gatekeeper lets an item rest, whose basis is gone."""
    review = Review.objects.get(item_key=key)
    reviews.suspend(gatekeeper(), review.pk, version=review.version, reason=reason, today=today)
