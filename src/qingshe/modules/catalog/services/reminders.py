"""The yearly reminder: a list that has stood for a year is to be looked through."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from qingshe.foundation import records
from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition
from qingshe.modules.catalog.queries import editions
from qingshe.modules.orgs import facade as orgs


def remind(*, today: date) -> int:
    """Remind of every published edition that is due and of which nobody was reminded; how many.

    Run as often as one likes: that it was done stands on the edition.
    """
    due = [
        edition
        for edition in editions.not_reminded()
        if edition.published_on and rules.refresh_is_due(edition.published_on, today)
    ]
    for edition in due:
        _remind(edition, today)
    return len(due)


@transaction.atomic
def _remind(edition: Edition, today: date) -> None:
    actor = Actor("task:catalog", edition.place, frozenset({policy.PUBLISH}))
    answer = policy.may_publish(actor, edition)
    records.advance(actor, edition, rules.REMIND, answer, reminded_on=today)
    box.send(
        orgs.holders(Role.GATEKEEPER, edition.place),
        f"清单“{edition.item_list}”公布已满一年，请对照现行法律逐项更新。",
        link=reverse("catalog:desk"),
        kind=Kind.DUE,
    )
