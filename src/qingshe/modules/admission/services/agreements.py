"""Service agreements: drawn up, signed by the department, countersigned by each community."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Agreement, Application, Signature
from qingshe.modules.admission.queries import agreements, applications, deciding
from qingshe.modules.admission.rules import AgreementState, Bargain, CommunityAction
from qingshe.modules.admission.services import permits
from qingshe.modules.orgs import facade as orgs


def drawn_up(actor: Actor, pk: int) -> str:
    """The text of an agreement made from what was admitted, for the parties to change."""
    application = applications.get(actor, pk)
    decision = deciding.decision_of(application)
    if decision is None or not application.permit_number:
        raise Conflict("准入生效后才能拟定服务协议。")
    planned = applications.payments_of(application)
    return rules.agreement_text(
        Bargain(
            department=application.applicant_name,
            permit_number=application.permit_number,
            title=application.title,
            content=application.content,
            actions=_actions(application),
            terms=permits.granted_terms(application, decision),
            powers=application.powers,
            staffing=application.staffing,
            training=application.training,
            money=application.money_amount,
            money_source=application.money_source,
            payments=tuple(str(one) for one in planned),
            conditions=decision.conditions,
            exit_terms=application.exit_terms,
        )
    )


@transaction.atomic
def offer(actor: Actor, pk: int, *, text: str, today: date) -> Agreement:
    """Put a version before the parties; a version before it is replaced and needs no signature."""
    application = applications.get(actor, pk)
    agreement = Agreement(
        application=application,
        number=agreements.last_number(application) + 1,
        text=text,
        offered_on=today,
    )
    answer = policy.may_offer_agreement(actor, agreement)
    if answer and not application.permit_number:
        raise Conflict("准入生效后才能拟定服务协议。")
    before = agreements.current_of(application)
    if before is not None:
        records.advance(actor, before, rules.REPLACE_AGREEMENT, answer)
    return records.create(actor, agreement, rules.OFFER_AGREEMENT, answer)


def sign(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Agreement:
    """The department signs."""
    agreement = agreements.get(actor, pk)
    answer = policy.may_sign_agreement(actor, agreement)
    return records.advance(
        actor,
        agreement,
        rules.SIGN_AGREEMENT,
        answer,
        version=version,
        signed_on=today,
        signed_by=actor.id,
    )


def countersign(actor: Actor, pk: int, *, today: date) -> Signature:
    """A community in the scope signs what the department has signed.

    Errors: Invalid outside the scope, Conflict before the department or a second time, Denied.
    """
    agreement = agreements.get(actor, pk)
    unit = actor.unit
    signature = Signature(
        agreement=agreement,
        unit=unit,
        unit_name=orgs.names([unit]).get(unit, ""),
        signed_on=today,
        signed_by=actor.id,
    )
    answer = policy.may_countersign(actor, signature)
    if answer and agreement.state != AgreementState.SIGNED:
        raise Conflict("部门还没有签署这一版。")
    if answer and not rules.covers(applications.scope_of(agreement.application), unit):
        raise Invalid("本社区不在协议范围内。")
    return records.create(actor, signature, rules.COUNTERSIGN, answer)


def _actions(application: Application) -> str:
    words = [CommunityAction(code).label for code in application.actions]
    return "、".join([*words, *([application.other_action] if application.other_action else [])])
