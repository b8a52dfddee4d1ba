"""Each rule speaks where it should and is silent where the part given is a different one."""

import pytest

from qingshe.modules.gate.rules import Label, Level, Rule, findings, rules
from qingshe.modules.gate.rules.reading import Reading, read
from qingshe.modules.gate.rules.registry import rule
from qingshe.modules.gate.rules.values import Question

from .known import changzhi

SPEAKS = [
    ("investment_target", "task", "社区全年引进注册企业不少于2家"),
    ("tax_target", "task", "各社区协助税务所催缴个体户税款"),
    ("earning_target", "task", "把集体经营收入增幅列为社区任务"),
    ("enforcement_subject", "task", "社区对无证经营的商户予以取缔、罚款"),
    ("enforcement_subject", "task", "由社区上门收取垃圾处理费"),
    ("enforcement_subject", "task", "网格员对乱停车的居民开罚单"),
    ("enforcement_subject", "task", "社区干部包保上访重点户，严防进京"),
    ("demolition_subject", "task", "社区为辖区拆除违法建设的责任单位"),
    ("expropriation_subject", "task", "由社区负责与被征收户签订房屋征收补偿协议"),
    ("environment_subject", "task", "社区书记为扬尘治理第一责任人"),
    ("city_management_subject", "task", "流动摊贩整治的主体责任压实到社区"),
    ("safety_subject", "task", "社区对企业开展安全生产大检查，督促整改到位"),
    ("named_responsible", "task", "出了事拿社区是问"),
    ("duty_transferred", "task", "原由市场监管所负责的催报，今后由社区完成"),
    ("local_responsibility", "task", "按照属地管理原则由社区办理"),
    ("commanded_by_target", "task", "各社区参保率必须达到98%"),
    ("commanded_by_target", "task", "每名社区工作者每月发展信用卡客户5户"),
    ("piled_on", "task", "对社区层层加码"),
    ("apportioned", "task", "完成党报党刊征订任务"),
    ("responsibility_letter", "task", "与各社区签订年度工作目标责任书"),
    ("one_vote_veto", "evaluation", "计划生育工作对社区实行一票否决"),
    ("signs_as_indicator", "evaluation", "是否挂牌列入社区考核"),
    ("separate_evaluation", "evaluation", "住建局按月对各社区打分排名"),
    ("separate_evaluation", "task", "每天报征缴进度，完不成的在年度考核里扣分"),
    ("separate_evaluation", "task", "参保率排在后三位的社区书记在会上检讨"),
    ("own_contest", "evaluation", "部门自行设置面向社区的创建达标项目"),
    ("inspection_outside_plan", "inspection", "多个部门对社区多头检查"),
    ("sign_outside_white_list", "sign", "请各社区加挂“禁毒工作站”铜牌"),
    ("organisation_imposed", "organisation", "各社区成立消费维权工作领导小组"),
    ("head_imposed", "organisation", "要求居委会主任担任业务协会负责人"),
    ("sign_by_task", "task", "招商任务以挂牌形式进入社区"),
    ("department_ledger", "ledger", "要求社区建立职能部门业务台账"),
    ("report_not_unified", "report", "未经统一部署要求社区填报表格"),
    ("display_material", "report", "要求社区单独制作专项档案、展板"),
    ("excessive_trace", "ledger", "每项工作必须拍照留痕"),
    ("fingertip_formalism", "system", "须下载APP，每日打卡，学习积分通报"),
    ("chat_group", "group", "请全部加入12个条线工作群"),
    ("system_extended", "system", "业务系统向社区延伸、单设服务终端"),
    ("secondment", "task", "从社区抽调两名工作人员到区里帮忙半年"),
    ("off_hours", "task", "晚上九点通知，明天一早要交2000户入户表"),
    ("off_hours", "task", "双休日全员到岗入户排查"),
    ("unfunded", "finance", "所需经费由社区自行解决"),
    ("funds_diverted", "finance", "从社区工作经费中列支部门宣传品费用"),
    ("refused_nationally", "certificate", "亲属关系证明"),
    ("seal_with_liability", "certificate", "用社区公章出具担保证明"),
    ("records_of_others", "certificate", "家庭用电报户证明"),
    ("no_ground_for_certificate", "certificate", "某某事项证明"),
]

