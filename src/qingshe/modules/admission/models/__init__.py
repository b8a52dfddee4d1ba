"""Applications and all that is recorded about them, one file for each topic."""

from .agreements import Agreement, Signature
from .applications import Application, ApplicationScope
from .deciding import Assessment, Decision, Meeting, Objection
from .flow import FlowEdition
from .money import PaymentPlan
from .opinions import Opinion

__all__ = [
    "Agreement",
    "Application",
    "ApplicationScope",
    "Assessment",
    "Decision",
    "FlowEdition",
    "Meeting",
    "Objection",
    "Opinion",
    "PaymentPlan",
    "Signature",
]
