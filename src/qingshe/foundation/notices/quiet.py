"""When people are left in peace: the hours of the city over its calendar of working days."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation.audit import trail
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Denied, Invalid
from qingshe.kernel.workdays import Workdays

from .models import QuietHours
from .rules import Hours

SUBJECT = "notices.quiethours:1"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in force over the calendar in force, asked with any aware moment."""

    hours: Hours
    workdays: Workdays

    def is_now(self, moment: datetime) -> bool:
        return self.hours.is_quiet(timezone.localtime(moment), self.workdays)

    def opens(self, moment: datetime) -> datetime:
        return self.hours.opens(timezone.localtime(moment), self.workdays)


def quiet() -> Quiet:
    """What is in force now; two small queries."""
    return Quiet(hours(), calendar.workdays())


def hours() -> Hours:
    newest = QuietHours.objects.order_by("-pk").first()
    return newest.hours if newest else Hours()


@transaction.atomic
def set_hours(actor: Actor, new: Hours, *, reason: str, answer: Answer) -> bool:
    """Let `new` be the quiet hours from now on; False when they are already.

    Errors: Denied with the reason of `answer`, Invalid.
    """
    if not answer:
        raise Denied(answer.reason)
    new.check()
    if not reason.strip():
        raise Invalid("请写明依据或理由。")
    before = hours()
    if before == new:
        return False
    QuietHours.objects.create(
        begins=new.begins,
        ends=new.ends,
        digest_at=new.digest_at,
        reason=reason.strip(),
        entered_at=timezone.now(),
    )
    names = ("begins", "ends", "digest_at")
    change = {
        name: [f"{getattr(before, name):%H:%M}", f"{getattr(new, name):%H:%M}"] for name in names
    }
    trail.record(actor, "set_quiet_hours", SUBJECT, {**change, "reason": ["", reason.strip()]})
    return True
