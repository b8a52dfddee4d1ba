"""The ends of clocks, kept on the application so that the desk can be sorted by them."""

from datetime import date

from qingshe.foundation.calendar.services import workdays
from qingshe.kernel.workflow import Transition
from qingshe.modules.admission import rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import Parameters

Ends = dict[str, date | None]


def ends_after(
    application: Application, move: Transition, parameters: Parameters, **changes: object
) -> dict[str, object]:
    """The changes of a move, with the ends of the clocks as they will run after it."""
    after = Application()
    for field in application._meta.concrete_fields:
        setattr(after, field.attname, getattr(application, field.attname))
    for name, value in changes.items():
        setattr(after, name, value)
    after.state = move.target or application.state
    return {**changes, **ends_of(after, parameters)}


def ends_of(application: Application, parameters: Parameters) -> Ends:
    """`due_on` of the clock that presses first, `decide_by` of the decision; None without one."""
    calendar = workdays()
    running = applications.clocks_under(application, parameters)
    ends = [clock.count(calendar).end for clock in running if clock.halted_on is None]
    is_running = application.state in rules.UNDECIDED and application.halted_on is None
    decision = [clock for clock in running if clock.name == "决定" and is_running]
    return {
        "due_on": min(ends, default=None),
        "decide_by": decision[0].count(calendar).end if decision else application.decide_by,
    }
