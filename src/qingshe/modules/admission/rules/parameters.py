"""What a city decides of its admission flow: every parameter, its default and the evidence for it.

Evidence names the place or paper whose practice the default follows; where nobody published a
number, it says so (本系统取值): then the city should look at it first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from qingshe.kernel.workflow import Labelled

from .vocabulary import Consulted, DurationType, ExitTrigger, RefusalGround

Value: TypeAlias = bool | int | str | list[str]
OUR_CHOICE = "没有找到公布的数字，为本系统取值，请本市研究确定。"
LONGEST_TEXT = 200  # characters


class ParameterKind(Labelled):
    """What sort of value a parameter has, and so what field it is edited in."""

    NUMBER = "number", "数字"
    FLAG = "flag", "是否"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    TEXT = "text", "文字"
    TEXTS = "texts", "多行文字"


class Tier(Labelled):
    """Which body decides (决定层级)."""

    BY_APPLICANT = "by_applicant", "按申请单位层级"
    CITY = "city", "一律由市级决定"


class Silence(Labelled):
    """What an unanswered consultation counts as; consent is not among the values on purpose."""

    NO_OPINION = "no_opinion", "视为无意见，不视为同意"


class Renewal(Labelled):
    LIGHT = "light", "内容不增加的简化续期"
    FULL = "full", "一律按新申请办理"


class UrgentTrack(Labelled):
    REGISTER_AFTER = "register_after", "先执行，限期补报"
    NONE = "none", "不设应急通道"


class WhoRefuses(Labelled):
    BOTH = "both", "街道和社区"
    COMMUNITY = "community", "仅社区"


class Coverage(Labelled):
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    GRID = "grid", "网格"
    STREET = "street", "街道（乡镇）"


class Refresh(Labelled):
    YEARLY_AND_EVENT = "yearly_and_event", "每年更新，法规变化时随时更新"
    YEARLY = "yearly", "每年更新"
    EVENT = "event", "法规变化时更新"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a city decides, as its screen shows it.

    `options` are (code, word) pairs for choices; `low` and `high` bound a number, in `unit`.
    """

    key: str
    label: str
    kind: ParameterKind
    default: Value
    evidence: str
    unit: str = ""
    low: int = 0
    high: int = 0
    options: tuple[tuple[str, str], ...] = ()

    def problem_with(self, value: object) -> str:
        """What is wrong with a value, in words; "" when nothing is."""
        return _PROBLEM_WITH[self.kind](self, value)

    def in_words(self, value: Value) -> str:
        """A value as people read it: 30 个工作日, 按申请单位层级."""
        if isinstance(value, bool):
            return "是" if value else "否"
        words = dict(self.options)
        if isinstance(value, list):
            return "、".join(words.get(one, one) for one in value) or "无"
        return words.get(str(value), f"{value} {self.unit}".strip())


def _number(
    key: str, label: str, default: int, evidence: str, *, unit: str, low: int, high: int
) -> Parameter:
    return Parameter(
        key, label, ParameterKind.NUMBER, default, evidence, unit=unit, low=low, high=high
    )


def _flag(key: str, label: str, evidence: str) -> Parameter:
    return Parameter(key, label, ParameterKind.FLAG, default=True, evidence=evidence)


def _choice(key: str, label: str, default: Labelled, evidence: str) -> Parameter:
    options = tuple((str(one), one.label) for one in type(default))
    return Parameter(key, label, ParameterKind.CHOICE, str(default), evidence, options=options)


def _choices(
    key: str, label: str, of: type[Labelled], evidence: str, *, without: tuple[Labelled, ...] = ()
) -> Parameter:
    options = tuple((str(one), one.label) for one in of)
    default = [str(one) for one in of if one not in without]
    return Parameter(key, label, ParameterKind.CHOICES, default, evidence, options=options)


