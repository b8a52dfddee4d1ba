from .demands import Assignment, Demand
from .plans import Plan, PlanItem
from .rebounds import Rebound
from .refusals import Refusal
from .register import RegisterEntry
from .reminders import Reminder
from .reports import OffPlatform, Violation
from .series import Round, Series, SeriesPlace

__all__ = [
    "Assignment",
    "Demand",
    "OffPlatform",
    "Plan",
    "PlanItem",
    "Rebound",
    "Refusal",
    "RegisterEntry",
    "Reminder",
    "Round",
    "Series",
    "SeriesPlace",
    "Violation",
]
