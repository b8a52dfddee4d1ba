"""Reminds communities, seldom: due soon once, overdue once, in working hours of a working day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Reminder
from qingshe.modules.demands.queries import limits, people, reminders


def moments(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Each place where demands run, and when on this day people there may be reminded."""
    moment, workdays = timezone.localtime(now), calendar.workdays()
    for place in reminders.places():
        allowed = limits.limits_at(place, moment.date())
        if begins := rules.begins(moment, workdays, allowed):
            yield place, begins


@transaction.atomic
def remind(place: str, *, now: datetime) -> int:
    """Tell the communities of a place what runs out; how many people were told.

    Run again it tells nothing; outside working hours it does nothing and leaves it to the next day.
    """
    moment, workdays = timezone.localtime(now), calendar.workdays()
    today = moment.date()
    if not limits.limits_at(place, today).is_working_hour(moment, workdays):
        return 0
    first, last = rules.days(today, workdays)
    found = reminders.untold(place, first, last, today)
    Reminder.objects.bulk_create(
        Reminder(demand_id=demand, due_on=day, phase=rules.phase(day, today), sent_at=now)
        for demand, day in sorted(found.due)
    )
    link, known = reverse("demands:inbox"), people.below(place)
    same: defaultdict[str, list[str]] = defaultdict(list)  # most communities read the same
    for community, told in found.titles.items():
        for phase, titles in told.items():
            same[rules.reminder(phase, titles)] += known.get(community, ())
    return sum(
        box.send(whom, words, body=rules.ONCE, link=link, kind=Kind.DUE)
        for words, whom in same.items()
    )
