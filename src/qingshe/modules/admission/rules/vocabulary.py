"""The words of admission: what is asked, for how long, and what was answered."""

from qingshe.kernel.workflow import Labelled


class Request(Labelled):
    """What an application asks for (申请性质)."""

    NEW = "new", "新申请"
    RENEWAL = "renewal", "续期"
    AMENDMENT = "amendment", "变更"


class Paper(Labelled):
    """What a file attached to an application is (附件)."""

    BASIS = "basis", "依据原文"
    MINUTES = "minutes", "会议纪要"
    OTHER = "other", "其他"


class ItemKind(Labelled):
    """What shall enter the communities (事项类型); the codes are those of the gate."""

    TASK = "task", "任务"
    ORGANISATION = "organisation", "机构"
    SIGN = "sign", "牌子"
    REPORT = "report", "报表材料"
    LEDGER = "ledger", "台账"
    CERTIFICATE = "certificate", "证明"
    EVALUATION = "evaluation", "考核评比创建"
    INSPECTION = "inspection", "督查检查"
    MEETING = "meeting", "会议培训"
    SURVEY = "survey", "普查调查"
    SYSTEM = "system", "信息系统"
    GROUP = "group", "工作群"


class CommunityAction(Labelled):
    """What a community may be asked to do (社区承担动作).

    Beijing limits assist items to these six; whatever else has to be written out, and the gate
    judges the words.
    """

    CONTACT = "contact", "联系居民"
    HELP_ENTER = "help_enter", "协助入户"
    MOBILISE = "mobilise", "动员"
    PUBLICISE = "publicise", "宣传"
    PERSUADE = "persuade", "劝导"
    REPORT = "report", "报告"


class DurationType(Labelled):
    """How long it shall last (期限类型); 长民发〔2017〕124号附件5."""

    TEMPORARY = "temporary", "临时性"
    PHASED = "phased", "阶段性"
    LONG_TERM = "long_term", "长期"


class Stance(Labelled):
    """What somebody who was asked says of an application; silence is no opinion, never consent."""

    SUPPORT = "support", "同意"
    OBJECT = "object", "不同意"
    NO_OPINION = "no_opinion", "无意见"


class Consulted(Labelled):
    """In what part somebody is asked (征求意见对象)."""

    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    DEPARTMENT = "department", "会办部门"


class Finding(Labelled):
    """What the office found on one of the four questions of an assessment."""

    MET = "met", "落实"
    PARTLY = "partly", "部分落实"
    MISSING = "missing", "未落实"
    NOT_NEEDED = "not_needed", "不需要"


class Outcome(Labelled):
    """What the leading group decides (审批决定)."""

    ADMIT = "admit", "准入"
    ADMIT_WITH_CONDITIONS = "admit_with_conditions", "附条件准入"
    REFUSE = "refuse", "不予准入"
    PURCHASE = "purchase", "转购买服务"

    @property
    def admits(self) -> bool:
        return self in (Outcome.ADMIT, Outcome.ADMIT_WITH_CONDITIONS)


class ExitTrigger(Labelled):
    """Why something admitted leaves again (退出情形)."""

    EXPIRED = "expired", "到期"
    REVOKED = "revoked", "撤销"
    LAW_CHANGED = "law_changed", "法规变化"
    RESIDENTS_DISAPPROVE = "residents_disapprove", "群众不认可"


class RefusalGround(Labelled):
    """Why a community may send a demand back (拒收理由)."""

    NOT_ADMITTED = "not_admitted", "未准入"
    NO_BASIS = "no_basis", "无依据"
    UNFUNDED = "unfunded", "未落实经费"
    PROHIBITED = "prohibited", "负面清单"
    EXPIRED = "expired", "超期"
    COLLECTED_ALREADY = "collected_already", "重复采集"
    OUT_OF_SCOPE = "out_of_scope", "超出范围"
    TOO_OFTEN = "too_often", "超出频次"
    OFF_HOURS = "off_hours", "非工作时间下达"


class Side(Labelled):
    """Who signs a service agreement (签署方)."""

    APPLICANT = "applicant", "委托部门"
    COMMUNITY = "community", "社区"


TONES = {
    "draft": "grey",
    "submitted": "amber",
    "correcting": "amber",
    "consulting": "blue",
    "assessing": "blue",
    "proposed": "amber",
    "publicity": "blue",
    "admitted": "green",
    "refused": "red",
    "purchased": "grey",
    "withdrawn": "grey",
    "lapsed": "grey",
    "archived": "grey",
}
"""The colour of each state of an application."""
