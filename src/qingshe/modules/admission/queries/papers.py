"""What an application says on paper: the values of its papers, for `foundation.documents`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from qingshe.foundation.calendar.services import workdays
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, NotFound
from qingshe.modules.admission import rules
from qingshe.modules.admission.models import Application, Decision, Meeting
from qingshe.modules.admission.queries import agreements, applications, deciding, opinions
from qingshe.modules.admission.rules import CommunityAction, MeetingState
from qingshe.modules.orgs import facade as orgs

Values = Mapping[str, object]
OBJECT_WITHIN = "对本决定有异议的，可以自收到之日起10个工作日内向本办公室书面提出。"
_CITY_STEPS = 2  # of a path
_BLANK = "＿＿＿＿＿＿"  # for a hand


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper before it is set: which template, under what name it is saved, what it says."""

    template: str
    name: str
    values: Values


def of_case(actor: Actor, pk: int, paper: str) -> Paper:
    """The "approval", "decision" or "agreement" of an application the actor sees.

    Errors: NotFound, Conflict while there is no such paper yet.
    """
    application = applications.get(actor, pk)
    if paper == "approval":
        return Paper(paper, f"审批表 {application}", approval(application))
    if paper == "agreement":
        return Paper(paper, f"服务协议 {application}", agreement(application, actor.unit))
    template, values = decision(application)
    return Paper(template, f"决定书 {application}", values)


def of_notice(actor: Actor, pk: int, today: date) -> Paper:
    """Errors: NotFound, Conflict."""
    application = applications.published(actor, pk)
    return Paper("notice", f"公示 {application}", notice(application, today))


def of_meeting(actor: Actor, pk: int) -> Paper:
    """The agenda of a session, or its minutes. Errors: NotFound."""
    found = deciding.get_meeting(actor, pk)
    values = meeting(actor, found)
    return Paper("meeting", f"{found.title}{values['paper']}", values)


def approval(application: Application) -> dict[str, object]:
    """The approval form of 长民发〔2017〕124号附件5, with the letter that goes with it."""
    made = deciding.decision_of(application)
    opinion = {"text": _opinion(made), "date": _day(made.decided_on if made else None)}
    blank = {"text": "", "date": ""}
    at_city = application.place.count("/") - 1 <= _CITY_STEPS
    return {
        "number": application.number,
        "address": "",
        "city": _city(application),
        "copies": 3,
        "applicant": application.applicant_name,
        "joint_applicant": "",
        "communities": application.scope_words,
        "work_item": application.title,
        "basis": application.basis,
        "period": {
            "kind": application.duration_type,
            "from": _month(application.valid_from),
            "until": _month(application.valid_until),
        },
        "powers": application.powers,
        "funding": _funding(application),
        "county_opinion": blank if at_city else opinion,
        "city_opinion": opinion if at_city else blank,
        "addressee": _issuer(application),
        "letter": [
            {"heading": heading, "text": text} for heading, text in _letter(application) if text
        ],
        "applied_on": _day(application.submitted_on),
    }


def decision(application: Application) -> tuple[str, dict[str, object]]:
    """The paper that tells the department what was decided: decision or rejection, and its values.

    Errors: Conflict while nothing is decided.
    """
    made = deciding.decision_of(application)
    if made is None:
        raise Conflict("这件申请还没有决定。")
    common: dict[str, object] = {
        "number": application.permit_number or application.number,
        "address": _address(application),
        "issuer": _issuer(application),
        "applicant": application.applicant_name,
        "application_number": application.number,
        "applied_on": _day(application.submitted_on),
        "title": application.title,
        "meeting": str(made.meeting.title) if made.meeting else "",
        "objection": OBJECT_WITHIN,
        "decided_on": _day(made.decided_on),
    }
    if not rules.Outcome(made.outcome).admits:
        grounds = [{"text": made.reason, "basis": ""}]
        return "rejection", common | {"grounds": grounds, "advice": made.conditions}
    return "decision", common | {
        "consulted": "、".join(str(one) for one in opinions.tallies(application)),
        "with_conditions": bool(made.conditions or made.limits.are_set),
        "basis": application.basis.splitlines(),
        "communities": application.scope_words,
        "duration": _duration(application, made),
        "work": application.content,
        "powers": application.powers,
        "funding": _funding(application),
        "conditions": made.conditions.splitlines(),
        "copied_to": "",
    }


def agreement(application: Application, unit: str) -> dict[str, object]:
    """The version of the agreement that counts, for one community ("" leaves its name blank).

    Errors: NotFound while none was drawn up.
    """
    made = agreements.current_of(application)
    if made is None:
        raise NotFound("还没有拟定服务协议。")
    signed = agreements.signatures_of(made).filter(unit=unit).first()
    return {
        "number": application.permit_number,
        "address": _address(application),
        "copies": 2,
        "edition": made.number,
        "department": application.applicant_name,
        "community": _community(application, unit),
        "title": application.title,
        "clauses": made.text.splitlines(),
        "department_signed_on": _day(made.signed_on),
        "community_signed_on": _day(signed.signed_on if signed else None),
    }


