"""What every page shows round its own content: places to go, who is acting, whose system it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.orgs.facade import Seat, SignedIn
from qingshe.web.values import Link

VERSION = version("qingshe")  # of this process; read from a file
LARGE_PRINT = "large_print"  # the cookie
MOST_PLACES = 7  # in the bar; the rest stands under 更多


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation; without `grant` everybody has it, visitors too."""

    label: str
    url_name: str
    grant: str = ""

    def is_for(self, actor: Actor) -> bool:
        return not self.grant or actor.has(self.grant)


PLACES = (
    Place("首页", "site:home"),
    Place("今日", "demands:inbox", "demands.work"),
    Place("下达", "demands:index", "demands.issue"),
    Place("拒收裁定", "demands:rulings", "demands.rule"),
    Place("过一道闸", "gate:check", "gate.check"),
    Place("准入申请", "admission:mine", "admission.apply"),
    Place("准入办理", "admission:queue", "admission.watch"),
    Place("征求意见", "admission:opinions", "admission.opine"),
    Place("清单", "catalog:index"),
    Place("清单管理", "catalog:desk", "catalog.draft"),
    Place("依据复核", "catalog:reviews", "catalog.review"),
    Place("文件矛盾", "catalog:conflicts", "catalog.settle"),
    Place("许可", "catalog:permits", "catalog.read_permits"),
    Place("查验许可", "catalog:verify"),
    Place("准入公示", "admission:notices"),
    Place("负担预算", "burden:budgets", "burden.budgets"),
    Place("负担变动", "burden:changes", "burden.change"),
    Place("底数", "burden:baselines", "burden.baseline"),
    Place("准入流程设置", "admission:flow", "admission.flow"),
    Place("社区事项", "demands:street", "demands.street"),
    Place("会议日历", "demands:calendar", "demands.calendar"),
    Place("按期事项", "demands:series", "demands.calendar"),
    Place("年度计划", "demands:plans", "demands.read_plans"),
    Place("体外下达", "demands:reports", "demands.reports"),
    Place("反弹核对", "demands:rebounds", "demands.watch"),
    Place("减负成效", "insight:index", "insight.read"),
    Place("减负公开", "insight:public"),
    Place("组织", "orgs:tree", "orgs.read"),
    Place("账号", "orgs:accounts", "orgs.accounts"),
    Place("留痕", "site:trail", "site.trail"),
    Place("运行状况", "site:installation", "site.installation"),
    Place("站外提醒", "site:channels", "site.channels"),
    Place("收到的意见", "feedback:index", "feedback.answer"),
    Place("提醒", "site:notices", "site.notices"),
)
FIRST = {  # what a role presses most stands first after 首页
    Role.ADMINISTRATOR: ("组织", "账号", "运行状况", "留痕", "收到的意见"),
    Role.WORKER: ("今日", "会议日历", "体外下达"),
    Role.HEAD: ("今日", "减负成效", "会议日历", "体外下达"),
    Role.STREET: ("社区事项", "征求意见", "减负成效", "会议日历"),
    Role.DEPARTMENT: ("下达", "准入申请", "过一道闸", "许可", "负担预算"),
    Role.LEADER: ("准入办理", "减负成效", "负担预算", "许可"),
    Role.SUPERVISOR: ("减负成效", "反弹核对", "体外下达"),
    Role.GATEKEEPER: (
        "准入办理",
        "拒收裁定",
        "体外下达",
        "反弹核对",
        "清单管理",
        "依据复核",
        "文件矛盾",
        "过一道闸",
        "清单",
    ),
}


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role of the person, as the switch lists it."""

    pk: int
    unit_name: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything `base.html` needs, whoever looks."""

    city: str
    demo: bool
    owner: str
    filing_number: str
    version: str
    places: Sequence[Link]
    more: Sequence[Link]
    person: str
    unit_name: str
    role_label: str
    roles: Sequence[RoleChoice]
    large_print: bool


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor; asks the database nothing that the sign-on has not asked already."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # given by ActorMiddleware
    someone: SignedIn | None = getattr(request, "person", None)
    links = _links(_places_of(actor), request.path)
    current = someone.current if someone else None
    return {
        "frame": Frame(
            city=settings.CITY,
            demo=settings.DEMO,
            owner=settings.OWNER,
            filing_number=settings.FILING_NUMBER,
            version=VERSION,
            places=links[:MOST_PLACES],
            more=links[MOST_PLACES:],
            person=someone.name if someone else "",
            unit_name=current.unit_name if current else "",
            role_label=current.label if current else "",
            roles=[_choice(seat, current) for seat in someone.seats] if someone else [],
            large_print=request.COOKIES.get(LARGE_PRINT) == "on",
        )
    }


def page_name(address: str) -> str:
    """What people call a page: the place of the navigation it belongs to, else its address."""
    links = _links(PLACES, address.partition("?")[0])
    return next((link.label for link in links if link.current), address)


def _places_of(actor: Actor) -> list[Place]:
    first = FIRST.get(actor.role, ()) if actor.role else ()
    rank = {label: number for number, label in enumerate(("首页", *first))}
    mine = [place for place in PLACES if place.is_for(actor)]
    return sorted(mine, key=lambda place: rank.get(place.label, len(rank)))


def _links(places: Sequence[Place], path: str) -> list[Link]:
    """The places as links; the one whose address says most of `path` is where one is."""
    urls = [_address(place.url_name) for place in places]
    around = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    here = max(around, key=len, default="")
    return [Link(place.label, url, url == here) for place, url in zip(places, urls, strict=True)]


@cache
def _address(url_name: str) -> str:
    """Where a place is: every page names some thirty of them, and they never move."""
    return reverse(url_name)


def _choice(seat: Seat, current: Seat | None) -> RoleChoice:
    return RoleChoice(seat.pk, seat.unit_name, seat.label, seat == current)
