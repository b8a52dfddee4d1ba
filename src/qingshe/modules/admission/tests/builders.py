"""Applications as production makes them: through the services, at the places of the cast.

Days are those of autumn 2026 and lie in the order of the flow.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application, Assessment, Decision, FlowEdition, Opinion
from qingshe.modules.admission.queries import opinions
from qingshe.modules.admission.rules import Limits, Outcome, Value
from qingshe.modules.admission.services import deciding, drafting, examining, flow, money
from qingshe.modules.admission.services.drafting import Written
from qingshe.modules.admission.services.examining import Sheet
from qingshe.modules.catalog.facade import PermitSummary
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    DEPARTMENT,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    leader,
)

BEGUN = date(2026, 9, 14)  # a Monday
ACCEPTED = date(2026, 9, 15)
CLOSED = date(2026, 9, 23)  # five working days and more later
PROPOSED = date(2026, 9, 24)
DECIDED = date(2026, 9, 28)
IN_FORCE = date(2026, 10, 20)  # after the public notice and the holiday
START, END = date(2026, 12, 1), date(2027, 3, 31)
PAID_BY = date(2026, 11, 30)
MONEY = Decimal("214000.00")
TEXTS: Written = {
    "title": "参保扩面入户登记",
    "kind": "survey",
    "actions": ["help_enter", "contact"],
    "necessity": "摸清未参保人员底数。",
    "content": "协助医保经办人员入户登记未参保居民。",
    "basis": "《社会保险法》第五十八条",
    "basis_document": "市医保局〔2026〕8号",
    "duration_type": "phased",
    "valid_from": START,
    "valid_until": END,
    "times_per_year": 4,
    "minutes": 45,
    "data_fields": [["姓名", True], ["未参保原因", False]],
    "powers": "无",
    "staffing": "部门派员两名",
    "exit_terms": "登记完成即退出",
    "negative_self_check": "不涉及负面清单",
    "consistency_self_assessment": "与减负要求一致",
    "contact_name": "吴静",
    "contact_phone": "0355-2190000",
    "verdict_reply": "清单没有入户登记一项。",
}
SHEET: Sheet = {
    "money": "met",
    "money_note": "财政已列支",
    "powers": "not_needed",
    "powers_note": "",
    "people": "partly",
    "people_note": "派员两名",
    "time": "met",
    "time_note": "",
    "outcome": "admit",
    "reason": "经费落实。",
    "conditions": "",
    "minutes": 0,
    "times_per_year": 0,
    "valid_until": None,
}


def lay_places() -> None:
    """The two communities of the cast, with street, county, city, and the department."""
    a_unit(CITY, name="长治市")
    for path in (COMMUNITY, NEIGHBOUR, DEPARTMENT):
        a_unit(path)


def a_draft(
    *, by: Actor | None = None, scope: Sequence[str] = (CITY,), paid: bool = False
) -> Application:
    """A draft that says everything; with `paid` it promises money by PAID_BY."""
    lay_places()
    actor = by or department_officer()
    application = drafting.begin(actor, today=BEGUN, **TEXTS)
    if paid:
        written: Written = {"money_amount": MONEY, "money_source": "市级财政"}
        drafting.write(actor, application.pk, **written)
        money.plan(actor, application.pk, due_on=PAID_BY, amount=MONEY, today=BEGUN)
    return drafting.choose_scope(actor, application.pk, paths=scope)


def a_submitted(
    *, by: Actor | None = None, scope: Sequence[str] = (CITY,), paid: bool = False
) -> Application:
    draft = a_draft(by=by, scope=scope, paid=paid)
    return drafting.submit(by or department_officer(), draft.pk, today=BEGUN)


def a_consulted(*, scope: Sequence[str] = (CITY,), paid: bool = False) -> Application:
    """An application on which streets and communities are being asked."""
    submitted = a_submitted(scope=scope, paid=paid)
    return examining.accept(gatekeeper(), submitted.pk, today=ACCEPTED)


def an_opinion(actor: Actor, application: Application) -> Opinion:
    """What the unit of an actor is asked."""
    opinion = opinions.own(actor, application)
    assert opinion is not None
    return opinion


def an_examined(*, paid: bool = False) -> Application:
    """An application on which everybody was heard, before its sheet is filled in."""
    consulted = a_consulted(paid=paid)
    return examining.close_consultation(gatekeeper(), consulted.pk, today=CLOSED)


def an_assessed(*, paid: bool = False) -> Application:
    """An application whose sheet is filled in, not yet before the leading group."""
    examined = an_examined(paid=paid)
    an_assessment(examined)
    return examined


def an_assessment(application: Application) -> Assessment:
    return examining.assess(gatekeeper(), application.pk, **SHEET)


def a_proposed(*, paid: bool = False) -> Application:
    assessed = an_assessed(paid=paid)
    return examining.propose(gatekeeper(), assessed.pk, today=PROPOSED)


def a_decision(
    application: Application | None = None,
    *,
    outcome: Outcome = Outcome.ADMIT,
    limits: Limits | None = None,
    paid: bool = False,
) -> Decision:
    proposed = application or a_proposed(paid=paid)
    return deciding.decide(
        leader(),
        proposed.pk,
        outcome=outcome,
        today=DECIDED,
        reason="会议研究。",
        conditions="先用系统数据比对" if outcome is Outcome.ADMIT_WITH_CONDITIONS else "",
        limits=limits,
    )


def an_admitted(*, paid: bool = False) -> Application:
    """An application whose permit is issued; with `paid` money is promised by PAID_BY."""
    decided = a_decision(paid=paid).application
    return deciding.put_in_force(gatekeeper(), decided.pk, today=IN_FORCE)


def an_imported_permit(**stated: object) -> PermitSummary:
    """A permit of the department that came of no application, as a city brings its own along."""
    lay_places()
    running: dict[str, Any] = {"valid_from": BEGUN, "valid_until": date(2026, 12, 31)}
    return a_permit(today=BEGUN, **(running | stated))


def a_flow(*, today: date, **values: Value) -> FlowEdition:
    """Parameters of the flow that the city has set; what is not named is default."""
    return flow.set_parameters(gatekeeper(), values=values, reason="会议纪要", today=today)
