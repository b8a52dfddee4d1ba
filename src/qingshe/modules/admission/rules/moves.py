"""States and declared moves of every record of admission (准入)."""

from qingshe.kernel.workflow import Labelled, beginning, move


class State(Labelled):
    """Where an application stands."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    CORRECTING = "correcting", "补正中"
    CONSULTING = "consulting", "征询中"
    ASSESSING = "assessing", "评估中"
    PROPOSED = "proposed", "待决定"
    PUBLICITY = "publicity", "公示中"
    ADMITTED = "admitted", "已准入"
    REFUSED = "refused", "不予准入"
    PURCHASED = "purchased", "转购买服务"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已失效"
    ARCHIVED = "archived", "已归档"


UNDECIDED = (
    State.SUBMITTED,
    State.CORRECTING,
    State.CONSULTING,
    State.ASSESSING,
    State.PROPOSED,
)
OPEN = (*UNDECIDED, State.PUBLICITY)
CLOSED = (State.ADMITTED, State.REFUSED, State.PURCHASED, State.WITHDRAWN, State.LAPSED)

BEGIN = beginning("begin", "起草申请", State.DRAFT)
WRITE = move("write", "填写", State.DRAFT, State.CORRECTING)
DECLARE_URGENT = move("declare_urgent", "应急先行", State.DRAFT)
SUBMIT = move("submit", "提交", State.DRAFT, to=State.SUBMITTED)
RETURN = move("return", "退回补正", State.SUBMITTED, to=State.CORRECTING)
RESUBMIT = move("resubmit", "补正后提交", State.CORRECTING, to=State.SUBMITTED)
CONSULT = move("consult", "受理并征求意见", State.SUBMITTED, to=State.CONSULTING)
ACCEPT = move("accept", "受理", State.SUBMITTED, to=State.ASSESSING)
CLOSE_CONSULTATION = move(
    "close_consultation", "结束征求意见", State.CONSULTING, to=State.ASSESSING
)
PROPOSE = move("propose", "提请决定", State.ASSESSING, to=State.PROPOSED)
SEND_BACK = move("send_back", "退回再评估", State.PROPOSED, to=State.ASSESSING)
ADMIT = move("admit", "准入", State.PROPOSED, to=State.PUBLICITY)
REFUSE = move("refuse", "不予准入", State.PROPOSED, to=State.REFUSED)
SEND_TO_PURCHASE = move("send_to_purchase", "转购买服务", State.PROPOSED, to=State.PURCHASED)
RECONSIDER = move("reconsider", "重新决定", State.PUBLICITY, to=State.PROPOSED)
PUT_IN_FORCE = move("put_in_force", "公示期满生效", State.PUBLICITY, to=State.ADMITTED)
WITHDRAW = move("withdraw", "撤回申请", State.DRAFT, *UNDECIDED, to=State.WITHDRAWN)
LAPSE = move("lapse", "失效", State.DRAFT, State.CORRECTING, to=State.LAPSED)
WARN = move("warn", "临期提醒", State.DRAFT, *OPEN, State.ADMITTED)
ESCALATE = move("escalate", "超期上报", State.DRAFT, *OPEN)
RECKON = move("reckon", "重新计算期限", State.DRAFT, *OPEN)
ARCHIVE = move("archive", "归档", *CLOSED, to=State.ARCHIVED)


class OpinionState(Labelled):
    """Whether somebody who was asked has answered."""

    ASKED = "asked", "待回复"
    GIVEN = "given", "已回复"
    SILENT = "silent", "未回复（视为无意见）"


ASK_OPINION = beginning("ask_opinion", "征求意见", OpinionState.ASKED)
GIVE_OPINION = move(
    "give_opinion", "回复意见", OpinionState.ASKED, OpinionState.GIVEN, to=OpinionState.GIVEN
)
PASS_OVER = move("pass_over", "逾期未复", OpinionState.ASKED, to=OpinionState.SILENT)


class AssessmentState(Labelled):
    OPEN = "open", "评估中"
    DONE = "done", "已提请"


ASSESS = beginning("assess", "评估", AssessmentState.OPEN)
REASSESS = move("reassess", "修改评估", AssessmentState.OPEN)
FINISH_ASSESSMENT = move(
    "finish_assessment", "完成评估", AssessmentState.OPEN, to=AssessmentState.DONE
)
REOPEN_ASSESSMENT = move(
    "reopen_assessment", "重新评估", AssessmentState.DONE, to=AssessmentState.OPEN
)


class DecisionState(Labelled):
    MADE = "made", "有效"
    REPLACED = "replaced", "已另行决定"


DECIDE = beginning("decide", "作出决定", DecisionState.MADE)
REPLACE_DECISION = move(
    "replace_decision", "另行决定", DecisionState.MADE, to=DecisionState.REPLACED
)


class MeetingState(Labelled):
    CONVENED = "convened", "待召开"
    HELD = "held", "已召开"
    CALLED_OFF = "called_off", "已取消"


CONVENE = beginning("convene", "安排会议", MeetingState.CONVENED)
REARRANGE = move("rearrange", "调整议程", MeetingState.CONVENED)
RECORD_MINUTES = move("record_minutes", "记录纪要", MeetingState.CONVENED, to=MeetingState.HELD)
CALL_OFF = move("call_off", "取消会议", MeetingState.CONVENED, to=MeetingState.CALLED_OFF)


class ObjectionState(Labelled):
    RAISED = "raised", "待答复"
    UPHELD = "upheld", "成立"
    DISMISSED = "dismissed", "不成立"


RAISE_OBJECTION = beginning("raise_objection", "提出异议", ObjectionState.RAISED)
UPHOLD_OBJECTION = move(
    "uphold_objection", "异议成立", ObjectionState.RAISED, to=ObjectionState.UPHELD
)
DISMISS_OBJECTION = move(
    "dismiss_objection", "异议不成立", ObjectionState.RAISED, to=ObjectionState.DISMISSED
)


class PaymentState(Labelled):
    DUE = "due", "待拨付"
    PAID = "paid", "已拨付"
    OVERDUE = "overdue", "逾期未拨付"
    STRUCK = "struck", "已删除"


PLAN_PAYMENT = beginning("plan_payment", "列入拨付计划", PaymentState.DUE)
STRIKE_PAYMENT = move("strike_payment", "删除", PaymentState.DUE, to=PaymentState.STRUCK)
PAY = move("pay", "登记拨付", PaymentState.DUE, PaymentState.OVERDUE, to=PaymentState.PAID)
QUESTION_PAYMENT = move("question_payment", "退回拨付登记", PaymentState.PAID, to=PaymentState.DUE)
FALL_OVERDUE = move("fall_overdue", "逾期", PaymentState.DUE, to=PaymentState.OVERDUE)


class AgreementState(Labelled):
    OFFERED = "offered", "待签署"
    SIGNED = "signed", "已签署"
    REPLACED = "replaced", "已被新版代替"


OFFER_AGREEMENT = beginning("offer_agreement", "拟定服务协议", AgreementState.OFFERED)
SIGN_AGREEMENT = move(
    "sign_agreement", "部门签署", AgreementState.OFFERED, to=AgreementState.SIGNED
)
REPLACE_AGREEMENT = move(
    "replace_agreement",
    "换新版",
    AgreementState.OFFERED,
    AgreementState.SIGNED,
    to=AgreementState.REPLACED,
)


class SignatureState(Labelled):
    GIVEN = "given", "已签署"


COUNTERSIGN = beginning("countersign", "社区签署", SignatureState.GIVEN)


class FlowState(Labelled):
    IN_FORCE = "in_force", "现行"
    SUPERSEDED = "superseded", "已被代替"


SET_FLOW = beginning("set_flow", "设定流程参数", FlowState.IN_FORCE)
SUPERSEDE_FLOW = move("supersede_flow", "换新版参数", FlowState.IN_FORCE, to=FlowState.SUPERSEDED)