WORKDAYS = "个工作日"
PARAMETERS: tuple[Parameter, ...] = (
    _choice(
        "deciding_tier",
        "由谁决定",
        Tier.BY_APPLICANT,
        "长民发〔2017〕124号附件5备注2：市级部门报市，县级部门报县（市、区）。",
    ),
    Parameter(
        "gatekeeper_office",
        "承办机构名称",
        ParameterKind.TEXT,
        "社区建设领导小组办公室",
        "长民发〔2017〕124号四；各地有民政局、社会工作部、减负办、联席会议办公室。",
    ),
    Parameter(
        "application_series",
        "申请编号前缀",
        ParameterKind.TEXT,
        "",
        "发文字号式编号（GB/T 9704-2012 7.2.5）；空则由地名取，如“长治社申”。",
    ),
    *(
        Parameter(
            f"office_{name}",
            f"办公室{label}",
            ParameterKind.TEXT,
            "",
            "写在公示上，供社区、居民反映意见；空则印成空白，由办公室填写。",
        )
        for name, label in (
            ("contact", "联系人"),
            ("telephone", "联系电话"),
            ("address", "受理地点"),
        )
    ),
    _number(
        "lead_days_wd",
        "提前申请",
        30,
        "北京市西城区：进入社区前至少30个工作日提出申请。",
        unit=WORKDAYS,
        low=0,
        high=120,
    ),
    _number(
        "decide_days_wd",
        "决定期限",
        15,
        "北京市西城区：15个工作日内决定；补正期间停止计算为本系统取值。",
        unit=WORKDAYS,
        low=1,
        high=120,
    ),
    _choices(
        "consultees",
        "征求谁的意见",
        Consulted,
        "呼和浩特市、赛罕区行动计划：必须征求街道（镇）和社区意见；会办部门由承办机构指定。",
    ),
    _number(
        "consult_days_wd",
        "征求意见期限",
        5,
        OUR_CHOICE,
        unit=WORKDAYS,
        low=1,
        high=30,
    ),
    _choice("silence", "逾期不回复", Silence.NO_OPINION, OUR_CHOICE),
    _flag(
        "standing_directory",
        "常规目录内事项免申请",
        "自贡市：常规项目目录内不再申请；江源区：自治事项自动进入。",
    ),
    _choices(
        "duration_types",
        "期限类型",
        DurationType,
        "长民发〔2017〕124号附件5：临时性、阶段性、长期。",
    ),
    _number("temporary_months", "临时性最长", 3, OUR_CHOICE, unit="个月", low=1, high=12),
    _number("phased_months", "阶段性最长", 12, OUR_CHOICE, unit="个月", low=1, high=36),
    _number("review_months", "长期事项复核周期", 12, OUR_CHOICE, unit="个月", low=1, high=36),
    _choice("renewal", "续期", Renewal.LIGHT, f"到期前提出，不提出即自动到期。{OUR_CHOICE}"),
    _number("permit_warning_days", "到期前提醒", 30, OUR_CHOICE, unit="天", low=1, high=120),
    _choice(
        "urgent_track",
        "应急事项",
        UrgentTrack.REGISTER_AFTER,
        "黄山市：涉及生命和公共安全的紧急事项免准入；江西省报表：事后补报。",
    ),
    _number("urgent_register_wd", "应急补报期限", 3, OUR_CHOICE, unit=WORKDAYS, low=1, high=15),
    _number("urgent_lapse_days", "应急自动失效", 15, OUR_CHOICE, unit="天", low=1, high=60),
    _choice(
        "who_may_refuse",
        "谁可以拒收",
        WhoRefuses.BOTH,
        "自贡市：未经批准或经费未落实的，街道和社区都可以拒绝。",
    ),
    _choices(
        "refusal_grounds",
        "拒收理由",
        RefusalGround,
        "西城区、自贡市（经费未落实）；政务数据共享条例（重复采集）。后三项可由本市选用。",
        without=(RefusalGround.OUT_OF_SCOPE, RefusalGround.TOO_OFTEN, RefusalGround.OFF_HOURS),
    ),
    _number("ruling_days_wd", "拒收裁定期限", 3, OUR_CHOICE, unit=WORKDAYS, low=1, high=15),
    _choices(
        "exit_triggers",
        "退出情形",
        ExitTrigger,
        "西城区（撤销）、自贡市（群众普遍不认可）、江源区（群众不认可即退出）。",
    ),
    Parameter(
        "sanction_ladder",
        "违反准入的处理",
        ParameterKind.TEXTS,
        ["通报", "限期整改", "约谈部门负责人", "计入部门年度考核"],
        "呼和浩特市、赛罕区行动计划：通报、限期整改、追究领导责任；四级次序为本系统取值。",
    ),
    _flag(
        "annual_scoring",
        "社区每年评价部门",
        "天津市：社区每年给每个准入部门打分；呼和浩特市行动计划：双向互评。",
    ),
    _choices("coverage", "适用范围", Coverage, "各地范围不一；清单上可再标明。"),
    _choice(
        "list_refresh",
        "清单更新",
        Refresh.YEARLY_AND_EVENT,
        "呼和浩特市行动计划：每年公布；各地：动态调整。",
    ),
    _number("correction_days_wd", "补正期限", 10, OUR_CHOICE, unit=WORKDAYS, low=1, high=60),
    _number("publicity_days_wd", "公示期", 5, OUR_CHOICE, unit=WORKDAYS, low=0, high=30),
    _number("warning_days_wd", "期限届满前提醒", 3, OUR_CHOICE, unit=WORKDAYS, low=0, high=10),
    _number(
        "most_times_a_year",
        "每年最多次数",
        12,
        f"赛罕区行动计划：一套表固定年度频次；次数{OUR_CHOICE}",
        unit="次",
        low=1,
        high=366,
    ),
    _number(
        "min_notice_wd",
        "下达最少提前",
        3,
        f"基层反映临时要数；应急除外。{OUR_CHOICE}",
        unit=WORKDAYS,
        low=0,
        high=15,
    ),
    _number(
        "work_begins",
        "工作时间开始",
        8,
        f"行动计划把非工作时间布置任务列为负担。{OUR_CHOICE}",
        unit="时",
        low=0,
        high=12,
    ),
    _number("work_ends", "工作时间结束", 18, OUR_CHOICE, unit="时", low=13, high=24),
    _number(
        "workers_per_community",
        "每社区平均工作人员",
        11,
        "呼和浩特市：450个社区约5000名社区工作者，5000÷450≈11。",
        unit="人",
        low=1,
        high=100,
    ),
    _number(
        "workdays_a_year",
        "每人每年工作日",
        250,
        "365天减双休日和法定节假日约250天（国办放假安排）。",
        unit="天",
        low=200,
        high=300,
    ),
    _number(
        "hours_a_day",
        "每人每日工作",
        8,
        "劳动法第三十六条：每日不超过八小时。",
        unit="小时",
        low=4,
        high=12,
    ),
)
BY_KEY: Mapping[str, Parameter] = {one.key: one for one in PARAMETERS}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values that count at a place on a day; days end in `_wd` when they are working days."""

    deciding_tier: str
    gatekeeper_office: str
    application_series: str
    office_contact: str
    office_telephone: str
    office_address: str
    lead_days_wd: int
    decide_days_wd: int
    consultees: list[str]
    consult_days_wd: int
    silence: str
    standing_directory: bool
    duration_types: list[str]
    temporary_months: int
    phased_months: int
    review_months: int
    renewal: str
    permit_warning_days: int
    urgent_track: str
    urgent_register_wd: int
    urgent_lapse_days: int
    who_may_refuse: str
    refusal_grounds: list[str]
    ruling_days_wd: int
    exit_triggers: list[str]
    sanction_ladder: list[str]
    annual_scoring: bool
    coverage: list[str]
    list_refresh: str
    correction_days_wd: int
    publicity_days_wd: int
    warning_days_wd: int
    most_times_a_year: int
    min_notice_wd: int
    work_begins: int
    work_ends: int
    workers_per_community: int
    workdays_a_year: int
    hours_a_day: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Parameters":
        """The values of an edition; what it does not name has its default."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: values.get(name, BY_KEY[name].default) for name in names})


