"""Every move of what people decide about the ledger; entries themselves only follow demands."""

from qingshe.kernel.workflow import beginning, move

from .vocabulary import BaselineState, BudgetRuleState, BudgetState, ChangeState

BOOK_CHANGE = beginning("book_change", "登记负担变动", ChangeState.BOOKED)
TAKE_BACK_CHANGE = move("take_back_change", "冲销", ChangeState.BOOKED, to=ChangeState.TAKEN_BACK)

SET_BUDGET = beginning("set_budget", "核定负担预算", BudgetState.IN_FORCE)
SUPERSEDE_BUDGET = move(
    "supersede_budget", "调整负担预算", BudgetState.IN_FORCE, to=BudgetState.SUPERSEDED
)

SET_BUDGET_RULE = beginning("set_budget_rule", "设定超预算规则", BudgetRuleState.IN_FORCE)
SUPERSEDE_BUDGET_RULE = move(
    "supersede_budget_rule",
    "调整超预算规则",
    BudgetRuleState.IN_FORCE,
    to=BudgetRuleState.SUPERSEDED,
)

UPLOAD_BASELINE = beginning("upload_baseline", "上传底数", BaselineState.PREVIEWED)
ADOPT_BASELINE = move(
    "adopt_baseline", "启用底数", BaselineState.PREVIEWED, to=BaselineState.IN_FORCE
)
DROP_BASELINE = move("drop_baseline", "放弃", BaselineState.PREVIEWED, to=BaselineState.DROPPED)
SUPERSEDE_BASELINE = move(
    "supersede_baseline", "更正底数", BaselineState.IN_FORCE, to=BaselineState.SUPERSEDED
)
