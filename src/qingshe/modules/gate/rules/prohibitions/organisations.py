"""Signs outside the white list, organisations set up in communities, and who heads them."""

import re

from qingshe.modules.gate.rules.papers import burden, district_plan, province_guide
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import ASK_ADMISSION, MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.roles import organises
from qingshe.modules.gate.rules.values import Kind, Level

_SET_UP = re.compile(
    r"(?:成立|设立|组建|新设|建立|建成|设置|另设|增设|要建|建一个|建起)[^,。;]{0,16}?"
    r"(?:领导小组|工作组|专班|指挥部|办公室|工作站|服务站|联络站|监管站|协调站|调解站|工作室|联系点"
    r"|协会|分会|爱卫会|普法办|河长办|工作机构|组织机构|服务中心|工作中心|维权站|普法站|禁毒站|站点|[工站]作?站|驿站)"
)
_BY_OTHERS = re.compile(r"(?:人民政府|街道办事处|部门)(?:应当|应|要|可以|须)?$")


@rule(
    "外挂牌子",
    source=burden("三", "对外只悬挂社区党组织、社区居民自治组织牌子以及“中国社区”标识"),
    advice=f"允许对外悬挂的牌子以外一律不挂；内部功能室只挂识别牌。{MAY_REFUSE}",
)
def sign_outside_white_list(reading: Reading) -> Words:
    """社区办公场所对外只挂三种标识，其他牌子不得要求加挂。"""
    if reading.has("household_plaque"):
        return ()
    if reading.kind is Kind.SIGN:
        return (
            () if reading.has("allowed_sign", "inner_sign") else reading.words("sign") or ("牌子",)
        )
    return reading.together("outside_sign", "community")


@rule(
    "另设工作机构",
    source=province_guide("三（一）3", "除法律法规有明确规定外，各部门不得在社区另设工作机构"),
    level=Level.OPTION,
    advice=f"由社区现有力量承接，或按准入程序申请。{MAY_REFUSE}",
)
def organisation_imposed(reading: Reading) -> Words:
    """部门不得要求社区成立领导小组、工作站等机构；法定自治组织不在此列。"""
    if reading.has(
        "statutory_organisation", "unapproved", "applying", "at_discretion"
    ) or organises(reading):
        return ()
    if reading.kind is not Kind.ORGANISATION and not reading.has("community"):
        return ()
    found = tuple(
        match.group()
        for match in _SET_UP.finditer(reading.text)
        if not _BY_OTHERS.search(reading.text[: match.start()])
    )
    return found or (reading.words("setting_up") if reading.kind is Kind.ORGANISATION else ())


@rule(
    "要求担任组织负责人",
    source=district_plan("二（一）3", "不得要求社区居委会主任、副主任担任组织负责人"),
    level=Level.OPTION,
)
def head_imposed(reading: Reading) -> Words:
    """不得要求社区负责人担任部门、协会所设组织的负责人。"""
    return () if reading.has("at_discretion") else reading.words("heading")


@rule(
    "保留部门机构和牌子",
    source=burden("三", "能整合的一律整合，能取消的一律取消"),
    advice=f"{ASK_ADMISSION}{MAY_REFUSE}",
)
def sign_by_task(reading: Reading) -> Words:
    """以挂牌形式把任务带进社区。"""
    return reading.words("sign_as_task")
