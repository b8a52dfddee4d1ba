"""Samples of every component in every state, for those who build screens and those who look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms

from qingshe.foundation.records import Action
from qingshe.kernel.answer import YES, no
from qingshe.web.figures import Chart, Figures, Line, Measure
from qingshe.web.forms import DateField
from qingshe.web.values import Difference, Entry, Fact, File, Link, Tone, Work

SHANGHAI = ZoneInfo("Asia/Shanghai")
TONES: tuple[tuple[str, Tone], ...] = (
    ("有效", "green"),
    ("还剩 3 天", "amber"),
    ("已超期", "red"),
    ("已结束", "grey"),
    ("征询中", "blue"),
)
STAGES = ("待受理", "征询中", "待提请", "公示中", "拒收裁定", "将到期")
PROBLEMS = ("第 17 行 区划代码：应为12位数字。", "第 203 行 上级：找不到“西关街道”。")


@dataclass(frozen=True, slots=True)
class SampleRole:
    """A role to switch to, in the menu of the person."""

    pk: int
    unit_name: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SampleFrame:
    """What stands round a page; the real one is put together by the site."""

    places: Sequence[Link]
    more: Sequence[Link] = ()
    person: str = ""
    unit_name: str = ""
    role_label: str = ""
    roles: Sequence[SampleRole] = ()
    large_print: bool = False
    city: str = "长治市"
    demo: bool = True
    owner: str = "长治市民政局"
    version: str = "0.1.0"
    filing_number: str = "晋社工备〔2026〕1号"


@dataclass(frozen=True, slots=True)
class SampleItem:
    """A row of the sample table."""

    pk: int
    title: str
    unit: str
    number: str
    minutes: int | None
    state_label: str
    tone: Tone
    action: Action


class SampleForm(forms.Form):
    """Every kind of field there is."""

    title = forms.CharField(label="事项名称", max_length=40, help_text="与红头文件上的名称一致。")
    detail = forms.CharField(label="主要内容", widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(
        label="类型", choices=[("", "请选择"), ("task", "工作任务"), ("ledger", "台账")]
    )
    starts_on = DateField(label="开始日期")
    minutes = forms.IntegerField(label="每次用时（分钟）", min_value=1, required=False)
    track = forms.ChoiceField(
        label="办理方式",
        widget=forms.RadioSelect,
        choices=[("normal", "一般准入"), ("urgent", "应急：先下达，3 个工作日内补办")],
    )
    levels = forms.MultipleChoiceField(
        label="适用范围",
        widget=forms.CheckboxSelectMultiple,
        choices=[("city", "城市社区"), ("village", "农村社区")],
        required=False,
        help_text="可以多选；都不选表示全部适用。",
    )
    funded = forms.BooleanField(label="经费已经落实", required=False)
    paper = forms.FileField(label="附件", required=False, help_text="PDF 或 Word，不超过 2 MB。")


class SampleFilter(forms.Form):
    """Conditions in one line above a list."""

    q = forms.CharField(label="名称或编号", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("open", "有效"), ("ended", "已结束")]
    )
    since = DateField(label="自", required=False)


def frame(role: str, *, large_print: bool = False) -> SampleFrame:
    """The frame as a visitor, a community worker or an official sees it."""
    if role == "visitor":
        return SampleFrame(
            [Link("清单", "#"), Link("核验编号", "#"), Link("过一道闸", "#", current=True)],
            large_print=large_print,
        )
    names = ["今日", "事项", "一套表", "居民", "吹哨", "公开"]
    if role == "official":
        names = ["待办", "清单", "过一道闸", "征询", "许可", "负担", "督查"]
    return SampleFrame(
        [Link(name, "#", current=name == names[0]) for name in names],
        more=[Link("组织机构", "#"), Link("审计", "#")],
        person="李秀兰",
        unit_name="英雄街道 西大街社区",
        role_label="社区工作者",
        roles=[
            SampleRole(1, "西大街社区", "社区工作者", current=True),
            SampleRole(2, "西大街社区", "社区书记/主任"),
        ],
        large_print=large_print,
    )


def samples() -> dict[str, object]:
    """Everything the gallery draws, beside the forms."""
    return {
        "tones": TONES,
        "crumbs": [Link("组织机构", "#"), Link("潞州区", "#"), Link("英雄街道", "", current=True)],
        "tabs": [Link(name, "#", current=name == "征询中") for name in STAGES],
        "all_actions": [
            Action("accept", "受理", YES),
            Action("return", "退回补正", YES),
            Action("publish", "公示", no("还没有领导小组的审批决定，不能公示。")),
        ],
        "no_actions": [
            Action(
                "accept", "受理", no("只有领导小组办公室可以受理（长民发〔2017〕124号 三（二））。")
            )
        ],
        "items": _items(),
        "facts": _facts(),
        "entries": _entries(),
        "differences": _differences(),
        "attachments": [
            File("长治市医保局关于参保核对的通知.pdf", "依据原文，1.2 MB", "#", "#"),
            File("会议纪要.docx", "会议纪要，40 KB", "#"),
        ],
        "nothing": (),
        "works": [
            Work("正在导入组织机构", 340, 1000),
            Work("正在整理清单", 12, unit="条"),
            Work("导入完成，2 行没有收下", 998, 998, problems=PROBLEMS),
        ],
        "charts": _charts(),
        "found": "居（村）委会协助开展高龄津贴人员核对，每季度一次，由市民政局提供底册。",
    }


def _items() -> list[SampleItem]:
    refuse = no("当前不是您的待办，只能由西大街社区拒收。")
    return [
        SampleItem(
            1,
            "高龄津贴人员核对",
            "市民政局",
            "长社准〔2026〕0012号",
            12,
            "有效",
            "green",
            Action("handle", "核对", YES),
        ),
        SampleItem(
            2,
            "消防宣传进楼院",
            "潞州区消防救援大队",
            "清单 二-3",
            40,
            "还剩 3 天",
            "amber",
            Action("handle", "办理", YES),
        ),
        SampleItem(
            3,
            "垃圾分类摸底表",
            "潞州区城市管理局",
            "没有准入编号",
            120,
            "可以拒收",
            "red",
            Action("refuse", "拒收", refuse),
        ),
    ]


def _facts() -> list[Fact]:
    return [
        Fact("准入编号", "长社准〔2026〕0012号", "#"),
        Fact("申请单位", "市民政局"),
        Fact("依据", "《山西省老年人权益保障条例》第三十条\n长民发〔2017〕124号 附件2"),
        Fact("经费", None),
    ]


def _entries() -> list[Entry]:
    def at(day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, 6, day, hour, minute, tzinfo=SHANGHAI)

    return [
        Entry(at(1, 9, 12), "王建军（部门经办人）", "提交申请"),
        Entry(
            at(3, 15, 40), "赵敏（领导小组办公室）", "退回补正", "请补上经费来源和每次用时的测算。"
        ),
        Entry(at(4, 10, 5), "王建军（部门经办人）", "再次提交", "每次用时：20 → 12 分钟"),
    ]


def _differences() -> list[Difference]:
    return [
        Difference("added", "二-14 老年助餐点信息核对", after="协助核对助餐点地址和开放时间。"),
        Difference("removed", "二-3 社区就业失业统计", before="按月统计辖区就业失业情况。"),
        Difference(
            "changed",
            "二-7 高龄津贴人员核对",
            before="每月核对80周岁以上老年人，并上报纸质台账。",
            after="每季度核对80周岁以上老年人，系统预填后确认。",
        ),
        Difference(
            "moved", "二-9 消防宣传", "协助开展消防宣传。", "协助开展消防宣传。", "原为第12项"
        ),
    ]


def _charts() -> list[Chart]:
    """Months, names, and figures that are not there."""
    months = [(412, 398), (388, 371), (365, 372), (301, None)]
    estimated = Measure("预计", "小时", drawn="bar")
    return [
        Chart(
            "本年 4 个月，从每月 412 小时降到 301 小时",
            Figures(
                key="months",
                title="各月用时",
                of="月份",
                measures=[
                    estimated,
                    Measure("社区自报", "小时", drawn="bar"),
                    Measure("底数", "小时", drawn="line"),
                ],
                lines=[
                    Line(f"{month} 月", [*pair, 420]) for month, pair in enumerate(months, start=1)
                ],
                total=Line("合计", [1466, None, 1680]),
                source="数据：负担台账，更新到 2026-04-30。",
            ),
        ),
        Chart(
            "一个部门占了一半以上",
            Figures(
                key="departments",
                title="各部门用时",
                of="部门",
                measures=[estimated, Measure("比去年", "%", form="+,.1f")],
                lines=[
                    Line("市医疗保障局", [1377.5, None], "#"),
                    Line("市民政局", [1204, -12.5]),
                    Line("市消防救援支队", [86, 3.0]),
                ],
            ),
            lying=True,
        ),
        Chart(
            "还没有数据",
            Figures("none", "各类事项", "类型", [Measure("件数", "件", drawn="bar")], []),
        ),
    ]
