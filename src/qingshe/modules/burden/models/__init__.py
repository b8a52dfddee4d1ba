from .baselines import Baseline, BaselineRow
from .budgets import BudgetRule, BurdenBudget
from .changes import BurdenChange
from .ledger import BurdenEntry, BurdenSource, BurdenTotal

__all__ = [
    "Baseline",
    "BaselineRow",
    "BudgetRule",
    "BurdenBudget",
    "BurdenChange",
    "BurdenEntry",
    "BurdenSource",
    "BurdenTotal",
]
