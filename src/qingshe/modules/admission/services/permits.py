"""What comes of a decision: the permit, its money, its end. The register itself is catalog's."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.admission.models import Application, Decision
from qingshe.modules.admission.queries import applications, flow
from qingshe.modules.admission.rules import ExitTrigger, PaymentState, Request, Terms
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs import facade as orgs

_PERMIT = "catalog.permit"  # the grant that whoever issues permits of a place has there


def issue(actor: Actor, application: Application, decision: Decision, *, today: date) -> str:
    """Issue what was admitted, with what the decision granted; the number of the permit.

    What runs already (an urgent permit, the one that is amended or renewed) is replaced by it.
    Errors: Invalid when its time is over before it began, and whatever the register refuses.
    """
    clerk = _clerk(actor, application)
    draft = _draft(application, decision, today)
    running = _running(application, today)
    if running is None or draft.valid_from > today:
        before = running.number if running else application.before_number
        return catalog.issue_permit(clerk, replace(draft, replaces=before), today=today).number
    reason = "补报准入" if application.is_urgent else Request(application.request).label
    amended = catalog.amend_permit(clerk, running.pk, draft, today=today, reason=reason)
    return amended.number


def issue_urgent(actor: Actor, application: Application, *, until: date, today: date) -> str:
    """A permit at once, marked urgent, that ends by itself; the number."""
    draft = replace(
        _terms_as_draft(application, asked_terms(application), "", today),
        valid_from=application.urgent_from or today,
        valid_until=until,
        urgent=True,
        conditions=f"应急先行：{application.urgent_reason}",
    )
    return catalog.issue_permit(_clerk(actor, application), draft, today=today).number


def end_urgent(actor: Actor, application: Application, *, reason: str) -> None:
    """Take back the urgent permit of a case that comes to nothing, if there is one that runs."""
    if not application.urgent_permit:
        return
    permit = catalog.permit(application.urgent_permit)
    if permit.state in (catalog.PermitState.IN_FORCE, catalog.PermitState.SUSPENDED):
        catalog.revoke_permit(_clerk(actor, application), permit.pk, reason=reason)


def note_money(actor: Actor, application: Application, *, today: date) -> None:
    """Bring the permit into line with the payments: rest for lack of money, go on when paid."""
    if not application.permit_number:
        return
    permit = catalog.permit(application.permit_number)
    if permit.state not in (catalog.PermitState.IN_FORCE, catalog.PermitState.SUSPENDED):
        return
    clerk = _clerk(actor, application)
    funded, due = _money(application, today)
    if (permit.funded, permit.next_payment_due) != (funded, due):
        permit = catalog.fund_permit(clerk, permit.pk, funded=funded, next_payment_due=due)
    unpaid = applications.payments_of(application).filter(state=PaymentState.OVERDUE).first()
    if unpaid is not None and permit.state == catalog.PermitState.IN_FORCE:
        catalog.suspend_permit(
            clerk,
            permit.pk,
            cause=catalog.SuspensionCause.UNPAID,
            reason=f"应于 {unpaid.due_on} 前拨付的 {unpaid.amount:,.2f} 元没有拨付。",
        )


def revoke(
    actor: Actor,
    number: str,
    *,
    trigger: ExitTrigger,
    reason: str,
    today: date,
    version: int | None = None,
) -> catalog.PermitSummary:
    """Take a permit back for a reason the city knows, and tell its department.

    Errors: Invalid, Denied, Conflict, NotFound.
    """
    permit = catalog.permit(number)
    triggers = flow.parameters_at(permit.place, today).exit_triggers
    if trigger not in triggers:
        raise Invalid(f"本市没有把“{trigger.label}”列为退出情形。")
    if not reason.strip():
        raise Invalid("请写明撤销的理由。")
    told = f"{trigger.label}：{reason.strip()}"
    with transaction.atomic():
        revoked = catalog.revoke_permit(actor, permit.pk, reason=told, version=version)
        people = orgs.holders(Role.DEPARTMENT, permit.holder)
        box.send(people, f"许可 {permit.number} 已撤销", link=permit.url, body=told)
    return revoked


def withdraw(
    actor: Actor, number: str, *, reason: str, version: int | None = None
) -> catalog.PermitSummary:
    """The department gives up what it no longer needs. Errors: Denied, Conflict, Invalid."""
    permit = catalog.permit(number)
    return catalog.withdraw_permit(actor, permit.pk, reason=reason, version=version)


def suspend(
    actor: Actor, number: str, *, reason: str, version: int | None = None
) -> catalog.PermitSummary:
    """The office lets a permit rest. Errors: Denied, Conflict, Invalid."""
    permit = catalog.permit(number)
    return catalog.suspend_permit(actor, permit.pk, reason=reason, version=version)


def resume(actor: Actor, number: str, *, version: int | None = None) -> catalog.PermitSummary:
    """The office lets it go on. Errors: Denied, Conflict."""
    return catalog.resume_permit(actor, catalog.permit(number).pk, version=version)


def _clerk(actor: Actor, application: Application) -> Actor:
    """Whoever made the move, acting for the place that decides: the decision was the check."""
    return Actor(actor.id, application.place, frozenset({_PERMIT}), actor.role)


def _running(application: Application, today: date) -> catalog.PermitSummary | None:
    """The permit the new one takes the place of, if it is still good."""
    number = application.urgent_permit or application.before_number
    if not number:
        return None
    permit = catalog.permit(number)
    ended = permit.state not in (catalog.PermitState.IN_FORCE, catalog.PermitState.SUSPENDED)
    return None if ended or permit.valid_until < today else permit


def asked_terms(application: Application) -> Terms:
    """The terms applied for; submission saw to it that there are some."""
    if application.valid_from is None or application.valid_until is None:
        raise Conflict("申请没有起止日期。")
    return Terms(
        application.minutes,
        application.times_per_year,
        application.valid_from,
        application.valid_until,
    )


def granted_terms(application: Application, decision: Decision) -> Terms:
    """What the decision left of what was applied for."""
    return asked_terms(application).within(decision.limits)


def _draft(application: Application, decision: Decision, today: date) -> catalog.PermitDraft:
    granted = granted_terms(application, decision)
    if granted.valid_until < today:
        raise Invalid(f"批准的期限到 {granted.valid_until} 已经过去，请退回重新决定。")
    begun = replace(granted, valid_from=max(granted.valid_from, today))
    return _terms_as_draft(application, begun, decision.conditions, today)


def _terms_as_draft(
    application: Application, terms: Terms, conditions: str, today: date
) -> catalog.PermitDraft:
    funded, due = _money(application, today)
    return catalog.PermitDraft(
        title=application.title,
        kind=application.kind,
        holder=application.applicant,
        place=application.place,
        scope=tuple(applications.scope_of(application)),
        duration_type=application.duration_type,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        subject_text=application.content,
        actions=tuple(application.actions),
        times_per_year=terms.times_per_year,
        minutes=terms.minutes,
        conditions=conditions,
        money=application.money_amount,
        money_source=application.money_source[:200],
        funded=funded,
        next_payment_due=due,
        source=f"admission.application:{application.pk}",
    )


def _money(application: Application, today: date) -> tuple[bool, date | None]:
    """Whether all that is due has been paid (and something was), and by when more is."""
    planned = list(applications.payments_of(application))
    unpaid = [one.due_on for one in planned if one.state != PaymentState.PAID]
    is_behind = any(day < today for day in unpaid)
    funded = len(unpaid) < len(planned) and not is_behind
    return funded, min(unpaid, default=None)
