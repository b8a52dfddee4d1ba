"""How demands are put before people: facts, crumbs, answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from qingshe.modules.demands import rules
from qingshe.modules.demands.forms import IssueForm
from qingshe.modules.demands.models import Demand, Refusal
from qingshe.modules.demands.queries import bases, papers
from qingshe.modules.demands.rules import RefusalState
from qingshe.web.papers import paper_response
from qingshe.web.values import Fact, Link, Paper
from qingshe.web.wording import duration

NOT_COUNTED = "拒收不计入对社区的任何考核。"


def facts(demand: Demand) -> list[Fact]:
    """What, who, why, until when, how long: the lines under the title of a demand."""
    told = [
        Fact("来文单位", demand.issuer_name),
        Fact("依据", f"{demand.under_label} {demand.under_title}", demand.under_url),
        Fact("编号", demand.number),
        Fact("类型", demand.kind_label),
        Fact("期限", f"{demand.due_on:%Y-%m-%d}"),
        Fact("预计用时", duration(demand.minutes or None)),
        Fact("下达到", demand.scope_text),
    ]
    return [*told, *_of_appointment(demand), *_of_registration(demand), *_of_urgency(demand)]


def answer_to(refusal: Refusal) -> str:
    """What became of a refusal, for the community that made it."""
    if refusal.state == RefusalState.WAITING:
        due = refusal.due_on
        return f"已拒收，转领导小组办公室裁定，{due.month}月{due.day}日前答复。{NOT_COUNTED}"
    ruling = f"裁定：{refusal.ruling}" if refusal.ruling else ""
    return f"{refusal.state_label}。{ruling} {NOT_COUNTED}"


def papers_at(page: str, pk: int) -> list[Paper]:
    """The paper of a refusal, as the page of that name leads to it."""
    urls = (reverse(f"demands:{page}", args=[pk, form]) for form in ("pdf", "word"))
    return [Paper("拒收理由单", *urls)]


def paper_of(request: HttpRequest, form: str, refusal: Refusal) -> HttpResponse:
    """The paper of a refusal as "pdf" or "word". Errors: NotFound for another form."""
    name = f"拒收理由单 {refusal.assignment.demand.title}"
    return paper_response(request, form, "refusal", name, papers.refusal(refusal))


def way_to_inbox() -> list[Link]:
    return [Link("今日", reverse("demands:inbox"))]


def way_to_demands(of: Demand | None = None) -> list[Link]:
    way = [Link("下达", reverse("demands:index"))]
    if of:
        way.append(Link(of.title, reverse("demands:detail", args=[of.pk])))
    return way


def kinds(form: IssueForm, page: str) -> list[Link]:
    """The kinds that a list item can come in, each a view of the page; a permit has one."""
    if form.basis.allowance.kind:
        return []
    return [
        Link(
            kind.label,
            f"{page}?{urlencode({'under': form.basis.key, 'kind': kind.value})}",
            kind == form.kind,
        )
        for kind in bases.kinds_of(form.basis)
    ]


def _of_appointment(demand: Demand) -> list[Fact]:
    if demand.starts_at is None:
        return []
    at = timezone.localtime(demand.starts_at)
    return [
        Fact("时间", f"{at:%Y-%m-%d %H:%M}，{duration(demand.length_minutes)}"),
        Fact("地点", demand.venue),
        Fact("参加", demand.attendees),
    ]


def _of_registration(demand: Demand) -> list[Fact]:
    if demand.kind not in rules.REGISTERED:
        return []
    return [Fact("责任单位", demand.owner), Fact("截止", demand.ends_on)]


def _of_urgency(demand: Demand) -> list[Fact]:
    return [Fact("应急", demand.urgent_reason)] if demand.urgent else []
