"""The first screen of each role: one question, answered in the first line, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.modules.admission.queries import screens as admission
from qingshe.modules.admission.rules import State
from qingshe.modules.catalog.queries import conflicts, editions, reviews
from qingshe.modules.catalog.rules import BasisStatus
from qingshe.modules.demands import facade as demands
from qingshe.modules.feedback import facade as feedback
from qingshe.modules.insight import facade as insight
from qingshe.site.health import examine
from qingshe.web.values import Tone

URGENCY: Mapping[Tone, str] = {
    "red": "要处理",
    "amber": "要留意",
    "blue": "进行中",
    "green": "正常",
    "grey": "可以看",
}
MANY = 100  # beyond, a count says "more than"
MOST_LINES = 5  # of one kind are written out on a home; the rest is counted


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do or to look at: what, why now, where."""

    title: str
    detail: str
    url: str
    button: str
    tone: Tone = "blue"

    @property
    def urgency(self) -> str:
        return URGENCY[self.tone]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list in force here, as the home page names it."""

    title: str
    place: str
    items: int
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """What `site/home.html` draws; `ask_the_gate` puts the gate's question on the page."""

    title: str
    lead: str
    todos: Sequence[Todo]
    lists: Sequence[ListLine]
    ask_the_gate: bool


LEADS = {
    Role.WORKER: ("有人要社区做事？", "没有编号、不在清单上的，先过一道闸再答应。"),
    Role.HEAD: ("有人要社区做事？", "没有编号、不在清单上的，可以拒收；拒收不计入任何考核。"),
    Role.STREET: ("社区该做什么，不该做什么", "部门通过街道布置的事，也要先过一道闸。"),
    Role.DEPARTMENT: ("要请社区做一件事？", "先写在这里：清单上有的直接办，没有的告诉您怎么申请。"),
    Role.GATEKEEPER: ("先看哪一件", ""),
    Role.LEADER: ("等您决定的事", ""),
    Role.SUPERVISOR: ("什么越了线", "清单之外的事先过闸；每一步都有留痕可查。"),
    Role.RESIDENT: ("社区能帮您什么", "哪些证明能在社区开，哪些不用开，清单上写得清楚。"),
    Role.ADMINISTRATOR: ("系统运行得好不好", ""),
}


def of(actor: Actor, today: date) -> Home:
    """The home of whoever is acting; a visitor sees what is public."""
    title, lead = LEADS.get(actor.role, ("社区工作清单", "")) if actor.role else _for_visitors()
    day = demands.day(actor, today)
    if day:
        title, lead = "今日", day.lead
    todos = [
        *_of_community(day),
        *_of_demands(actor),
        *_of_admission(actor, today),
        *_of_gatekeeper(actor, today),
        *_of_supervisor(actor, today),
        *_of_complaints(actor),
        *_of_administrator(actor),
        *_figures(actor, today),
        *_to_read(actor, today),
    ]
    if not lead:
        lead = _count(todos)
    place = territory(actor.unit) if actor != VISITOR else ""
    return Home(title, lead, todos, _lists(place, today), _asks(actor))


def _for_visitors() -> tuple[str, str]:
    return "社区工作清单", "社区做什么、协助什么、能开什么证明，这里都公开，不用登录。"


def _count(todos: Sequence[Todo]) -> str:
    waiting = sum(todo.tone not in ("green", "grey") for todo in todos)
    return f"有 {waiting} 类事等着办。" if waiting else "没有等着办的事。"


def _asks(actor: Actor) -> bool:
    return actor.has("gate.check") and actor.role not in (Role.ADMINISTRATOR, Role.RESIDENT)


def _of_community(day: demands.Day | None) -> list[Todo]:
    """What is due today, each a line; what may be sent back says so."""
    return [
        Todo(due.title, due.detail, due.url, "办理", "amber" if due.warning else "blue")
        for due in (day.due if day else ())
    ]


def _of_demands(actor: Actor) -> list[Todo]:
    """Rulings and reports that wait for this office or department."""
    rulings, replies = demands.rulings_due(actor, MANY), demands.replies_due(actor, MANY)
    rebounds = demands.rebounds_due(actor, MANY)
    found = [
        (
            rulings,
            Todo(
                f"{rulings} 件拒收等着裁定",
                "先办期限最近的；成立的，对全部社区作废。",
                reverse("demands:rulings"),
                "去裁定",
                "amber",
            ),
        ),
        (
            replies,
            Todo(
                f"{replies} 件体外下达等着答复",
                "不经过准入布置的事：核实、撤回，或者说明理由。",
                reverse("demands:reports"),
                "去看看",
                "amber",
            ),
        ),
        (
            rebounds,
            Todo(
                f"{rebounds} 件事像是反弹",
                "取消过、拒收过的换个样子又来了：两边文字对着看，认定是不是。",
                reverse("demands:rebounds"),
                "去核对",
                "amber",
            ),
        ),
    ]
    return [todo for count, todo in found if count]