DEFAULTS = Parameters.of({})


def problems_with(values: Mapping[str, object]) -> tuple[str, ...]:
    """Everything that is wrong with the values of an edition, each with its label."""
    unknown = [f"没有“{key}”这个参数。" for key in values if key not in BY_KEY]
    wrong = [
        f"{BY_KEY[key].label}：{problem}"
        for key, value in values.items()
        if key in BY_KEY and (problem := BY_KEY[key].problem_with(value))
    ]
    return (*unknown, *wrong)


def _wrong_number(one: Parameter, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return "请填写整数。"
    return "" if one.low <= value <= one.high else f"应在 {one.low} 至 {one.high} 之间。"


def _wrong_flag(one: Parameter, value: object) -> str:
    return "" if isinstance(value, bool) else "请选择是或否。"


def _wrong_choice(one: Parameter, value: object) -> str:
    return "" if value in dict(one.options) else "没有这个选项。"


def _wrong_choices(one: Parameter, value: object) -> str:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        return "请逐项选择，不要重复。"
    return "" if all(each in dict(one.options) for each in value) else "没有这个选项。"


def _wrong_text(one: Parameter, value: object) -> str:
    if not isinstance(value, str):
        return "请填写文字。"
    if "\0" in value:
        return "有不可见的控制字符，请删除后重新填写。"
    return "" if len(value) <= LONGEST_TEXT else f"不要超过 {LONGEST_TEXT} 个字。"


def _wrong_texts(one: Parameter, value: object) -> str:
    if not isinstance(value, list) or not value:
        return "请至少填写一行。"
    wrong = (_wrong_text(one, each) or ("" if each else "有空行。") for each in value)
    return next(filter(None, wrong), "")


_PROBLEM_WITH = {
    ParameterKind.NUMBER: _wrong_number,
    ParameterKind.FLAG: _wrong_flag,
    ParameterKind.CHOICE: _wrong_choice,
    ParameterKind.CHOICES: _wrong_choices,
    ParameterKind.TEXT: _wrong_text,
    ParameterKind.TEXTS: _wrong_texts,
}
