"""Setting budgets and what happens above them: each change is a new edition with its reason."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid, NotFound
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import BudgetRule, BurdenBudget
from qingshe.modules.burden.queries import budgets
from qingshe.modules.burden.rules import BudgetMode, Posting, Share
from qingshe.modules.burden.services import ledger
from qingshe.modules.orgs import facade as orgs

AHEAD, BACK = 2, 1  # years from today for which a budget is set
CHANGED = "他人刚刚作了调整，请刷新后重试。"


@transaction.atomic
def set_budget(
    actor: Actor,
    department: str,
    *,
    year: int,
    minutes: int,
    reason: str,
    today: date,
    number: int | None = None,
) -> BurdenBudget:
    """Set or change the minutes a department may place on communities in a year.

    `number` is that of the edition the person saw (0: none yet). Errors: NotFound for what is no
    department of the place, Invalid, Denied, Conflict.
    """
    place = policy.home(actor)
    if department not in {unit.path for unit in orgs.departments(place)}:
        raise NotFound("本级没有这个部门。")
    if not today.year - BACK <= year <= today.year + AHEAD:
        raise Invalid(f"年份应在 {today.year - BACK} 至 {today.year + AHEAD} 之间。")
    if not 0 <= minutes <= rules.LARGEST:
        raise Invalid("预算应在 0 至 1,000 万小时之间。")
    last = budgets.last_number(department, year)
    if number not in (None, last):
        raise Conflict(CHANGED)
    budget = BurdenBudget(
        place=place,
        department=department,
        year=year,
        number=last + 1,
        minutes=minutes,
        reason=reason.strip(),
        set_by=actor.id,
        set_on=today,
    )
    answer = policy.may_set_budget(actor, budget)
    if before := budgets.current(department, year):
        records.advance(actor, before, rules.SUPERSEDE_BUDGET, answer)
    return records.create(actor, budget, rules.SET_BUDGET, answer)


@transaction.atomic
def set_rule(
    actor: Actor, *, mode: BudgetMode, reason: str, today: date, number: int | None = None
) -> BudgetRule:
    """Decide whether a demand above the budget is refused or issued with a note.

    Errors: Denied, Invalid without a reason, Conflict.
    """
    place = policy.home(actor)
    last = budgets.last_rule_number(place)
    if number not in (None, last):
        raise Conflict(CHANGED)
    rule = BudgetRule(
        place=place,
        number=last + 1,
        mode=mode.value,
        effective_from=today,
        reason=reason.strip(),
        set_by=actor.id,
    )
    answer = policy.may_set_rule(actor, rule)
    if before := budgets.rule_in_force(place):
        records.advance(actor, before, rules.SUPERSEDE_BUDGET_RULE, answer)
    return records.create(actor, rule, rules.SET_BUDGET_RULE, answer)


def claim(posting: Posting, shares: Sequence[Share], *, urgent: bool) -> int:
    """Book a demand against its department's budget; by how many minutes it goes beyond.

    Call it in the transaction of the issue: until that ends nobody else can claim from the same
    budget. Where nobody set one there is nothing to hold, and the demand is booked after its issue
    like everything else. What is urgent is never refused, only noted. Errors: Invalid under a hard
    budget that does not suffice.
    """
    on = posting.issued_on
    budget = budgets.held(posting.department, on.year, on)
    if budget is None:
        return 0
    minutes = sum(share.minutes for share in shares)
    refused = rules.refusal(budget, minutes)
    if refused and not urgent:
        raise Invalid(refused)
    over = budget.excess(minutes)
    ledger.post(posting, shares, on=on, over_budget=over)
    return over