SILENT = [
    ("investment_target", "task", "宣传惠企政策"),
    ("tax_target", "task", "张贴税收政策宣传海报"),
    ("enforcement_subject", "task", "发现传销及时报告，协助有关部门查处"),
    ("demolition_subject", "task", "协助张贴拆迁政策宣传资料"),
    ("environment_subject", "task", "组织居民开展楼道清洁日活动，自愿参加"),
    ("environment_subject", "inspection", "督促环卫作业单位按时清扫保洁"),
    ("city_management_subject", "task", "协助开展文明停车劝导"),
    ("safety_subject", "task", "协助开展安全生产宣传"),
    ("safety_subject", "task", "制定防火安全公约，开展防火安全检查"),
    ("safety_subject", "meeting", "召开安全生产工作会，请各社区派人参加"),
    ("safety_subject", "task", "居民委员会发现安全隐患，应当及时报告"),
    ("commanded_by_target", "task", "请组织50名居民观看演出"),
    ("commanded_by_target", "task", "居务公开情况每半年向居民通报一次"),
    ("city_management_subject", "task", "居民盼着修好公厕，把意见转达给街道"),
    ("environment_subject", "task", "志愿消防队查看楼道堆物，守好防火公约"),
    ("responsibility_letter", "task", "本事项不签订责任状"),
    ("responsibility_letter", "service", "与社区签订服务协议"),
    ("separate_evaluation", "evaluation", "由居民代表对街道工作评议打分"),
    ("separate_evaluation", "evaluation", "全市统一的社区综合考评"),
    ("sign_outside_white_list", "sign", "悬挂社区居民委员会牌子"),
    ("sign_outside_white_list", "task", "为退役军人家庭悬挂光荣牌"),
    ("organisation_imposed", "organisation", "居民委员会设立人民调解委员会"),
    ("organisation_imposed", "organisation", "要求社区设立工作机构，未经审批"),
    ("organisation_imposed", "task", "街道办事处应当设立未成年人保护工作站，社区协助"),
    ("department_ledger", "ledger", "不要求社区建立台账"),
    ("report_not_unified", "report", "经统一部署，按一套表采集"),
    ("secondment", "meeting", "抽调社区干部参加一天的培训班"),
    ("off_hours", "task", "组织居民夜间巡逻"),
    ("off_hours", "task", "和居民商量夜间施工噪声怎么办"),
    ("off_hours", "task", "节假日看望独居老人"),
    ("environment_subject", "task", "物业清理楼道堆物，告知居民委员会负责人"),
    ("records_of_others", "certificate", "房顶维修情况证明"),
    ("no_ground_for_certificate", "certificate", "居民实际居住证明"),
]


def heard(text: str, kind: str) -> set[str]:
    reading = read(Question(text, kind))
    labels = (Label.PROHIBITED, Label.CERTIFICATE_FORBIDDEN)
    return {f.rule for label in labels for f in findings.of(reading, changzhi(), label)}


@pytest.mark.parametrize(("name", "kind", "text"), SPEAKS)
def test_a_rule_speaks_to_what_it_forbids(name: str, kind: str, text: str) -> None:
    assert name in heard(text, kind)


@pytest.mark.parametrize(("name", "kind", "text"), SILENT)
def test_a_rule_is_silent_to_what_it_does_not_mean(name: str, kind: str, text: str) -> None:
    assert name not in heard(text, kind)


def test_every_rule_is_heard_in_some_test() -> None:
    needs_a_permit = {"permit_expired", "beyond_scope", "beyond_frequency", "repeated_collection"}
    assert {each.id for each in rules()} == {name for name, _, _ in SPEAKS} | needs_a_permit


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.id)
def test_every_rule_says_where_it_stands_and_what_to_do(each: Rule) -> None:
    assert each.source.title
    assert each.source.section
    assert each.advice
    assert each.listen.__doc__


def test_a_local_rule_is_never_given_out_as_national() -> None:
    anonymous = [each for each in rules() if not each.source.number]
    assert all(each.level is Level.OPTION for each in anonymous)


def test_two_rules_of_one_name_cannot_be() -> None:
    def one_vote_veto(reading: Reading) -> tuple[str, ...]:
        return reading.words("veto")

    with pytest.raises(ValueError, match="one_vote_veto"):
        rule("又一条", source=rules()[0].source)(one_vote_veto)
