"""How reminders leave the product: what a person chooses, what the administrator sees to."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation.notices import addresses, quiet, stuck, wishes
from qingshe.foundation.notices.channels import switched_on
from qingshe.foundation.notices.models import Address
from qingshe.foundation.notices.rules import GROUPS, Channel, Hours
from qingshe.kernel.errors import Invalid, NotFound
from qingshe.modules.orgs import facade as orgs
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

from . import policy
from .forms import ADDRESS_LABELS, AddressForm, CodeForm, HoursForm, SureForm, WaysForm

ELSEWHERE = "其他管理范围的人"


@dataclass(frozen=True, slots=True)
class Way:
    """One line of "where one can be reached"; `shown` is "" where nothing was entered."""

    channel: Channel
    shown: str
    label: str
    tone: str
    is_proven: bool


@require_http_methods(["GET", "POST"])
def ways(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.NOTICES, "请先登录，再选提醒方式。")
    possible = wishes.ways(request.actor)
    chosen = {kind.value: known for kind, known in wishes.of(request.actor).items()}
    form = WaysForm(request.POST or None, ways=possible, initial=chosen)
    if request.method == "POST" and form.is_valid():
        wishes.choose(request.actor, form.wishes)
        return redirect(f"{reverse('site:ways')}?saved=1")
    context = {
        "form": form,
        "possible": possible,
        "ways": _ways(request),
        "hours": quiet.hours(),
        "saved": "saved" in request.GET,
        "crumbs": _mine()[:1],
    }
    return screen(request, "site/ways.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def enter(request: ActorRequest, channel: str) -> HttpResponse:
    policy.insist(request.actor, policy.NOTICES, "请先登录，再选提醒方式。")
    way = _channel(channel)
    form = AddressForm(request.POST or None, channel=way)
    if form.is_valid():
        try:
            value = form.cleaned_data["value"]
            addresses.enter(request.actor, way, value, now=timezone.now())
        except Invalid as refusal:
            form.add_error("value", str(refusal))
        else:
            return redirect("site:prove_address", way.value)
    intro = "会发一条带确认码的消息，收到后填回来，才算确认。"
    if way in GROUPS:
        intro = f"消息发在工作群里，群里的人都看得到，会点到您。{intro}"
    title = f"{way.label}：填写{ADDRESS_LABELS[way]}"
    return _ask_for_oneself(request, form, title, intro=intro, submit="发确认码")


@require_http_methods(["GET", "POST"])
def prove(request: ActorRequest, channel: str) -> HttpResponse:
    policy.insist(request.actor, policy.NOTICES, "请先登录，再选提醒方式。")
    way = _channel(channel)
    address = addresses.own(request.actor).get(way)
    if address is None:
        return redirect("site:enter_address", way.value)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            addresses.prove(request.actor, way, form.cleaned_data["code"], now=timezone.now())
        except Invalid as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("site:ways")
    intro = (
        f"已往 {addresses.shown(address)} 发{way.label}，一般一分钟内收到。"
        "没有收到，请核对号码或邮箱，返回重新填写；仍收不到，请告诉系统管理员。"
    )
    return _ask_for_oneself(request, form, f"{way.label}：填确认码", intro=intro, submit="确认")


@require_http_methods(["GET", "POST"])
def forget(request: ActorRequest, channel: str) -> HttpResponse:
    policy.insist(request.actor, policy.NOTICES, "请先登录，再选提醒方式。")
    way = _channel(channel)
    if request.method == "POST":
        addresses.forget(request.actor, way)
        return redirect("site:ways")
    intro = "删去后不再用这种方式提醒您；站内提醒照旧。以后可以重新填写。"
    return _ask_for_oneself(
        request, SureForm(), f"删去{way.label}的登记", intro=intro, submit="删去"
    )


@require_GET
def channels(request: ActorRequest) -> HttpResponse:
    _insist(request)
    waiting, lost = stuck.waiting_and_stuck()
    context = {
        "standings": stuck.standings(timezone.now()),
        "waiting": waiting,
        "lost": lost,
        "hours": quiet.hours(),
    }
    return screen(request, "site/channels.html", context)


@require_http_methods(["GET", "POST"])
def try_out(request: ActorRequest, channel: str) -> HttpResponse:
    """Sent while one waits, so that the answer stands on the page; at most some ten seconds."""
    _insist(request)
    way = _channel(channel)
    form = AddressForm(request.POST or None, channel=way)
    context: dict[str, object] = {"form": form, "channel": way, "crumbs": _channels()}
    if form.is_valid():
        answer, to = policy.may_keep_channels(request.actor), form.cleaned_data["value"].strip()
        try:
            fault = stuck.try_out(request.actor, way, to, answer=answer, now=timezone.now())
        except Invalid as refusal:
            fault = str(refusal)
        context |= {"tried": True, "fault": fault}
    status = 422 if form.errors else 200
    return screen(request, "site/try_channel.html", context, status=status)


@require_http_methods(["GET", "POST"])
def hours(request: ActorRequest) -> HttpResponse:
    _insist(request)
    now = quiet.hours()
    known = {"begins": now.begins, "ends": now.ends, "digest_at": now.digest_at}
    form = HoursForm(request.POST or None, initial=known)
    if form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in known}
        answer = policy.may_keep_channels(request.actor)
        try:
            reason = form.cleaned_data["reason"]
            quiet.set_hours(request.actor, Hours(**chosen), reason=reason, answer=answer)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("site:channels")
    intro = "休息日、法定节假日全天安静。注明“应急”的不受限制。"
    title = "安静时段和汇总时间"
    return ask(request, form, title=title, intro=intro, submit="保存", crumbs=_channels())


@require_GET
def stuck_list(request: ActorRequest) -> HttpResponse:
    _insist(request)
    page = keyset(stuck.rows(), order=("-pk",), after=request.GET.get("after", ""))
    known = orgs.people_known(request.actor, [row.person for row in page])
    context = {
        "page": page,
        "rows": [(row, known.get(row.person, ELSEWHERE)) for row in page],
        "again": stuck.to_send_again(),
        "crumbs": _channels(),
    }
    return screen(request, "site/stuck.html", context)


@require_http_methods(["POST"])
def retry(request: ActorRequest, pk: int) -> HttpResponse:
    answer = policy.may_keep_channels(request.actor)
    stuck.retry(request.actor, pk, answer=answer, now=timezone.now())
    return redirect("site:stuck")


@require_http_methods(["POST"])
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    stuck.drop(request.actor, pk, answer=policy.may_keep_channels(request.actor))
    return redirect("site:stuck")


@require_http_methods(["POST"])
def retry_all(request: ActorRequest, channel: str) -> HttpResponse:
    answer = policy.may_keep_channels(request.actor)
    stuck.retry_all(request.actor, _channel(channel), answer=answer, now=timezone.now())
    return redirect("site:stuck")


def _ways(request: ActorRequest) -> list[Way]:
    known = addresses.own(request.actor)
    return [_way(channel, known.get(channel)) for channel in switched_on()]


def _way(channel: Channel, address: Address | None) -> Way:
    if address is None:
        return Way(channel, "", "没有填写", "grey", is_proven=False)
    shown = addresses.shown(address)
    if address.verified_at is None:
        return Way(channel, shown, "等您填确认码", "amber", is_proven=False)
    return Way(channel, shown, "已确认", "green", is_proven=True)


def _channel(code: str) -> Channel:
    try:
        return Channel(code)
    except ValueError:
        raise NotFound("没有这种提醒方式。") from None


def _insist(request: ActorRequest) -> None:
    policy.insist(request.actor, policy.CHANNELS, "站外提醒由系统管理员管理。")


def _ask_for_oneself(
    request: ActorRequest, form: Form, title: str, *, intro: str, submit: str
) -> HttpResponse:
    cancel = reverse("site:ways")
    return ask(
        request, form, title=title, intro=intro, submit=submit, cancel=cancel, crumbs=_mine()
    )


def _mine() -> list[Link]:
    return [Link("提醒", reverse("site:notices")), Link("提醒方式", reverse("site:ways"))]


def _channels() -> list[Link]:
    return [Link("站外提醒", reverse("site:channels"))]
