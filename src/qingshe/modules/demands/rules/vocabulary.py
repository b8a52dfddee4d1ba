"""The words of issuing and doing (下达与办理): codes that are stored, and what people read."""

from collections.abc import Mapping

from qingshe.kernel.workflow import Labelled


class Kind(Labelled):
    """In what form a demand comes (事项类型); codes of the gate and of permits."""

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


APPOINTED = frozenset({Kind.MEETING, Kind.INSPECTION, Kind.EVALUATION})
"""Kinds that begin at an hour and last."""
PLANNED = frozenset({Kind.INSPECTION, Kind.EVALUATION})
"""Kinds that need a place in the plan (督查检查计划)."""
REGISTERED = frozenset({Kind.SIGN, Kind.ORGANISATION, Kind.SYSTEM, Kind.GROUP})
"""Kinds that stay: registered with an owner and an end date."""


class Under(Labelled):
    """What a demand rests on (下达依据)."""

    PERMIT = "permit", "准入许可"
    ITEM = "item", "清单事项"
    PLAN = "plan", "年度计划"


class DemandState(Labelled):
    """The life of a demand (下达事项)."""

    ISSUED = "issued", "办理中"
    HELD = "held", "暂停办理"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    VOID = "void", "已作废"
    ENDED = "ended", "随许可终止"


class AssignmentState(Labelled):
    """The life of one community's share of a demand (社区事项)."""

    OPEN = "open", "待办"
    ACCEPTED = "accepted", "办理中"
    HANDED_IN = "handed_in", "已报送"
    DONE = "done", "已办结"
    REFUSED = "refused", "已拒收，等裁定"
    VOID = "void", "已作废"


class RefusalState(Labelled):
    """What became of a refusal (拒收)."""

    WAITING = "waiting", "待裁定"
    UPHELD = "upheld", "拒收成立"
    REJECTED = "rejected", "拒收不成立"
    LAPSED = "lapsed", "不必再裁定"
    RETRACTED = "retracted", "社区已收回"


class ReportState(Labelled):
    """What became of a demand that came round the gate (体外下达)."""

    REPORTED = "reported", "待核实"
    ASKED = "asked", "待部门答复"
    TAKEN_BACK = "taken_back", "部门已撤回"
    OBJECTED = "objected", "部门有异议"
    CONFIRMED = "confirmed", "认定违规"
    DISMISSED = "dismissed", "不予认定"


class ViolationState(Labelled):
    """A violation (违规) once booked stays booked; what follows is the supervisors'."""

    BOOKED = "booked", "已登记"


class ReboundState(Labelled):
    """Whether something that was refused or cancelled has come back (反弹)."""

    SUSPECTED = "suspected", "待核对"
    CONFIRMED = "confirmed", "是反弹"
    DISMISSED = "dismissed", "不是反弹"


class Ground(Labelled):
    """Why a community may send a demand back (拒收理由)."""

    NOT_ADMITTED = "not_admitted", "未准入"
    NO_BASIS = "no_basis", "无依据"
    UNFUNDED = "unfunded", "未落实经费"
    PROHIBITED = "prohibited", "负面清单"
    EXPIRED = "expired", "超期"
    COLLECTED_ALREADY = "collected_already", "重复采集"
    OUT_OF_SCOPE = "out_of_scope", "超范围"
    TOO_OFTEN = "too_often", "超出频次"
    OFF_HOURS = "off_hours", "非工作时间"


class PlanState(Labelled):
    """A plan of a year (年度计划) stays; its items come and go."""

    KEPT = "kept", "在用"


class PlanItemState(Labelled):
    """What becomes of an item of a plan (计划事项)."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    DROPPED = "dropped", "已取消"


class RegisterState(Labelled):
    """What becomes of a sign, an organisation, a system or a group (登记册)."""

    STANDING = "standing", "在用"
    OVER = "over", "已到期，待撤除"
    REMOVED = "removed", "已撤除"


class Rhythm(Labelled):
    """How often the same comes again (周期)."""

    MONTHLY = "monthly", "每月"
    TWO_MONTHLY = "two_monthly", "每两个月"
    QUARTERLY = "quarterly", "每季"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"


class SeriesState(Labelled):
    """The life of what comes again and again (按期下达)."""

    RUNNING = "running", "按期下达"
    RESTING = "resting", "随许可暂停"
    ENDED = "ended", "随许可终止"
    CANCELLED = "cancelled", "已取消"


class RoundState(Labelled):
    """What becomes of one round of it (各次)."""

    PLANNED = "planned", "待下达"
    ISSUED = "issued", "已下达"
    MISSED = "missed", "未能下达"
    DROPPED = "dropped", "不下达"


class Phase(Labelled):
    """Of what a community is reminded (提醒), once each."""

    SOON = "soon", "快到期"
    OVERDUE = "overdue", "过了原定期限"


class Channel(Labelled):
    """By which way a demand reached the community outside this system (来的方式)."""

    PHONE = "phone", "电话"
    CHAT = "chat", "微信等工作群"
    PAPER = "paper", "纸质通知"
    VISIT = "visit", "当面"
    SYSTEM = "system", "别的信息系统"


DEMAND_TONES: Mapping[str, str] = {
    DemandState.ISSUED: "blue",
    DemandState.HELD: "amber",
    DemandState.CLOSED: "green",
    DemandState.WITHDRAWN: "grey",
    DemandState.VOID: "grey",
    DemandState.ENDED: "grey",
}
ASSIGNMENT_TONES: Mapping[str, str] = {
    AssignmentState.OPEN: "blue",
    AssignmentState.ACCEPTED: "blue",
    AssignmentState.HANDED_IN: "green",
    AssignmentState.DONE: "green",
    AssignmentState.REFUSED: "amber",
    AssignmentState.VOID: "grey",
}
REFUSAL_TONES: Mapping[str, str] = {
    RefusalState.WAITING: "amber",
    RefusalState.UPHELD: "green",
    RefusalState.REJECTED: "grey",
    RefusalState.LAPSED: "grey",
    RefusalState.RETRACTED: "grey",
}
PLAN_TONES: Mapping[str, str] = {
    PlanItemState.PROPOSED: "amber",
    PlanItemState.APPROVED: "green",
    PlanItemState.DROPPED: "grey",
}
REGISTER_TONES: Mapping[str, str] = {
    RegisterState.STANDING: "green",
    RegisterState.OVER: "red",
    RegisterState.REMOVED: "grey",
}
SERIES_TONES: Mapping[str, str] = {
    SeriesState.RUNNING: "blue",
    SeriesState.RESTING: "amber",
    SeriesState.ENDED: "grey",
    SeriesState.CANCELLED: "grey",
}
ROUND_TONES: Mapping[str, str] = {
    RoundState.PLANNED: "blue",
    RoundState.ISSUED: "green",
    RoundState.MISSED: "red",
    RoundState.DROPPED: "grey",
}
REPORT_TONES: Mapping[str, str] = {
    ReportState.REPORTED: "amber",
    ReportState.ASKED: "amber",
    ReportState.TAKEN_BACK: "green",
    ReportState.OBJECTED: "amber",
    ReportState.CONFIRMED: "red",
    ReportState.DISMISSED: "grey",
}
REBOUND_TONES: Mapping[str, str] = {
    ReboundState.SUSPECTED: "amber",
    ReboundState.CONFIRMED: "red",
    ReboundState.DISMISSED: "grey",
}
