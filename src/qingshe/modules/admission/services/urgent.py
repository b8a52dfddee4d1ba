"""The urgent track: go ahead, register within the days the city gives, lapse otherwise."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.services import notices, permits
from qingshe.modules.admission.services.clocks import ends_after

_NEEDED = {
    "title": "事项名称",
    "kind": "事项类型",
    "content": "事项内容",
    "duration_type": "期限类型",
    "minutes": "每社区每次用时",
    "times_per_year": "次数",
    "community_count": "申请准入社区",
}


@transaction.atomic
def go_ahead(
    actor: Actor, pk: int, *, start: date, reason: str, today: date, version: int | None = None
) -> Application:
    """Issue an urgent permit at once from a draft that says what, where, how often, how long.

    It is good for the days the city gives, from its start on; the application has to be handed in
    within the working days the city gives, or it lapses. The office, the leading group and the
    supervisors are told. Errors: Invalid, Conflict when it has gone ahead already, Denied.
    """
    application = applications.get(actor, pk)
    answer = policy.may_apply(actor, application)
    if application.is_urgent:
        raise Conflict("这件申请已经应急先行。")
    parameters = applications.parameters_for(application, today)
    if answer:
        _insist_on_sense(application)
        calendar = workdays()
        wrong = rules.wrong_with_urgent_start(start, reason, parameters, calendar, today)
        if wrong:
            raise Invalid(wrong)
    until = rules.urgent_until(start, parameters)
    changes = ends_after(
        application,
        rules.DECLARE_URGENT,
        parameters,
        urgent_from=start,
        urgent_reason=reason,
        valid_from=start,
        hands=sorted({*application.hands, actor.id}),
    )
    if application.valid_until is None or application.valid_until < start:
        changes["valid_until"] = until
    records.advance(actor, application, rules.DECLARE_URGENT, answer, version=version, **changes)
    number = permits.issue_urgent(actor, application, until=until, today=today)
    records.advance(actor, application, rules.WRITE, answer, urgent_permit=number)
    told = f"{application.applicant_name}应急先行“{application.title}”（{number}）"
    notices.tell_office(application, told, reason, kind=Kind.DECIDE, urgent=True)
    notices.tell_leaders(application, told, reason, urgent=True)
    notices.tell_supervisors(application, told, reason, urgent=True)
    return application


def _insist_on_sense(application: Application) -> None:
    missing = [f"请填写{label}。" for name, label in _NEEDED.items() if not _has(application, name)]
    if missing:
        raise Invalid("应急先行也要先写明以下内容。", missing)


def _has(application: Application, name: str) -> bool:
    return bool(getattr(application, name))
