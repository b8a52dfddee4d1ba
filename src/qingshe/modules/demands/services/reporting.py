"""What came by phone, chat or paper: written down, verified, answered (体外下达)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import OffPlatform
from qingshe.modules.demands.queries import reports
from qingshe.modules.demands.rules import Channel, Kind
from qingshe.modules.demands.services import ruling
from qingshe.modules.gate import facade as gate
from qingshe.modules.orgs import facade as orgs

LONG_AGO = 365  # days; older than that nobody can verify


@dataclass(frozen=True, slots=True)
class Told:
    """What the community was asked, by whom and how; `department` is a path, "" if unknown."""

    text: str
    by_whom: str
    channel: str
    kind: str
    received_on: date
    department: str = ""


@transaction.atomic
def report(actor: Actor, told: Told, *, now: datetime) -> OffPlatform:
    """Write down a demand that came round the gate, with the gate's verdict at once.

    Errors: Denied, Invalid for words the gate cannot read or a day that cannot be.
    """
    today = timezone.localdate(now)
    if not actor.has(policy.WORK):
        raise Denied("由社区登记。")
    _insist_on_sense(actor, told, today)
    question = gate.Question(
        text=told.text, kind=told.kind, issuer=told.by_whom, on=told.received_on
    )
    verdict = gate.judged(actor, question, today=today).verdict
    record = OffPlatform(
        community=actor.unit,
        place=reports.office_for(actor.unit, told.department),
        text=told.text.strip(),
        by_whom=told.by_whom.strip(),
        department=told.department,
        channel=told.channel,
        kind=told.kind,
        received_on=told.received_on,
        reported_on=today,
        outcome=verdict.outcome,
        outcome_label=verdict.outcome.label,
        citation=verdict.citation[:500],
        explanation=verdict.explanation,
    )
    return records.create(actor, record, rules.REPORT, policy.may_report(actor, record))


def ask(
    actor: Actor, pk: int, *, department: str, finding: str = "", version: int | None = None
) -> OffPlatform:
    """It is true: the department is asked; it does not learn which community wrote it down."""
    record = reports.get(actor, pk)
    if not department or not orgs.visible_paths(actor, [department]):
        raise Invalid("请选择要答复的部门。")
    return records.advance(
        actor,
        record,
        rules.ASK,
        policy.may_ask(actor, record),
        version=version,
        department=department,
        finding=finding.strip(),
    )


def dismiss(actor: Actor, pk: int, *, finding: str, version: int | None = None) -> OffPlatform:
    """It is not what it seemed; the reason is told to the community."""
    record = reports.get(actor, pk)
    may = policy.may_verify(actor, record)
    return records.advance(
        actor, record, rules.DISMISS, may, version=version, finding=finding.strip()
    )


@transaction.atomic
def confirm(
    actor: Actor, pk: int, *, now: datetime, finding: str = "", version: int | None = None
) -> OffPlatform:
    """It was a way round the gate: booked as a violation of the department."""
    record = reports.get(actor, pk)
    may = policy.may_verify(actor, record)
    words = finding.strip() or record.finding
    records.advance(actor, record, rules.CONFIRM, may, version=version, finding=words)
    ruling.book(actor, ruling.violation_off_platform(record), now=now)
    return record


def take_back(actor: Actor, pk: int, *, reply: str = "", version: int | None = None) -> OffPlatform:
    """The department gives it up: nobody has to do it."""
    record = reports.get(actor, pk)
    may = policy.may_reply(actor, record)
    return records.advance(
        actor, record, rules.TAKE_BACK, may, version=version, reply=reply.strip()
    )


def object_to(actor: Actor, pk: int, *, reply: str, version: int | None = None) -> OffPlatform:
    """The department sees it otherwise, or has applied for admission; the office decides."""
    record = reports.get(actor, pk)
    if not reply.strip():
        raise Invalid("请写明理由，或已提出的准入申请编号。")
    may = policy.may_reply(actor, record)
    return records.advance(actor, record, rules.OBJECT, may, version=version, reply=reply.strip())


def _insist_on_sense(actor: Actor, told: Told, today: date) -> None:
    problems = []
    if told.department and told.department not in dict(reports.departments_near(actor.unit)):
        problems.append("请从列出的部门中选；不知道是哪个部门就不选。")
    if told.received_on > today:
        problems.append("收到的日期还没有到。")
    elif (today - told.received_on).days > LONG_AGO:
        problems.append("一年以前的事无法核实。")
    if told.channel not in set(Channel) or told.kind not in set(Kind):
        problems.append("请选择来的方式和类型。")
    if not told.by_whom.strip():
        problems.append("请写明是谁布置的。")
    if problems:
        raise Invalid("没有登记。", problems)