def _of_admission(actor: Actor, today: date) -> list[Todo]:
    """What waits in the admission flow for this part: opinions, cases, permits that end."""
    found = [
        *_opinions(actor),
        *_agreements(actor),
        *_cases(actor, today),
        *_ending_permits(actor, today),
    ]
    return [todo for count, todo in found if count]


def _opinions(actor: Actor) -> list[tuple[int, Todo]]:
    if not actor.has("admission.opine"):
        return []
    due = len(admission.opinions_due(actor)[:MANY])
    said = Todo(
        f"{due} 件准入申请等本单位说意见",
        "一分钟说完；不回复的视为无意见，不视为同意。",
        reverse("admission:opinions"),
        "说意见",
        "amber",
    )
    return [(due, said)]


def _cases(actor: Actor, today: date) -> list[tuple[int, Todo]]:
    """For the office what it has to move, for the leading group what it has to decide."""
    if actor.has("admission.decide"):
        states: tuple[State, ...] = (State.PROPOSED,)
        title, button = "件申请等着决定", "去决定"
    elif actor.has("admission.examine"):
        states = (State.SUBMITTED, State.CONSULTING, State.ASSESSING, State.PUBLICITY)
        title, button = "件准入申请在办", "去办理"
    else:
        return []
    waiting = admission.desk(actor, *states)[:MANY]
    late = [one for one in waiting if one.due_on and one.due_on < today]
    detail = f"其中 {len(late)} 件已经超期。" if late else "按期限排列，最急的在最前。"
    tone: Tone = "red" if late else "amber"
    url = reverse("admission:queue")
    return [(len(waiting), Todo(f"{len(waiting)} {title}", detail, url, button, tone))]


def _ending_permits(actor: Actor, today: date) -> list[tuple[int, Todo]]:
    """For a department each permit that rests or ends, for the office how many end."""
    if actor.has("admission.apply"):
        return [*_returned(actor, today), *_own_permits(actor, today)]
    if not actor.has("admission.examine"):
        return []
    ending = sum(line.is_ending for line in admission.ending(actor, today))
    detail = "部门不申请续期的，到期自动失效；可以一次提醒全部部门。"
    url = reverse("admission:ending")
    return [(ending, Todo(f"{ending} 个许可快到期", detail, url, "去提醒", "amber"))]


def _returned(actor: Actor, today: date) -> list[tuple[int, Todo]]:
    """Applications that wait for corrections, each with what the office asked."""
    came_back = admission.returned(actor, today)
    more = len(came_back) - MOST_LINES
    rest = Todo(f"还有 {more} 件申请要补正", "", reverse("admission:mine"), "看全部", "amber")
    lines = [
        Todo(
            f"退回补正：{row.application.title}",
            f"{row.clock}，逾期不补正的失效。办公室要求：{row.application.correction_note}",
            reverse("admission:case", args=[row.application.pk]),
            "去补正",
            "red",
        )
        for row in came_back[:MOST_LINES]
    ]
    return [*((1, line) for line in lines), (max(0, more), rest)]


def _agreements(actor: Actor) -> list[tuple[int, Todo]]:
    """Service agreements that nobody of this unit has signed yet."""
    waiting = list(admission.agreements_to_sign(actor)[:MOST_LINES])
    return [
        (
            1,
            Todo(
                f"服务协议等本单位签署：{one.application.title}",
                "写明双方各做什么、经费多少、哪天给；看过再签。",
                reverse("admission:agreement", args=[one.application.pk]),
                "去签署",
                "amber",
            ),
        )
        for one in waiting
    ]


def _own_permits(actor: Actor, today: date) -> list[tuple[int, Todo]]:
    pressing = [one for one in admission.own_permits(actor, today) if one.tone != "green"]
    more = max(0, len(pressing) - MOST_LINES)
    rest = Todo(f"还有 {more} 个许可暂停或快到期", "", reverse("admission:mine"), "看全部", "amber")
    return [*((1, _pressing_permit(one)) for one in pressing[:MOST_LINES]), (more, rest)]


def _pressing_permit(line: admission.PermitLine) -> Todo:
    """A permit that rests leads to its case, one that ends to its renewal."""
    permit = line.permit
    if line.tone == "red":
        return Todo(f"许可暂停：{permit.title}", line.left, line.next_url, line.next_label, "red")
    return Todo(
        f"许可快到期：{permit.title}",
        f"{line.left}（{permit.valid_until}）；不申请续期即自动到期。",
        line.next_url,
        line.next_label,
        "amber",
    )


