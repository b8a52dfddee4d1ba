"""Letters, vetoes, departments' own evaluations, contests and inspections of communities."""

from qingshe.modules.gate.rules.papers import burden, changzhi, district_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import ASK_ADMISSION, MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.roles import oversees
from qingshe.modules.gate.rules.values import Kind, Level

_ONE_PLAN = f"纳入市（县）统一的年度综合考评；部门只考核街道。{MAY_REFUSE}"


@rule(
    "责任状、责任书",
    source=district_plan("二（一）4", "不得要求社区签订各类责任状"),
    level=Level.OPTION,
    advice=f"协助事项改签服务协议，写明双方责任和经费。{MAY_REFUSE}",
)
def responsibility_letter(reading: Reading) -> Words:
    """不得与社区签订责任状、工作目标责任书；服务协议不在此列。"""
    if reading.has("service_agreement") and not reading.has("letter"):
        return ()
    return reading.words("letter") or _by_kind(reading, Kind.RESPONSIBILITY_LETTER, "责任状")


@rule("一票否决", source=burden("二", "取消对社区的“一票否决”事项"), advice=_ONE_PLAN)
def one_vote_veto(reading: Reading) -> Words:
    """对社区不得实行一票否决。"""
    return reading.words("veto")


@rule("以设机构、挂牌子考核", source=burden("三", "不得以是否设机构、挂牌子作为考核社区工作的依据"))
def signs_as_indicator(reading: Reading) -> Words:
    """是否设机构、挂牌子不得作为考核依据。"""
    return reading.together("sign_condition", "evaluation")


@rule(
    "部门单独考核评比", source=burden("二", "各职能部门不再单独组织考核评比活动"), advice=_ONE_PLAN
)
def separate_evaluation(reading: Reading) -> Words:
    """各部门、街道不得单独考核、评比、排名社区，完不成就扣分、通报也是；居民评议不在此列。"""
    if oversees(reading) or reading.has("unified_evaluation"):
        return ()
    if reading.kind is Kind.EVALUATION and not reading.has("unapproved"):
        return reading.words("evaluated", "penalised", "ranking", "evaluation")
    return reading.words("evaluated", "penalised") or reading.together("ranking", "community")


@rule(
    "自设创建达标",
    source=changzhi("三（三）", "不再保留自行设置的社区评比达标表彰项目"),
    level=Level.CITY,
    advice=_ONE_PLAN,
)
def own_contest(reading: Reading) -> Words:
    """部门不得自行设置创建达标项目，不得强制社区参加。"""
    if reading.has("unapproved", "upper_level") or oversees(reading):
        return ()
    return reading.together("contest", "self_set") or reading.together("contest", "transfer")


@rule(
    "多头检查、重复检查",
    source=changzhi("三（三）", "不允许多头检查、重复考核"),
    level=Level.CITY,
    advice=f"检查须列入年度计划，不得要求社区备材料、陪同。{ASK_ADMISSION}{MAY_REFUSE}",
)
def inspection_outside_plan(reading: Reading) -> Words:
    """计划外检查、多头重复检查、要求社区备材料迎检。"""
    if oversees(reading) or reading.has("upper_level"):
        return ()
    if reading.kind is Kind.INSPECTION:
        return reading.words("inspection_excess")
    return reading.together("inspection", "inspection_excess")


def _by_kind(reading: Reading, kind: Kind, word: str) -> Words:
    return (word,) if reading.kind is kind and not reading.has("service_agreement") else ()
