"""The shared calendar: a week or a month of a community, a street or a place."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import CalendarFilter
from qingshe.modules.demands.queries import calendar as queries
from qingshe.modules.demands.queries import series
from qingshe.web.http import ActorRequest, screen
from qingshe.web.values import Link

WEEK, MONTH = "week", "month"


@require_GET
def calendar(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.CALENDAR)
    form = CalendarFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    day = told.get("on") or queries.next_workday(today)
    view = MONTH if told.get("view") == MONTH else WEEK
    place = queries.place_of(request.actor, told.get("place", ""))
    days = _days(day, view)
    found = queries.entries(request.actor, place.path, days[0], len(days))
    coming = series.coming(request.actor, place.path, days[0], len(days))
    month = day.month if view == MONTH else None
    context = {
        "title": f"{place.name}会议日历",
        "lead": _lead(found, day, view),
        "days": queries.by_day(found, coming, days, today=today, month=month),
        "is_month": view == MONTH,
        "unit": "个月" if view == MONTH else "周",
        "clashing": queries.clashing(found) if place.level == "community" else set(),
        "loads": queries.fullest(request.actor, place.path, rules.monday(day)),
        "tabs": [
            Link("周", _address(day, WEEK, place.path), view == WEEK),
            Link("月", _address(day, MONTH, place.path), view == MONTH),
        ],
        "earlier": _address(_step(day, view, -1), view, place.path),
        "later": _address(_step(day, view, 1), view, place.path),
        "now": _address(today, view, place.path),
        "parts": [
            Link(each.name, _address(day, view, each.path))
            for each in queries.parts_of(request.actor, place.path)
        ],
        "is_community": place.level == "community",
    }
    return screen(request, "demands/calendar.html", context)


def _days(day: date, view: str) -> list[date]:
    """Monday to Sunday; a month in whole weeks."""
    first = rules.monday(day if view == WEEK else day.replace(day=1))
    last = first + timedelta(days=6)
    if view == MONTH:
        last = rules.monday(_step(day.replace(day=1), MONTH, 1) - timedelta(days=1))
        last += timedelta(days=6)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _step(day: date, view: str, way: int) -> date:
    if view == WEEK:
        return day + timedelta(days=7 * way)
    months = day.year * 12 + day.month - 1 + way
    return date(months // 12, months % 12 + 1, 1)


def _address(day: date, view: str, place: str) -> str:
    told = urlencode([("on", day.isoformat()), ("view", view), ("place", place)])
    return f"{reverse('demands:calendar')}?{told}"


def _lead(found: list[queries.Entry], day: date, view: str) -> str:
    first = rules.monday(day)
    last = first + timedelta(days=6)
    when = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    when = f"{day.year}年{day.month}月" if view == MONTH else when
    if not found:
        return f"{when}没有会议和检查。"
    return f"{when}有 {len(found)} 个会议、检查。"
