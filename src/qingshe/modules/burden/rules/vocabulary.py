"""The words of the burden ledger (减负账): codes that are stored, and what people read."""

from collections.abc import Mapping

from qingshe.kernel.workflow import Labelled


class Kind(Labelled):
    """In what form a burden comes (事项类型); the codes of permits and of the gate."""

    TASK = "task", "任务"
    REPORT = "report", "报表材料"
    LEDGER = "ledger", "台账"
    MEETING = "meeting", "会议培训"
    INSPECTION = "inspection", "督查检查"
    EVALUATION = "evaluation", "考核评比创建"
    SURVEY = "survey", "普查调查"
    SIGN = "sign", "牌子"
    ORGANISATION = "organisation", "机构"
    SYSTEM = "system", "信息系统"
    GROUP = "group", "工作群"
    CERTIFICATE = "certificate", "证明"


class Seven(Labelled):
    """The seven burdens (七多) that a baseline is counted in; 长民发〔2017〕124号 opening."""

    LEDGERS = "ledgers", "台账报表"
    CONTESTS = "contests", "检查考核评比"
    TASKS = "tasks", "任务"
    ORGANISATIONS = "organisations", "机构"
    SIGNS = "signs", "牌子"
    STAMPS = "stamps", "盖章证明"
    SYSTEMS = "systems", "信息系统和工作群"


SEVEN: Mapping[str, Seven] = {
    Kind.TASK: Seven.TASKS,
    Kind.MEETING: Seven.TASKS,
    Kind.SURVEY: Seven.LEDGERS,
    Kind.REPORT: Seven.LEDGERS,
    Kind.LEDGER: Seven.LEDGERS,
    Kind.INSPECTION: Seven.CONTESTS,
    Kind.EVALUATION: Seven.CONTESTS,
    Kind.SIGN: Seven.SIGNS,
    Kind.ORGANISATION: Seven.ORGANISATIONS,
    Kind.SYSTEM: Seven.SYSTEMS,
    Kind.GROUP: Seven.SYSTEMS,
    Kind.CERTIFICATE: Seven.STAMPS,
}
"""Which of the seven each kind belongs to; every kind to exactly one."""


STANDING = frozenset({Seven.ORGANISATIONS, Seven.SIGNS, Seven.STAMPS, Seven.SYSTEMS})
"""Those that stay once they are there: what is issued in a year does not say how many there are."""


class Cause(Labelled):
    """Why minutes came or went (变动原因).

    The first six are the causes of the product's definition; `RE_ESTIMATED` is never a saving.
    The others say what is neither: a beginning, an end by itself, what people found it took.
    """

    CANCELLED = "cancelled", "取消"
    MERGED = "merged", "合并"
    FREQUENCY = "frequency", "频次变化"
    PREFILLED = "prefilled", "数据预填"
    SCOPE = "scope", "范围变化"
    RE_ESTIMATED = "re_estimated", "重新估算"
    ISSUED = "issued", "新增"
    RELEASED = "released", "办结时免办"
    EXPIRED = "expired", "到期"
    OBSERVED = "observed", "实测登记"


SAVINGS = frozenset({Cause.CANCELLED, Cause.MERGED, Cause.FREQUENCY, Cause.PREFILLED, Cause.SCOPE})
"""What counts as a saving when it is less than before; re-estimating never does."""


class Measure(Labelled):
    """What a baseline counts (计量): things, times a year over all communities, hours a year."""

    ITEMS = "items", "项"
    TIMES = "times", "次"
    HOURS = "hours", "小时"


class BudgetMode(Labelled):
    """What happens above a budget (超预算时)."""

    SOFT = "soft", "提醒并登记，可以下达"
    HARD = "hard", "不得下达"


class ChangeState(Labelled):
    """A change that is booked counts; one taken back stays visible and counts no more."""

    BOOKED = "booked", "已入账"
    TAKEN_BACK = "taken_back", "已冲销"


class BudgetState(Labelled):
    """Of the budgets of a department and year one is in force; the others are its history."""

    IN_FORCE = "in_force", "执行中"
    SUPERSEDED = "superseded", "已调整"


class BudgetRuleState(Labelled):
    """Of the rules of a place for what is above a budget one is in force."""

    IN_FORCE = "in_force", "现行"
    SUPERSEDED = "superseded", "已调整"


class BaselineState(Labelled):
    """The life of a baseline (底数): seen, then counted with, later corrected by another."""

    PREVIEWED = "previewed", "待确认"
    IN_FORCE = "in_force", "在用"
    SUPERSEDED = "superseded", "已更正"
    DROPPED = "dropped", "已放弃"


CHANGE_TONES: Mapping[str, str] = {ChangeState.BOOKED: "green", ChangeState.TAKEN_BACK: "grey"}
BUDGET_TONES: Mapping[str, str] = {BudgetState.IN_FORCE: "green", BudgetState.SUPERSEDED: "grey"}
BASELINE_TONES: Mapping[str, str] = {
    BaselineState.PREVIEWED: "amber",
    BaselineState.IN_FORCE: "green",
    BaselineState.SUPERSEDED: "grey",
    BaselineState.DROPPED: "grey",
}
