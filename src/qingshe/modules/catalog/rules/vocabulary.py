"""The words of lists: kinds, binding force, standing of documents."""

from qingshe.kernel.workflow import Labelled


class ListKind(Labelled):
    """What the items of a list have in common (清单种类)."""

    OWN_DUTY = "own_duty", "依法履职"
    ASSIST = "assist", "依法协助"
    SUPERVISE = "supervise", "监督"
    CERTIFICATE = "certificate", "出具证明"
    CERTIFICATE_REFUSED = "certificate_refused", "不应出具"
    PROHIBITED = "prohibited", "负面"
    PURCHASE = "purchase", "购买服务"
    SIGN = "sign", "挂牌"
    SEAL = "seal", "用印"
    AGENCY = "agency", "可代办"
    INSPECTION_PLAN = "inspection_plan", "督查检查计划"
    REPORT_CATALOGUE = "report_catalogue", "报表目录"


class BasisStatus(Labelled):
    """Whether a document still stands (依据效力)."""

    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    UNKNOWN = "unknown", "未核实"


class BasisKind(Labelled):
    """What sort of document it is (文件种类)."""

    LAW = "law", "法律"
    NPC_RESOLUTION = "npc_resolution", "全国人大常委会决议"
    ADMIN_REGULATION = "admin_regulation", "行政法规"
    DEPT_RULE = "dept_rule", "部门规章"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    LOCAL_RULE = "local_rule", "地方政府规章"
    PARTY_POLICY = "party_policy", "中央文件"
    MINISTRY_POLICY = "ministry_policy", "部门文件"
    LOCAL_POLICY = "local_policy", "地方文件"
    TEMPLATE = "template", "范文"


class BasisCheck(Labelled):
    """What came of comparing a printed basis with the text of the law (依据核对)."""

    VERIFIED = "verified", "已核对"
    CORRECTED = "corrected", "已更正"
    UNVERIFIED = "unverified", "未核对"
    MISMATCH = "mismatch", "条文不符"


class BindingLevel(Labelled):
    """How far a document binds (约束范围); a model text binds nobody."""

    NATIONAL = "national", "全国"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "县区级"
    TEMPLATE = "template", "仅供参考"


PRECEDENCE = {
    BindingLevel.NATIONAL: 10,
    BindingLevel.PROVINCE: 20,
    BindingLevel.CITY: 30,
    BindingLevel.DISTRICT: 40,
    BindingLevel.TEMPLATE: 90,
}
"""Which of two valid documents that contradict each other goes first: the smaller number."""


class Modality(Labelled):
    """What a rule says of the act (规范方式)."""

    MUST = "must", "应当"
    MUST_NOT = "must_not", "不得"
    MAY = "may", "可以"
    PRINCIPLE = "principle", "原则"


class RuleKind(Labelled):
    """What a rule is about (规则种类)."""

    TASK = "task", "工作任务"
    REPORT = "report", "报表材料"
    LEDGER = "ledger", "台账"
    MEETING = "meeting", "会议活动"
    INSPECTION = "inspection", "督查检查"
    EVALUATION = "evaluation", "考核评比"
    SIGN = "sign", "挂牌"
    ORGANISATION = "organisation", "工作机构"
    SYSTEM = "system", "信息系统"
    GROUP = "group", "工作群"
    CERTIFICATE = "certificate", "证明与印章"
    RESPONSIBILITY_LETTER = "responsibility_letter", "责任状"
    PERSONNEL = "personnel", "人员借调"
    FINANCE = "finance", "经费"
    ADMISSION = "admission", "准入"
    WHISTLE = "whistle", "吹哨报到"
    SUPERVISION = "supervision", "督查问责"
    ARCHIVE = "archive", "档案"
    OUTSOURCING = "outsourcing", "购买服务"
    SERVICE = "service", "服务"


class RuleEffect(Labelled):
    """What follows for a request that a rule speaks of (规则后果); most rules have none."""

    NONE = "none", "无"
    PROHIBITED = "prohibited", "禁止"
    CERTIFICATE_FORBIDDEN = "certificate_forbidden", "不应出具"
    CERTIFICATE_ALLOWED = "certificate_allowed", "可以出具"


class CommunityAction(Labelled):
    """What a community may be asked to do for an item (社区协助方式)."""

    CONTACT = "contact", "联系居民"
    HELP_ENTER = "help_enter", "协助入户"
    MOBILISE = "mobilise", "动员"
    PUBLICISE = "publicise", "宣传"
    PERSUADE = "persuade", "劝导"
    REPORT = "report", "报告"


class Retention(Labelled):
    """How long a file is kept (保管期限)."""

    PERMANENT = "permanent", "永久"
    TRANSFER = "transfer", "办结后移交"


LISTS, GATE_RULES = 1, 2  # what the markers count changes of
