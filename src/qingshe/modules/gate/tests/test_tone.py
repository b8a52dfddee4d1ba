"""Demands in the tone of the phone, and kinds that mislead: what is said decides."""

import pytest

from qingshe.modules.gate.rules import Label, Role

from .known import verdict


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("这事就归你们社区了，出了问题你们书记自己扛", "task", "named_responsible"),
        ("居委会对辖区小餐馆食品安全负责，出事先追社区", "task", "named_responsible"),
        ("社区对沿街商铺消防安全负主体责任", "task", "named_responsible"),
        ("我们组下午过来看台账，请把盒子摆好", "inspection", "inspection_outside_plan"),
        ("这个表上个月报过，换个格式再填一遍", "report", "report_not_unified"),
        ("活动花销社区先出，回头也不报销", "finance", "funds_diverted"),
        ("发生一起案件的社区，年度评优资格取消", "task", "one_vote_veto"),
        ("辖区企业产值务必增长8%", "task", "commanded_by_target"),
    ],
)
def test_an_order_by_phone_is_an_order(text: str, kind: str, rule: str) -> None:
    assert rule in verdict(text, kind).rules


def test_not_below_a_figure_insists_and_takes_nothing_back() -> None:
    found = verdict("平台日活不得低于90%，社区工作者人人签到刷积分", "system")
    assert found.label is Label.PROHIBITED


def test_what_is_asked_of_those_who_like_is_no_order() -> None:
    found = verdict("请各社区推送年卡购卡链接，欢迎转发")
    assert found.label is Label.OUTSIDE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("居民会议评议居民委员会的年度工作报告", "evaluation"),
        ("居务监督小组检查居委会支出凭证", "inspection"),
        ("社区公益金的使用须经居民代表会议通过并公开", "finance"),
    ],
)
def test_residents_watching_their_own_committee_govern_themselves(text: str, kind: str) -> None:
    assert verdict(text, kind).label is Label.OWN_DUTY


def test_who_acts_under_the_supervision_of_others_supervises_nobody() -> None:
    found = verdict("未成立业主委员会的，居民委员会在街道办事处的监督下管理共有收益")
    assert found.role is not Role.SUPERVISES


def test_weighing_an_application_is_not_watching_the_government() -> None:
    found = verdict("协助街道受理低保申请，参与入户调查和民主评议")
    assert found.item == "CZ-A2-25"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("修订完善居民公约，经居民代表会议表决通过后张榜公布", "CZ-A1-09"),
        ("召开居民议事会商定小区停车位怎么分", "CZ-A1-10"),
    ],
)
def test_a_meeting_is_the_means_of_making_rules_and_the_matter_of_a_talk(
    text: str, item: str
) -> None:
    assert verdict(text).item == item


def test_a_danger_seen_is_reported_at_once_and_that_is_no_rush() -> None:
    assert verdict("巡楼时发现墙体脱落危险，马上报住建部门").item == "CZ-A1-16"


def test_somebody_s_trade_is_not_the_matter_it_deals_in() -> None:
    assert verdict("请社区转发健身房开业优惠").label is Label.OUTSIDE


def test_the_opinion_on_a_recruit_may_speak_of_his_conduct() -> None:
    found = verdict("青年报名参军，社区填写现实表现意见", "certificate")
    assert found.item == "CZ-A4-12"
    assert found.label is Label.CERTIFICATE_ALLOWED
    assert verdict("参军要社区证明无犯罪记录", "certificate").label is Label.CERTIFICATE_FORBIDDEN


def test_residents_who_judge_nobody_named_judge_the_government() -> None:
    assert verdict("居民委员会可以组织居民进行评议", "evaluation").item == "CZ-A3-2"


def test_the_number_of_an_article_is_no_quantity() -> None:
    found = verdict("第十三条 居民委员会承担下列任务：调解民间纠纷")
    assert found.label is Label.OWN_DUTY
