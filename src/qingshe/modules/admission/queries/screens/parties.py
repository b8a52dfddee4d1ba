"""Sessions, parameters and agreements, as those who may handle them see them."""

from datetime import date

from django.db.models import Q, QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer, no
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import (
    Agreement,
    Application,
    Assessment,
    FlowEdition,
    Meeting,
    Signature,
)
from qingshe.modules.admission.queries import agreements, applications, deciding, flow, opinions
from qingshe.modules.admission.queries.screens.desks import MOST_PERMITS, desk, insist_on
from qingshe.modules.admission.queries.screens.walks import AgendaLine
from qingshe.modules.admission.rules import (
    AgreementState,
    ExitTrigger,
    MeetingState,
    State,
)
from qingshe.modules.catalog import facade as catalog


def sessions(actor: Actor) -> QuerySet[Meeting]:
    """The sessions of the leading group. Errors: Denied."""
    insist_on(actor, policy.WATCH, "由领导小组及其办公室、督查室查看。")
    return deciding.meetings(actor)


def ready_for_session(actor: Actor) -> list[tuple[int, str]]:
    """Key and name of the cases that can be put on an agenda. Errors: Denied."""
    found = desk(actor, State.PROPOSED, State.ASSESSING)[:MOST_PERMITS]
    return [(one.pk, _named(one)) for one in found]


def choices_for(actor: Actor, meeting: Meeting) -> list[tuple[int, str]]:
    """What can be on the agenda of a session: what is on it, in its order, and what waits."""
    there = [(one.pk, _named(one)) for one in deciding.agenda(actor, meeting)]
    return [*there, *(one for one in ready_for_session(actor) if one[0] not in meeting.agenda)]


def agenda_lines(actor: Actor, meeting: Meeting) -> list[AgendaLine]:
    """The cases of a session in their order; four queries however many."""
    cases = deciding.agenda(actor, meeting)
    keys = [one.pk for one in cases]
    recommended, decided = deciding.recommended_for(keys), deciding.decided_at(meeting)
    answered = opinions.answered(keys)
    return [
        AgendaLine(
            number=number,
            application=one,
            hours=rules.in_hours(applications.burden_of(one).hours_a_year),
            opinions=answered.get(one.pk, ""),
            recommended=recommended.get(one.pk, ""),
            decided=decided.get(one.pk, ""),
            url=applications.address(one.pk),
        )
        for number, one in enumerate(cases, start=1)
    ]


def meetings_with(actor: Actor, application: Application) -> list[tuple[int, str]]:
    """Key and name of the sessions that have this case on their agenda, the latest first."""
    recent = deciding.meetings(actor).filter(place=application.place)[:MOST_PERMITS]
    return [
        (one.pk, str(one))
        for one in recent
        if application.pk in one.agenda and one.state != MeetingState.CALLED_OFF
    ]


def recommended(assessment: Assessment | None) -> dict[str, object]:
    """What the office recommends, as the leading group finds it filled in."""
    if assessment is None:
        return {}
    names = ("conditions", "minutes", "times_per_year", "valid_until")
    return {name: getattr(assessment, name) or None for name in names}


def why_not_decide(actor: Actor, application: Application) -> str:
    """Why this actor cannot decide now; "" when they can."""
    if application.state != State.PROPOSED:
        return f"当前为“{application.state_label}”，不能作决定。"
    return policy.may_decide(actor, application).reason


def permit_to_revoke(actor: Actor, pk: int) -> catalog.PermitSummary:
    """A permit of the register the actor sees and may take back. Errors: NotFound, Denied."""
    return catalog.permit_in_register(actor, pk)


def exit_triggers(place: str, today: date) -> list[ExitTrigger]:
    """Why the city lets something leave; what ends by its day leaves by itself."""
    wanted = flow.parameters_at(place, today).exit_triggers
    return [one for one in ExitTrigger if one in wanted and one is not ExitTrigger.EXPIRED]


def home_of_flow(actor: Actor) -> str:
    """The place whose parameters somebody reads. Errors: Denied to visitors."""
    if actor.role is None:
        raise Denied("登录后查看流程参数。")
    return policy.home(actor)


def may_set_flow(actor: Actor) -> Answer:
    return policy.may_set_flow(actor, FlowEdition(place=policy.home(actor)))


def assessment(application: Application) -> Assessment:
    """The sheet of a case. Errors: NotFound while there is none."""
    found = deciding.assessment_of(application)
    if found is None:
        raise NotFound("还没有评估表。")
    return found


def agreement(application: Application) -> Agreement:
    """The version of the agreement that counts. Errors: NotFound."""
    found = agreements.current_of(application)
    if found is None:
        raise NotFound("还没有拟定服务协议。")
    return found


def agreements_to_sign(actor: Actor) -> QuerySet[Agreement]:
    """Agreements that wait for the own unit's signature."""
    return agreements.to_sign(actor)


def signatures(application: Application) -> QuerySet[Signature]:
    """Which communities signed the version that counts."""
    counts = ~Q(agreement__state=AgreementState.REPLACED)
    return Signature.objects.filter(counts, agreement__application=application).order_by("unit")


def agreement_actions(
    actor: Actor, application: Application, current: Agreement | None
) -> list[Action]:
    """What the parties can do with the agreement of a case now."""
    offered = Agreement(application=application)
    found = [(rules.OFFER_AGREEMENT, policy.may_offer_agreement(actor, offered))]
    if current is not None and rules.SIGN_AGREEMENT.starts_from(current.state):
        found.append((rules.SIGN_AGREEMENT, policy.may_sign_agreement(actor, current)))
    if current is not None and actor.has(policy.SIGN) and _waits_for(actor, current):
        signature = Signature(agreement=current, unit=actor.unit)
        found.append((rules.COUNTERSIGN, policy.may_countersign(actor, signature)))
    if not application.permit_number:
        found = [(move, no("准入生效后才能拟定服务协议。")) for move, _ in found[:1]]
    return [
        Action(move.name, move.label, answer) for move, answer in found if answer or _party(actor)
    ]


def _waits_for(actor: Actor, current: Agreement) -> bool:
    """Whether a community can sign now: after the department, and once."""
    is_signed = agreements.signatures_of(current).filter(unit=actor.unit).exists()
    return current.state == AgreementState.SIGNED and not is_signed


def _party(actor: Actor) -> bool:
    return actor.has(policy.APPLY) or actor.has(policy.EXAMINE)


def _named(application: Application) -> str:
    return f"{application} {application.title} · {application.applicant_name}"
