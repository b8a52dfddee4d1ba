"""What the department does: write, choose communities, plan payments, hand in, take back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.notices.rules import Kind
from qingshe.foundation.numbers import series
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid, NotFound
from qingshe.kernel.workflow import Transition
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, ApplicationScope
from qingshe.modules.admission.queries import applications, flow, near, places
from qingshe.modules.admission.rules import Burden, CommunityAction, Parameters, Request, Setting
from qingshe.modules.admission.services import notices, permits
from qingshe.modules.admission.services.clocks import ends_after
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs import facade as orgs

MOST_DATA_FIELDS = 200
DAY = timedelta(days=1)
_COPIED = (
    "contact_name",
    "contact_phone",
    "title",
    "kind",
    "actions",
    "other_action",
    "necessity",
    "content",
    "basis",
    "basis_document",
    "scope_words",
    "community_count",
    "duration_type",
    "valid_from",
    "valid_until",
    "times_per_year",
    "minutes",
    "data_fields",
    "powers",
    "staffing",
    "training",
    "exit_terms",
)
NO_BURDEN = Burden(0, 0, 0)
_RENEWABLE = (
    catalog.PermitStanding.VALID,
    catalog.PermitStanding.PENDING,
    catalog.PermitStanding.SUSPENDED,
)


class Written(TypedDict, total=False):
    """What can be written into an application, a field at a time; see the model for units."""

    contact_name: str
    contact_phone: str
    title: str
    kind: str
    actions: list[str]
    other_action: str
    necessity: str
    content: str
    basis: str
    basis_document: str
    duration_type: str
    valid_from: date | None
    valid_until: date | None
    times_per_year: int
    minutes: int
    data_fields: list[list[object]]
    powers: str
    staffing: str
    money_amount: Decimal
    money_source: str
    training: str
    exit_terms: str
    negative_self_check: str
    consistency_self_assessment: str
    verdict_reply: str


def begin(actor: Actor, *, today: date, **written: Unpack[Written]) -> Application:
    """Begin a draft in the name of the actor's department.

    Which body will decide follows from the department's level. Errors: Denied, Invalid.
    """
    application = _blank(actor, today)
    _check(written)
    for name, value in written.items():
        setattr(application, name, value)
    answer = policy.may_begin(actor, application)
    return records.create(actor, application, rules.BEGIN, answer)


@transaction.atomic
def begin_again(actor: Actor, *, permit: str, request: Request, today: date) -> Application:
    """Begin a renewal or an amendment of a permit of the own department, as a copy of its case.

    A permit that came of no application here (imported, of the time before) is copied itself. A
    renewal begins the day after the permit ends and lasts as long. Errors: NotFound for a permit
    that is not the department's, Conflict when it has ended or one is on its way already, Denied.
    """
    running = catalog.permit(permit)
    if running.holder != actor.unit:
        raise NotFound("本部门没有这个编号的许可。")
    _insist_on_renewable(running, today)
    before = applications.with_permit(permit)
    application = _blank(actor, today)
    copied = _of_case(before) if before else _of_permit(application.place, running)
    for name, value in copied.items():
        setattr(application, name, value)
    application.request, application.before_number = request, permit
    if request is Request.RENEWAL:
        start = running.valid_until + DAY
        application.valid_from = start
        application.valid_until = rules.as_long(running.valid_from, running.valid_until, start)
    answer = policy.may_begin(actor, application)
    records.create(actor, application, rules.BEGIN, answer)
    _replace_scope(application, applications.scope_of(before) if before else running.scope)
    return application


def write(
    actor: Actor, pk: int, *, version: int | None = None, **written: Unpack[Written]
) -> Application:
    """Save what was just typed; half an application is welcome, nonsense is not.

    Errors: Invalid (money with three decimals, an end before the start, …), Conflict, Denied.
    """
    application = applications.get(actor, pk)
    _check(written)
    answer = policy.may_apply(actor, application)
    hands = _hands(application, actor)
    return records.advance(
        actor, application, rules.WRITE, answer, version=version, hands=hands, **written
    )


@transaction.atomic
def choose_scope(
    actor: Actor, pk: int, *, paths: Iterable[str], version: int | None = None
) -> Application:
    """Name the communities: each path stands for itself and all communities below it.

    Errors: Invalid for places that are unknown, closed, outside what the body decides over, or
    without any community.
    """
    application = applications.get(actor, pk)
    chosen = places.chosen(application.place, paths)
    answer = policy.may_apply(actor, application)
    records.advance(
        actor,
        application,
        rules.WRITE,
        answer,
        version=version,
        hands=_hands(application, actor),
        scope_words=chosen.words,
        community_count=chosen.communities,
    )
    _replace_scope(application, chosen.paths)
    return application


@transaction.atomic
def submit(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Application:
    """Hand the application in: it gets its number, the clock of the decision starts tomorrow.

    Errors: Invalid with everything that is missing or wrong, Denied, Conflict.
    """
    application = applications.get(actor, pk)
    return _hand_in(actor, application, rules.SUBMIT, today, version, submitted_on=today)


@transaction.atomic
def resubmit(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Application:
    """Hand it in again after correction; the clock goes on where it stood."""
    application = applications.get(actor, pk)
    halted = application.halted_on or today
    paused = application.paused_days + rules.paused_days(workdays(), halted, today)
    return _hand_in(
        actor, application, rules.RESUBMIT, today, version, halted_on=None, paused_days=paused
    )


@transaction.atomic
def withdraw(actor: Actor, pk: int, *, today: date, version: int | None = None) -> Application:
    """Take the application back, any time before it is decided; it stays on record.

    What went ahead as urgent ends with it.
    """
    application = applications.get(actor, pk)
    answer = policy.may_apply(actor, application)
    records.advance(
        actor,
        application,
        rules.WITHDRAW,
        answer,
        version=version,
        closed_on=today,
        due_on=None,
        halted_on=None,
    )
    permits.end_urgent(actor, application, reason="申请单位撤回申请")
    return application


def _insist_on_renewable(permit: catalog.PermitSummary, today: date) -> None:
    if permit.urgent:
        raise Conflict("应急许可不能续期、变更，请补报或者申请准入。")
    standing = permit.standing(today)
    if standing not in _RENEWABLE:
        raise Conflict(f"许可 {permit.number} {standing.label}，还要做的请重新申请准入。")
    if applications.open_renewal_of(permit.number) is not None:
        raise Conflict("这个许可已有续期或变更申请在办。")


def _of_case(before: Application) -> dict[str, object]:
    return {name: getattr(before, name) for name in _COPIED}


def _of_permit(place: str, permit: catalog.PermitSummary) -> dict[str, object]:
    """What a permit without an application says; the rest the department has to write."""
    return {
        "title": permit.title,
        "kind": permit.kind.value,
        "actions": list(permit.actions),
        "content": permit.subject_text,
        "scope_words": permit.scope_text,
        "community_count": places.communities_of(place, permit.scope),
        "duration_type": permit.duration_type.value,
        "valid_from": permit.valid_from,
        "valid_until": permit.valid_until,
        "times_per_year": permit.times_per_year or 0,
        "minutes": permit.minutes,
    }


def _blank(actor: Actor, today: date) -> Application:
    tier = flow.parameters_at(policy.home(actor), today).deciding_tier
    place = rules.deciding_place(actor.unit, tier)
    if not place:
        raise Invalid("中央和国家机关的事项由各地清单承接，不在本系统申请准入。")
    names = orgs.names([actor.unit, place])
    return Application(
        applicant=actor.unit,
        applicant_name=names.get(actor.unit, ""),
        place=place,
        place_name=names.get(place, ""),
        author=actor.id,
        hands=[actor.id],
    )


def _hand_in(
    actor: Actor,
    application: Application,
    move: Transition,
    today: date,
    version: int | None,
    **changes: object,
) -> Application:
    answer = policy.may_apply(actor, application)
    if answer:
        changes |= _verdict(actor, application, today)
        changes |= _settled(application, today, **changes)
    parameters = flow.parameters_at(application.place, application.submitted_on or today)
    if answer and move is rules.SUBMIT and not application.number:
        changes["number"] = _number(application, parameters, today)
    changes["hands"] = _hands(application, actor)
    changes = ends_after(application, move, parameters, **changes)
    records.advance(actor, application, move, answer, version=version, **changes)
    index.put(applications.SEARCHED_AS, {application.pk: _words(application)})
    told = f"{application.applicant_name}提交准入申请“{application}”"
    notices.tell_office(application, told, kind=Kind.DECIDE)
    return application


def _verdict(actor: Actor, application: Application, today: date) -> dict[str, object]:
    """What the gate says now, kept with what is handed in."""
    judged = near.judged(actor, application, today)
    if judged is None:
        return {}
    verdict = judged.verdict
    return {
        "verdict": verdict.outcome.value,
        "verdict_label": verdict.label.label,
        "verdict_text": verdict.explanation,
    }


def _settled(application: Application, today: date, **changes: object) -> dict[str, object]:
    """The counts of the scope as it is today; Invalid with all that stands in the way."""
    scope = applications.scope_of(application)
    chosen = places.chosen(application.place, scope)
    said = applications.asked(application, scope, applications.payments_of(application))
    verdict = changes.get("verdict", application.verdict)
    handed_in = application.submitted_on or today
    parameters = flow.parameters_at(application.place, handed_in)
    setting = Setting(parameters, workdays(), today, handed_in)
    found = rules.problems_of(replace(said, verdict=str(verdict)), setting)
    words = [one.words for one in found] + _too_late(application, setting)
    if words:
        raise Invalid("申请还不能提交。", words)
    burden = Burden(application.minutes, application.times_per_year, chosen.communities)
    return {
        "community_count": chosen.communities,
        "scope_words": chosen.words,
        "is_light": rules.is_light(said, burden, _burden_before(application), parameters),
    }


def _burden_before(application: Application) -> Burden:
    """What the permit that is to be renewed costs; nothing where there is none, or no limit."""
    number = application.before_number
    if not number:
        return NO_BURDEN
    if before := applications.with_permit(number):
        return applications.burden_of(before)
    permit = catalog.permit(number)
    communities = places.communities_of(application.place, permit.scope)
    return Burden(permit.minutes, permit.times_per_year or 0, communities)


def _too_late(application: Application, setting: Setting) -> list[str]:
    if application.urgent_from is None or application.submitted_on is not None:
        return []
    last = rules.register_by(application.urgent_from, setting.parameters, setting.workdays)
    return [f"应急事项应在 {last} 前补报，已经超过。"] if setting.today > last else []


def _number(application: Application, parameters: Parameters, today: date) -> str:
    prefix = rules.series_of(application.place_name, parameters.application_series)
    return series.style(prefix, today.year, series.take(prefix, today.year))


def _words(application: Application) -> str:
    """Search finds an application by number, title, content and department."""
    return " ".join(
        [application.number, application.title, application.content, application.applicant_name]
    )


def _check(written: Written) -> None:
    """What a field can never hold, told at once; what is only missing is told at submission."""
    problems = [
        *_wrong_money(written),
        *_wrong_dates(written),
        *_wrong_choices(written),
    ]
    if problems:
        raise Invalid("".join(problems), problems)


def _wrong_money(written: Written) -> list[str]:
    amount = written.get("money_amount")
    wrong = rules.wrong_with_amount(amount) if amount is not None else ""
    return [wrong] if wrong else []


def _wrong_dates(written: Written) -> list[str]:
    days = (written.get("valid_from"), written.get("valid_until"))
    absurd = [day for day in days if day and not rules.EARLIEST <= day <= rules.LATEST]
    return [f"日期 {day} 不在合理范围内，请核对年份。" for day in absurd]


def _wrong_choices(written: Written) -> list[str]:
    problems = []
    if not set(written.get("actions", [])) <= {str(one) for one in CommunityAction}:
        problems.append("社区承担动作只能从所列动作中选择；此外的请写在“其他动作”。")
    if len(written.get("data_fields", [])) > MOST_DATA_FIELDS:
        problems.append(f"需要的数据最多列 {MOST_DATA_FIELDS} 项。")
    return problems


def _hands(application: Application, actor: Actor) -> list[str]:
    """Everybody who had a part in it: none of them decides it."""
    return sorted({*application.hands, actor.id})


def _replace_scope(application: Application, paths: Sequence[str]) -> None:
    ApplicationScope.objects.filter(application=application).delete()
    ApplicationScope.objects.bulk_create(
        [ApplicationScope(application=application, path=path) for path in paths], batch_size=500
    )