def _of_gatekeeper(actor: Actor, today: date) -> list[Todo]:
    if not actor.has("catalog.review"):
        return []
    waiting = (
        reviews.queue(actor)
        .order_by()
        .aggregate(all=Count("pk"), gone=Count("pk", filter=Q(gravity=BasisStatus.REPEALED)))
    )
    unsettled = sum(each.settlement is None for each in conflicts.at(territory(actor.unit), today))
    drafts = editions.open_drafts(actor).order_by()[:MANY]
    found = [
        (
            waiting["gone"],
            Todo(
                f"{waiting['gone']} 项清单事项的依据已废止",
                "复核后决定：确认仍然有效（写明现行条文）、暂停执行、下一版次删去，或保留并说明。",
                f"{reverse('catalog:reviews')}?gravity={BasisStatus.REPEALED}",
                "去复核",
                "red",
            ),
        ),
        (
            waiting["all"] - waiting["gone"],
            Todo(
                f"{waiting['all'] - waiting['gone']} 项的依据已修改或未核实",
                "条文序号可能已变，按现行文本核对。",
                reverse("catalog:reviews"),
                "去核对",
                "amber",
            ),
        ),
        (
            unsettled,
            Todo(
                f"{unsettled} 处文件互相矛盾，还没有裁定",
                "没有裁定时按“全国先于地方”适用。",
                reverse("catalog:conflicts"),
                "去看看",
                "amber",
            ),
        ),
        (
            len(drafts),
            Todo("有版次正在起草或征求意见", "", reverse("catalog:desk"), "继续", "blue"),
        ),
    ]
    return [todo for count, todo in found if count]


def _of_administrator(actor: Actor) -> list[Todo]:
    if not actor.has("site.installation"):
        return []
    page = reverse("site:installation")
    findings = examine()
    wrong = [
        Todo(f"{finding.name}：{finding.detail}", "", page, "查看", "red")
        for finding in findings
        if not finding.well
    ]
    told = "；".join(f"{finding.name}{finding.detail}" for finding in findings)
    return wrong or [Todo("系统运行正常", f"{told}。", page, "查看", "green")]


def _of_supervisor(actor: Actor, today: date) -> list[Todo]:
    """What went over the line this year, by whom most."""
    if actor.role != Role.SUPERVISOR:
        return []
    departments = demands.violations_by_department(territory(actor.unit), today.year)
    if not departments:
        return []
    total, worst = sum(each.total for each in departments), departments[0]
    detail = (
        f"涉及 {len(departments)} 个部门，最多的是{worst.department_name}（{worst.total} 起）。"
    )
    page = reverse("demands:violations")
    return [Todo(f"今年登记违规 {total} 起", detail, page, "去看看", "amber")]


def _of_complaints(actor: Actor) -> list[Todo]:
    """Complaints that nobody has answered, for who answers them."""
    waiting = feedback.waiting(actor, MANY)
    if not waiting:
        return []
    detail = f"每条在 {feedback.ANSWER_WITHIN} 个工作日内答复。"
    page = reverse("feedback:index")
    return [Todo(f"{waiting} 条意见等着答复", detail, page, "去答复", "amber")]


def _figures(actor: Actor, today: date) -> list[Todo]:
    """The load in one line; nothing here counts people."""
    told = insight.first_line(actor, today)
    return [Todo("减负成效", told, reverse("insight:index"), "看数", "grey")] if told else []


def _to_read(actor: Actor, today: date) -> list[Todo]:
    """For roles that oversee or only read: where what concerns them stands."""
    found = [
        (
            actor.role in (Role.SUPERVISOR, Role.ADMINISTRATOR) and actor.has("site.trail"),
            Todo(
                "今天的留痕",
                "谁在什么时候对什么做了什么，只增不改。",
                f"{reverse('site:trail')}?since={today}&until={today}",
                "查看",
                "grey",
            ),
        ),
        (
            actor.role in (Role.SUPERVISOR, Role.LEADER, Role.STREET),
            Todo(
                "文件矛盾",
                "哪些文件互相矛盾，现在按哪一份办。",
                reverse("catalog:conflicts"),
                "查看",
                "grey",
            ),
        ),
        (
            actor == VISITOR or actor.role is Role.RESIDENT,
            Todo(
                "社区能开什么证明",
                "哪些能开，哪些不应开，不应开的到哪里办。",
                reverse("catalog:certificates"),
                "查看",
                "grey",
            ),
        ),
    ]
    return [todo for shown, todo in found if shown]


def _lists(place: str, today: date) -> list[ListLine]:
    """Lists in force at a place; for visitors all that are published."""
    found = editions.in_force(place, today) if place else editions.published()
    return [
        ListLine(
            edition.item_list.title,
            edition.item_list.place_name,
            edition.item_count,
            reverse("catalog:edition", args=[edition.pk]),
        )
        for edition in found[:MANY]
    ]
