"""Every move of demands, of communities' shares, of refusals and of what came round the gate."""

from qingshe.kernel.workflow import beginning, move

from .vocabulary import AssignmentState as Share
from .vocabulary import (
    DemandState,
    PlanItemState,
    PlanState,
    ReboundState,
    RefusalState,
    RegisterState,
    ReportState,
    RoundState,
    SeriesState,
    ViolationState,
)

ISSUE = beginning("issue", "下达", DemandState.ISSUED)
_RUNNING = (DemandState.ISSUED, DemandState.HELD)
CLOSE = move("close", "办结", *_RUNNING, to=DemandState.CLOSED)
WITHDRAW = move("withdraw", "撤回", *_RUNNING, to=DemandState.WITHDRAWN)
ANNUL = move("annul", "作废", *_RUNNING, DemandState.CLOSED, to=DemandState.VOID)
HOLD = move("hold", "暂停办理", DemandState.ISSUED, to=DemandState.HELD)
LIFT = move("lift", "恢复办理", DemandState.HELD, to=DemandState.ISSUED)
CUT_OFF = move("cut_off", "随许可终止", *_RUNNING, to=DemandState.ENDED)

ASSIGN = beginning("assign", "派到社区", Share.OPEN)
ACCEPT = move("accept", "开始办理", Share.OPEN, to=Share.ACCEPTED)
HAND_IN = move("hand_in", "报送结果", Share.OPEN, Share.ACCEPTED, to=Share.HANDED_IN)
PUT_DOWN = move("put_down", "取消开始", Share.ACCEPTED, to=Share.OPEN)
REOPEN = move("reopen", "取回，再改", Share.HANDED_IN, to=Share.ACCEPTED)
NOTE_MINUTES = move("note_minutes", "记下用时", Share.HANDED_IN, Share.DONE)
PUT_OFF = move("put_off", "期限顺延", Share.OPEN, Share.ACCEPTED)
REFUSE = move("refuse", "拒收", Share.OPEN, Share.ACCEPTED, to=Share.REFUSED)
TAKE_UP = move("take_up", "恢复办理", Share.REFUSED, to=Share.OPEN)
KEEP = move("keep", "不拒收了", Share.REFUSED, to=Share.OPEN)
FINISH = move("finish", "办结", Share.HANDED_IN, to=Share.DONE)
VOID = move("void", "作废", *(set(Share) - {Share.VOID}), to=Share.VOID)

LODGE = beginning("lodge", "提出拒收", RefusalState.WAITING)
SECOND = move("second", "支持拒收", RefusalState.WAITING)
UPHOLD = move("uphold", "拒收成立", RefusalState.WAITING, to=RefusalState.UPHELD)
REJECT = move("reject", "拒收不成立", RefusalState.WAITING, to=RefusalState.REJECTED)
LAPSE = move("lapse", "不必再裁定", RefusalState.WAITING, to=RefusalState.LAPSED)
RETRACT = move("retract", "收回拒收", RefusalState.WAITING, to=RefusalState.RETRACTED)

REPORT = beginning("report", "登记体外下达", ReportState.REPORTED)
ASK = move("ask", "属实，请部门答复", ReportState.REPORTED, to=ReportState.ASKED)
TAKE_BACK = move("take_back", "撤回这件事", ReportState.ASKED, to=ReportState.TAKEN_BACK)
OBJECT = move("object", "提出异议", ReportState.ASKED, to=ReportState.OBJECTED)
CONFIRM = move(
    "confirm",
    "认定违规",
    ReportState.ASKED,
    ReportState.OBJECTED,
    ReportState.TAKEN_BACK,
    to=ReportState.CONFIRMED,
)
DISMISS = move(
    "dismiss",
    "不予认定",
    ReportState.REPORTED,
    ReportState.ASKED,
    ReportState.OBJECTED,
    to=ReportState.DISMISSED,
)

BOOK = beginning("book", "登记违规", ViolationState.BOOKED)

SUSPECT = beginning("suspect", "发现疑似反弹", ReboundState.SUSPECTED)
CONFIRM_REBOUND = move(
    "confirm_rebound", "是反弹", ReboundState.SUSPECTED, to=ReboundState.CONFIRMED
)
DISMISS_REBOUND = move(
    "dismiss_rebound", "不是反弹", ReboundState.SUSPECTED, to=ReboundState.DISMISSED
)
REOPEN_REBOUND = move(
    "reopen_rebound", "重新核对", ReboundState.DISMISSED, to=ReboundState.SUSPECTED
)

DRAW_UP = beginning("draw_up", "编制年度计划", PlanState.KEPT)
PROPOSE = beginning("propose", "列入计划", PlanItemState.PROPOSED)
APPROVE = move("approve", "批准", PlanItemState.PROPOSED, to=PlanItemState.APPROVED)
DROP = move(
    "drop", "取消", PlanItemState.PROPOSED, PlanItemState.APPROVED, to=PlanItemState.DROPPED
)

ENTER = beginning("enter", "登记在册", RegisterState.STANDING)
REMOVE = move(
    "remove", "撤除", RegisterState.STANDING, RegisterState.OVER, to=RegisterState.REMOVED
)
RUN_OUT = move("run_out", "到期", RegisterState.STANDING, to=RegisterState.OVER)

PLAN_SERIES = beginning("plan_series", "安排按期下达", SeriesState.RUNNING)
_KEPT_UP = (SeriesState.RUNNING, SeriesState.RESTING)
EDIT_SERIES = move("edit_series", "改内容", SeriesState.RUNNING)
CARRY_SERIES = move("carry_series", "随许可变更", *_KEPT_UP)
REST_SERIES = move("rest_series", "随许可暂停", SeriesState.RUNNING, to=SeriesState.RESTING)
RESUME_SERIES = move("resume_series", "随许可恢复", SeriesState.RESTING, to=SeriesState.RUNNING)
CANCEL_SERIES = move("cancel_series", "取消以后各次", *_KEPT_UP, to=SeriesState.CANCELLED)
END_SERIES = move("end_series", "随许可终止", *_KEPT_UP, to=SeriesState.ENDED)

PLAN_ROUND = beginning("plan_round", "安排", RoundState.PLANNED)
ISSUE_ROUND = move("issue_round", "到时下达", RoundState.PLANNED, to=RoundState.ISSUED)
MISS_ROUND = move("miss_round", "未能下达", RoundState.PLANNED, to=RoundState.MISSED)
MOVE_ROUND = move(
    "move_round", "改日期", RoundState.PLANNED, RoundState.MISSED, to=RoundState.PLANNED
)
DROP_ROUND = move("drop_round", "这一次不下达", RoundState.PLANNED, to=RoundState.DROPPED)