def notice(application: Application, today: date) -> dict[str, object]:
    """The public notice of what is to be admitted. Errors: Conflict before there is one."""
    made, since = deciding.decision_of(application), application.published_on
    if made is None or since is None:
        raise Conflict("这件申请没有公示。")
    told = applications.parameters_for(application, today)
    return {
        "number": application.number,
        "address": reverse("admission:notice", args=[application.pk]),
        "issuer": _issuer(application),
        "from": _day(since),
        "until": _day(workdays().after(since, told.publicity_days_wd).end),
        "working_days": told.publicity_days_wd,
        "items": [
            {
                "application_number": application.number,
                "applicant": application.applicant_name,
                "title": application.title,
                "communities": application.scope_words,
                "duration": _duration(application, made),
                "support": "；".join(filter(None, [_funding(application), application.powers])),
            }
        ],
        "contact": told.office_contact or _BLANK,
        "telephone": told.office_telephone or _BLANK,
        "place": told.office_address or _BLANK,
        "published_on": _day(since),
    }


def meeting(actor: Actor, found: Meeting) -> dict[str, object]:
    """The agenda of a session, or its minutes once it was held; a query or two a table."""
    is_held = found.state == MeetingState.HELD
    cases = deciding.agenda(actor, found)
    keys = [one.pk for one in cases]
    said = deciding.decided_at(found) if is_held else deciding.recommended_for(keys)
    answered = opinions.answered(keys)
    place = orgs.names([found.place]).get(found.place, "")
    return {
        "address": "",
        "issuer": f"{place}社区建设领导小组办公室",
        "title": found.title,
        "paper": "纪要" if is_held else "议程",
        "held_on": _day(found.held_on),
        "said_label": "决定" if is_held else "办公室建议",
        "items": [
            {
                "application_number": one.number,
                "applicant": one.applicant_name,
                "title": one.title,
                "communities": one.scope_words,
                "burden": f"每年 {rules.in_hours(applications.burden_of(one).hours_a_year)}",
                "opinions": answered.get(one.pk, ""),
                "said": said.get(one.pk, ""),
            }
            for one in cases
        ],
        "paragraphs": found.minutes.splitlines(),
    }


def _community(application: Application, unit: str) -> str:
    is_party = rules.covers(applications.scope_of(application), unit)
    return orgs.names([unit]).get(unit, "") if unit and is_party else ""


def _letter(application: Application) -> list[tuple[str, str]]:
    return [
        ("准入事项的内容", application.content),
        ("社区承担的动作", _actions(application)),
        ("必要性", application.necessity),
        ("频次和用时", _frequency(application)),
        ("人员安排", application.staffing),
        ("经费保障", _funding(application)),
        ("赋予社区的权限", application.powers),
        ("退出条件", application.exit_terms),
        ("负面清单自查", application.negative_self_check),
        ("减负一致性自评", application.consistency_self_assessment),
    ]


def _frequency(application: Application) -> str:
    if not (application.times_per_year and application.minutes):
        return ""
    return f"每年{application.times_per_year}次，每社区每次约{application.minutes}分钟。"


def _funding(application: Application) -> str:
    payments = list(applications.payments_of(application))
    parts = []
    if application.money_amount:
        parts.append(
            f"工作经费 {application.money_amount:,.2f} 元，来源：{application.money_source}。"
        )
    if payments:
        told = "、".join(f"{one.due_on} 前 {one.amount:,.2f} 元" for one in payments)
        parts.append(f"拨付：{told}。")
    return "".join([*parts, application.training])


def _actions(application: Application) -> str:
    words = [CommunityAction(code).label for code in application.actions]
    return "、".join([*words, *([application.other_action] if application.other_action else [])])


def _duration(application: Application, made: Decision) -> str:
    until = made.valid_until or application.valid_until
    return f"{application.duration_label}，自{application.valid_from}起至{until}止"


def _opinion(made: Decision | None) -> str:
    if made is None:
        return ""
    words = [made.outcome_label, made.reason, made.conditions]
    return "。".join(one.rstrip("。") for one in words if one) + "。"


def _issuer(application: Application) -> str:
    return f"{application.place_name}社区建设领导小组办公室"


def _address(application: Application) -> str:
    """What the QR leads to, from the root of the site: the page that verifies the permit."""
    number = application.permit_number
    return reverse("catalog:verification", args=[number]) if number else ""


def _city(application: Application) -> str:
    steps = application.place.strip("/").split("/")[:_CITY_STEPS]
    path = "/" + "".join(f"{step}/" for step in steps)
    return orgs.names([path]).get(path, application.place_name)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""
