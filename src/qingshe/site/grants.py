"""What each role may do, put together from what each module declares."""

from collections.abc import Mapping
from functools import cache

from qingshe.kernel.roles import Role
from qingshe.modules.admission import facade as admission
from qingshe.modules.burden import facade as burden
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import facade as demands
from qingshe.modules.feedback import facade as feedback
from qingshe.modules.gate import facade as gate
from qingshe.modules.insight import facade as insight
from qingshe.modules.orgs import facade as orgs

from . import policy

DECLARED: tuple[Mapping[str, frozenset[Role]], ...] = (
    orgs.GRANTS,
    catalog.GRANTS,
    gate.GRANTS,
    burden.GRANTS,
    admission.GRANTS,
    demands.GRANTS,
    insight.GRANTS,
    feedback.GRANTS,
    policy.GRANTS,
)

WORDS: Mapping[str, str] = {
    "orgs.read": "查看组织",
    "orgs.manage": "维护组织",
    "orgs.accounts": "维护账号",
    "orgs.tokens": "签发接口令牌",
    "catalog.draft": "起草清单",
    "catalog.give_opinion": "对征求意见的清单提意见",
    "catalog.publish": "公布清单",
    "catalog.review": "复核依据",
    "catalog.settle": "裁定文件矛盾",
    "catalog.register": "登记附条件事项",
    "catalog.permit": "发放许可",
    "catalog.read_permits": "查看许可",
    "catalog.withdraw_permit": "撤回许可",
    "gate.check": "过一道闸",
    "gate.switch": "停用和恢复闸门规则",
    "burden.watch": "查看减负账",
    "burden.own": "查看本部门的负担",
    "burden.budgets": "查看负担预算",
    "burden.budget": "核定负担预算",
    "burden.change": "登记负担变动",
    "burden.baseline": "维护底数",
    "admission.apply": "提出准入申请",
    "admission.watch": "查看准入办理",
    "admission.examine": "审查准入申请",
    "admission.opine": "反馈征求的意见",
    "admission.sign": "签批准入文书",
    "admission.decide": "作出准入决定",
    "admission.flow": "设置准入流程",
    "demands.issue": "下达事项",
    "demands.work": "办理事项、拒收事项",
    "demands.watch": "查看下达情况",
    "demands.rule": "裁定拒收",
    "demands.calendar": "查看会议日历",
    "demands.street": "查看辖区社区事项、代为拒收",
    "demands.plan": "编制年度检查、考评计划",
    "demands.approve_plan": "批准年度检查、考评计划",
    "demands.read_plans": "查看年度检查、考评计划",
    "demands.reports": "处理体外下达",
    "insight.read": "查看减负成效",
    "feedback.answer": "答复意见建议",
    "site.trail": "查看留痕",
    "site.installation": "查看运行状况",
    "site.channels": "管理站外提醒",
    "site.notices": "查看自己的提醒",
}


def in_words(grant: str) -> str:
    """How a grant is called on screen and in the reference."""
    return WORDS[grant]


@cache
def grants_of(role: Role) -> frozenset[str]:
    """All grants of a role, over every module."""
    return frozenset(
        grant for module in DECLARED for grant, roles in module.items() if role in roles
    )
