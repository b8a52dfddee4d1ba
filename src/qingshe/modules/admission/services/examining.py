"""What the office does: return for correction, accept, consult, assess, propose."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import Invalid
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, Assessment, Opinion
from qingshe.modules.admission.queries import applications, deciding, opinions, places
from qingshe.modules.admission.rules import Consulted, Outcome
from qingshe.modules.admission.services import notices
from qingshe.modules.admission.services.clocks import ends_after
from qingshe.modules.orgs import facade as orgs


def send_back_for_correction(
    actor: Actor, pk: int, *, note: str, today: date, version: int | None = None
) -> Application:
    """Return it with what is to be put right; the clock of the decision stands meanwhile."""
    application = applications.get(actor, pk)
    answer = policy.may_examine(actor, application)
    if answer and not note.strip():
        raise Invalid("请写明需要补正的内容。")
    parameters = applications.parameters_for(application, today)
    changes = ends_after(
        application, rules.RETURN, parameters, correction_note=note, halted_on=today
    )
    with transaction.atomic():
        records.advance(actor, application, rules.RETURN, answer, version=version, **changes)
        told = f"申请“{application}”需要补正"
        notices.tell_applicant(application, told, note, kind=Kind.DECIDE)
    return application


@transaction.atomic
def accept(
    actor: Actor,
    pk: int,
    *,
    today: date,
    co_departments: Iterable[str] = (),
    version: int | None = None,
) -> Application:
    """Accept what was handed in and ask everybody concerned, all or none.

    Streets and communities follow from the scope, as the city's parameters have it;
    `co_departments` are paths the office names. A light renewal goes straight to assessment.
    """
    application = applications.get(actor, pk)
    answer = policy.may_examine(actor, application)
    parameters = applications.parameters_for(application, today)
    asked = _to_ask(application, parameters.consultees, list(co_departments)) if answer else []
    move = rules.CONSULT if asked else rules.ACCEPT
    changes = ends_after(application, move, parameters, consulted_on=today if asked else None)
    records.advance(actor, application, move, answer, version=version, **changes)
    records.create_many(
        actor,
        [
            Opinion(application=application, unit=one.unit, unit_name=one.name, part=one.part)
            for one in asked
        ],
        rules.ASK_OPINION,
        answer,
    )
    notices.tell_applicant(application, f"申请“{application}”已受理")
    if asked:
        told = f"请在 {application.due_on} 前对“{application.title}”提出意见"
        notices.tell_asked(application, {one.unit for one in asked}, told)
    return application


def give_opinion(
    actor: Actor,
    pk: int,
    *,
    stance: str,
    text: str = "",
    today: date,
    version: int | None = None,
) -> Opinion:
    """Say what one's own unit thinks of it; can be changed until the consultation closes."""
    opinion = opinions.get(actor, pk)
    answer = policy.may_give_opinion(actor, opinion)
    return records.advance(
        actor,
        opinion,
        rules.GIVE_OPINION,
        answer,
        version=version,
        stance=stance,
        text=text,
        given_on=today,
        given_by=actor.id,
    )


@transaction.atomic
def close_consultation(
    actor: Actor, pk: int, *, today: date, version: int | None = None
) -> Application:
    """End the consultation: when its days are over, or when everybody has answered.

    Who has not answered has no opinion; that is never consent.
    """
    application = applications.get(actor, pk)
    answer = policy.may_examine(actor, application)
    if answer and (reason := opinions.why_open(application, today)):
        raise Invalid(reason)
    silent = opinions.unanswered(application)
    parameters = applications.parameters_for(application, today)
    changes = ends_after(application, rules.CLOSE_CONSULTATION, parameters)
    records.advance(
        actor, application, rules.CLOSE_CONSULTATION, answer, version=version, **changes
    )
    records.advance_many(actor, silent, rules.PASS_OVER, answer, {})
    return application


class Sheet(TypedDict):
    """The assessment sheet: findings (`rules.Finding`) with notes, and the recommendation.

    `minutes`, `times_per_year` 0 and `valid_until` None recommend no limit.
    """

    money: str
    money_note: str
    powers: str
    powers_note: str
    people: str
    people_note: str
    time: str
    time_note: str
    outcome: str
    reason: str
    conditions: str
    minutes: int
    times_per_year: int
    valid_until: date | None


@transaction.atomic
def assess(
    actor: Actor, pk: int, *, version: int | None = None, **sheet: Unpack[Sheet]
) -> Assessment:
    """Fill in the sheet or change it; `version` is that of the sheet the person saw (0: none)."""
    application = applications.get(actor, pk)
    if sheet["outcome"] not in set(Outcome):
        raise Invalid("请选择建议：准入、附条件准入、不予准入或转购买服务。")
    known = deciding.assessment_of(application)
    if known is not None:
        answer = policy.may_assess(actor, known)
        return records.advance(actor, known, rules.REASSESS, answer, version=version, **sheet)
    assessment = Assessment(application=application, **sheet)
    return records.create(actor, assessment, rules.ASSESS, policy.may_assess(actor, assessment))


@transaction.atomic
def propose(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Application:
    """Put the case before the leading group, with the finished sheet."""
    application = applications.get(actor, pk)
    answer = policy.may_examine(actor, application)
    assessment = deciding.assessment_of(application)
    if answer and assessment is None:
        raise Invalid("请先填写评估表，再提请决定。")
    parameters = applications.parameters_for(application, today)
    changes = ends_after(application, rules.PROPOSE, parameters)
    records.advance(actor, application, rules.PROPOSE, answer, version=version, **changes)
    if assessment is not None:
        finished = policy.may_finish_assessment(actor, assessment)
        records.advance(actor, assessment, rules.FINISH_ASSESSMENT, finished)
    notices.tell_leaders(application, f"申请“{application}”待决定", kind=Kind.DECIDE)
    return application


@transaction.atomic
def send_back(
    actor: Actor, pk: int, *, note: str, today: date, version: int | None = None
) -> Application:
    """The leading group asks for more before it decides."""
    application = applications.get(actor, pk)
    answer = policy.may_send_back(actor, application)
    parameters = applications.parameters_for(application, today)
    changes = ends_after(application, rules.SEND_BACK, parameters)
    records.advance(actor, application, rules.SEND_BACK, answer, version=version, **changes)
    assessment = deciding.assessment_of(application)
    if assessment is not None:
        reopened = policy.may_reopen_assessment(actor, assessment)
        records.advance(actor, assessment, rules.REOPEN_ASSESSMENT, reopened)
    notices.tell_office(application, f"申请“{application}”退回再评估", note)
    return application


def _to_ask(
    application: Application, consultees: list[str], co_departments: list[str]
) -> list[places.Asked]:
    if application.is_light:
        return []
    found = places.affected(application.place, applications.scope_of(application))
    concerned = [one for one in found if one.part in consultees]
    if Consulted.DEPARTMENT in consultees:
        concerned += _departments(application, co_departments)
    return concerned


def _departments(application: Application, paths: list[str]) -> list[places.Asked]:
    """The departments the office asks as well: in force, of the deciding place or below it."""
    units = {one.path: one for one in orgs.units_at(paths)}
    for path in paths:
        unit = units.get(path)
        if unit is None or not unit.is_active or territory(path) == path:
            raise Invalid("会办部门应是正常的部门或办公室。")
        if not path.startswith(application.place) or path == application.applicant:
            raise Invalid("会办部门应是本地的其他部门。")
    return [places.Asked(path, units[path].name, Consulted.DEPARTMENT) for path in units]
