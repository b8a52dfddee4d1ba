"""Ledgers, reports, display material and traces asked of communities."""

from qingshe.modules.gate.rules.papers import burden, changzhi, county_plan, district_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.values import Kind, Level


@rule(
    "部门台账",
    source=changzhi("三（四）", "各地、各部门不得自行要求社区增加台账"),
    level=Level.CITY,
    advice=f"需要的数据从综合信息平台取用；台账目录由街道统一定。{MAY_REFUSE}",
)
def department_ledger(reading: Reading) -> Words:
    """部门不得要求社区建立业务台账、纸质台账；目录内和市级规定的除外。"""
    is_kept = reading.has("ledger_kept") and not reading.has("department_ledger", "not_unified")
    if is_kept or reading.has("upper_level", "unified"):
        return ()
    if reading.kind is Kind.LEDGER:
        return reading.words("ledger", "department_ledger") or _unnamed(reading)
    return reading.words("department_ledger")


@rule(
    "未经统一部署的报表",
    source=district_plan(
        "二（一）5", "未经区委、区政府统一部署，原则上不得要求社区填报表格、上报材料"
    ),
    level=Level.OPTION,
    advice=f"列入年度报表目录、由街道按“一套表”统一采集。{MAY_REFUSE}",
)
def report_not_unified(reading: Reading) -> Words:
    """未经统一部署，或重复、多头要求社区填报表格、上报材料。"""
    if reading.has("unified") and not reading.has("not_unified"):
        return ()
    return reading.together("report", "not_unified")


@rule(
    "专项档案和展示材料",
    source=district_plan("二（一）5", "不得要求单独制作专项档案、展板、标语、宣传画册等"),
    level=Level.OPTION,
)
def display_material(reading: Reading) -> Words:
    """不得要求社区单独制作专项档案、展板、标语、画册。"""
    return reading.together("display", "making")


@rule(
    "过度留痕",
    source=county_plan("二（八）", "对要求“过度留痕”等现象开展排查整治"),
    level=Level.OPTION,
    advice=f"办理痕迹由系统自动留存，不另要照片、签到。{MAY_REFUSE}",
)
def excessive_trace(reading: Reading) -> Words:
    """不得要求拍照、截图、签到等证明做了工作。"""
    proof = reading.together("trace", "trace_force")
    if proof or reading.kind is Kind.REPORT:
        return proof or reading.words("paper_forced")
    return reading.together("paper_forced", "community")


@rule(
    "内容重复的材料报表",
    source=burden("四", "整合内容重复、形式雷同的材料报表"),
    advice=f"已采集的数据只核对、不再填报。{MAY_REFUSE}",
)
def repeated_collection(reading: Reading) -> Words:
    """所要的数据已经采集过（由提请时附带的数据项判断）。"""
    return reading.question.collected_already


def _unnamed(reading: Reading) -> Words:
    """A ledger under another word; one that is named but negated is none."""
    return () if "台账" in reading.text else ("台账",)
