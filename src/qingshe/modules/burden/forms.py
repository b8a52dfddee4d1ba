"""What people send: budgets, the rule above them, changes, baselines."""

from datetime import date
from decimal import Decimal

from django import forms

from qingshe.web.forms import VersionField

from .rules import BudgetMode, Cause, Kind, Yearly
from .services.baselines import FIRST_YEAR
from .services.changes import BY_HAND

MINUTES = 60
LONGEST = 500
MOST = 1_000_000


class YearFilter(forms.Form):
    """The year whose figures are wanted."""

    year = forms.IntegerField(label="年份", required=False, min_value=FIRST_YEAR, max_value=2200)


class ChangeFilter(YearFilter):
    """Changes of a year, of one cause."""

    cause = forms.ChoiceField(
        label="原因",
        required=False,
        choices=[("", "全部"), *((one.value, one.label) for one in Cause)],
    )


class BudgetForm(forms.Form):
    """The hours of a department in a year."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=2200)
    hours = forms.DecimalField(
        label="全年预算（小时）",
        min_value=0,
        max_value=10_000_000,
        decimal_places=1,
        help_text="本部门一年内在全部社区占用的工时合计，按下达时的估计计算。",
    )
    reason = forms.CharField(
        label="依据",
        max_length=LONGEST,
        help_text="会议、文件或理由；以后每次调整都会保留。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def minutes(self) -> int:
        hours: Decimal = self.cleaned_data["hours"]
        return int(hours * MINUTES)


class RuleForm(forms.Form):
    """What happens above a budget."""

    mode = forms.ChoiceField(
        label="超出负担预算时",
        choices=[(one.value, one.label) for one in BudgetMode],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="依据", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    """A change of what a permit or listed thing costs in a year, with its evidence."""

    under = forms.CharField(
        label="许可编号或清单事项编号",
        max_length=60,
        help_text="例：长社准〔2026〕0012号，CZ-A2-03",
    )
    cause = forms.ChoiceField(
        label="原因",
        choices=[(one.value, one.label) for one in Cause if one in BY_HAND],
        help_text="只是重新估算的不在这里登记，系统自动单列，不算减负。",
    )
    kind = forms.ChoiceField(
        label="类型",
        choices=[(one.value, one.label) for one in Kind],
        help_text="凭许可的以许可为准。",
    )
    communities_before = forms.IntegerField(
        label="变动前：社区数", required=False, min_value=0, max_value=MOST
    )
    times_before = forms.IntegerField(
        label="变动前：每年次数", required=False, min_value=0, max_value=MOST
    )
    minutes_before = forms.IntegerField(
        label="变动前：每次分钟",
        required=False,
        min_value=0,
        max_value=MOST,
        help_text="账上已有这件事的，以账上为准，三项可以不填。",
    )
    communities_after = forms.IntegerField(label="变动后：社区数", min_value=0, max_value=MOST)
    times_after = forms.IntegerField(label="变动后：每年次数", min_value=0, max_value=MOST)
    minutes_after = forms.IntegerField(label="变动后：每次分钟", min_value=0, max_value=MOST)
    evidence = forms.CharField(
        label="依据",
        max_length=2000,
        help_text="文件、会议纪要，或数据预填的证明；写在账上，本级各部门都看得到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def before(self) -> Yearly | None:
        told = self.cleaned_data
        counts = [told[f"{name}_before"] for name in ("communities", "times", "minutes")]
        return None if None in counts else Yearly(*counts)

    @property
    def after(self) -> Yearly:
        told = self.cleaned_data
        return Yearly(told["communities_after"], told["times_after"], told["minutes_after"])


class ReasonForm(forms.Form):
    """Why something that was booked shall count no more."""

    reason = forms.CharField(
        label="理由", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = VersionField()


class SureForm(forms.Form):
    """A yes, to what was seen."""

    version = VersionField()


class BaselineForm(forms.Form):
    """A table of what burdened communities before."""

    place = forms.ChoiceField(label="地方")
    year = forms.IntegerField(
        label="年份", min_value=FIRST_YEAR, max_value=2200, help_text="这些数是哪一年的。"
    )
    title = forms.CharField(
        label="名称", required=False, max_length=200, help_text="例：减负前社区工作摸底"
    )
    file = forms.FileField(label="Excel 文件（.xlsx）")
    reason = forms.CharField(
        label="更正原因",
        required=False,
        max_length=LONGEST,
        help_text="这一年已有底数时必填；原来的一版仍然保留。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, places: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as any form takes them
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = places


def year_of(form: YearFilter, today: date) -> int:
    """The year that was asked for, else the running one."""
    return (form.cleaned_data.get("year") if form.is_valid() else None) or today.year
