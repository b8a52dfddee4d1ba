"""The rules of issuing as the city has set them."""

from datetime import date

from qingshe.modules.admission import facade as admission
from qingshe.modules.demands.rules import Limits

ONLY_COMMUNITIES = "community"  # of the admission parameter `who_may_refuse`


def limits_at(place: str, on: date) -> Limits:
    """How demands may come at a place on a day; one query."""
    decided = admission.parameters_at(place, on)
    return Limits(
        min_notice_wd=decided.min_notice_wd,
        ruling_days_wd=decided.ruling_days_wd,
        most_times_a_year=decided.most_times_a_year,
        work_begins=decided.work_begins,
        work_ends=decided.work_ends,
        grounds=tuple(decided.refusal_grounds),
        may_street_refuse=decided.who_may_refuse != ONLY_COMMUNITIES,
    )
