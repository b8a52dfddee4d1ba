"""What people send about applications; parsing only."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar, cast

from django import forms
from django.core import signing

from qingshe.foundation.files import shelf
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean
from qingshe.modules.admission.rules import (
    CommunityAction,
    DurationType,
    ExitTrigger,
    Finding,
    ItemKind,
    Outcome,
    Paper,
    Parameter,
    ParameterKind,
    Stance,
    Value,
)
from qingshe.modules.admission.services.drafting import Written
from qingshe.modules.admission.services.examining import Sheet
from qingshe.modules.admission.services.paying_many import Paid
from qingshe.web.forms import DateField, VersionField

_LARGE = {"rows": 4}
_SMALL = {"rows": 2}
_PAID, _HOUR = "admission.payments", 3600
_CHOOSE = ("", "请选择")
KNOWN = "（已有）"  # behind a data field that the department or the platform has already
LONGEST_ROW = 100  # characters of the name of a data field


class TextField(forms.CharField):
    """Text out of chat tools and scans: what is invisible in it is dropped, not complained of."""

    def to_python(self, value: object) -> str:
        return clean(str(super().to_python(value)))


def _text(label: str, help_text: str = "", *, most: int = 4000, rows: int = 4) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(
        label=label, max_length=most, required=False, widget=widget, help_text=help_text
    )


class VersionForm(forms.Form):
    """A question with one answer: do it to what I saw."""

    version = VersionField()


class BeginForm(forms.Form):
    """The first word of an application; everything else is written into the draft."""

    title = TextField(
        label="申请准入事务或工作项目",
        max_length=200,
        help_text="一句话说清要社区做什么，例如：生活垃圾分类入户宣传。",
    )


class StepForm(forms.Form):
    """One step of the wizard: half of it is welcome, so nothing is required here."""

    EMPTY: ClassVar = {"times_per_year": 0, "minutes": 0, "money_amount": Decimal(0)}
    version = VersionField()

    def written(self) -> Written:
        """What was changed and can be saved; a number left empty counts as none."""
        told = {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name in self.cleaned_data and name != "version"
        }
        filled = {
            name: self.EMPTY.get(name) if value is None else value for name, value in told.items()
        }
        return cast(Written, filled)


class MatterForm(StepForm):
    """事项: what, in what form, what the community does, why."""

    title = TextField(label="申请准入事务或工作项目", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="事项类型",
        required=False,
        choices=[_CHOOSE, *((kind.value, kind.label) for kind in ItemKind)],
    )
    content = _text("事项内容", "要社区做什么、做到什么程度、不做什么。")
    actions = forms.MultipleChoiceField(
        label="社区承担动作",
        required=False,
        choices=[(action.value, action.label) for action in CommunityAction],
        widget=forms.CheckboxSelectMultiple,
    )
    other_action = TextField(label="其他动作", max_length=500, required=False)
    necessity = _text("必要性", "为什么要社区做，部门自己为什么做不了。")
    contact_name = TextField(label="联系人", max_length=50, required=False)
    contact_phone = TextField(label="联系电话", max_length=30, required=False)


class BasisForm(StepForm):
    """依据: the law it rests on, and the department's own check."""

    basis = _text("申请准入依据", "写明法律、法规或文件的名称和条款，例如：《消防法》第三十二条。")
    basis_document = TextField(
        label="依据原文",
        max_length=500,
        required=False,
        help_text="文号、网址或原文摘录。",
    )
    verdict_reply = _text("对闸门结论的说明", "闸门判断在清单内或不得下达、仍要申请的，说明理由。")
    negative_self_check = _text("负面清单自查", "逐项对照禁止事项，写明结果。", rows=3)
    consistency_self_assessment = _text(
        "减负一致性自评", "会不会增加台账、报表、考核、挂牌。", rows=3
    )


class TermsForm(StepForm):
    """范围与期限: for how long, how often, how much time, and when it ends."""

    duration_type = forms.ChoiceField(
        label="期限类型",
        required=False,
        choices=[_CHOOSE, *((one.value, one.label) for one in DurationType)],
    )
    valid_from = DateField(label="开始日期", required=False)
    valid_until = DateField(label="结束日期", required=False)
    times_per_year = forms.IntegerField(
        label="每年次数", required=False, min_value=0, max_value=1_000
    )
    minutes = forms.IntegerField(
        label="每社区每次用时（分钟）", required=False, min_value=0, max_value=1_000_000
    )
    exit_terms = _text("退出条件", "什么情况下不再做：完成、到期、法规变化、群众不认可。", rows=3)

    def clean(self) -> dict[str, object]:
        """The end is told beside its field, so that the rest can be saved."""
        told = self.cleaned_data
        start, end = told.get("valid_from"), told.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "结束日期早于开始日期，请核对。")
        return told


class MeansForm(StepForm):
    """人财物: what the community is given for it."""

    powers = _text("下放给社区的权限", "没有的写“无”。", rows=3)
    staffing = _text("人员安排", "部门派谁、派几人；没有的写“无”。", rows=3)
    money_amount = forms.DecimalField(
        label="经费金额（元）", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    money_source = TextField(label="经费来源", max_length=500, required=False)
    training = _text("培训与物资", rows=3)


class DataField(TextField):
    """The data that are needed, one in a line; “（已有）” behind what is known already."""

    def clean(self, value: object) -> list[list[object]]:
        text = super().clean(value)
        lines = [line.strip() for line in str(text).splitlines()]
        rows: list[list[object]] = []
        for line in lines:
            if line:
                known = line.endswith((KNOWN, "(已有)"))
                name = line.removesuffix(KNOWN).removesuffix("(已有)").strip()
                rows.append([name[:LONGEST_ROW], known])
        return rows


def as_lines(rows: Sequence[Sequence[object]]) -> str:
    """Rows of data fields as they are typed."""
    return "\n".join(f"{name}{KNOWN if known else ''}" for name, known in rows)


class AttachmentForm(StepForm):
    """附件: the data that are asked for; the paper form is made by itself."""

    data_fields = DataField(
        label="需要的数据",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一项；部门或平台已有的在后面写“（已有）”，不再向社区要。",
    )


class AttachForm(forms.Form):
    """One file, and what it is."""

    slot = forms.ChoiceField(
        label="这是什么",
        choices=[(one.value, one.label) for one in Paper],
        widget=forms.RadioSelect,
        initial=Paper.BASIS.value,
    )
    file = forms.FileField(
        label="文件",
        help_text="PDF、OFD、Word、Excel 或图片，不超过 20 MB。",
        widget=forms.FileInput(attrs={"accept": shelf.ACCEPT}),
    )


class PaymentForm(forms.Form):
    """One payment that is promised."""

    due_on = DateField(label="拨付日期")
    amount = forms.DecimalField(label="金额（元）", min_value=0, max_digits=12, decimal_places=2)
    note = TextField(label="说明", max_length=200, required=False)


class ScopeForm(forms.Form):
    """Places ticked below one place."""

    version = VersionField()
    paths = forms.MultipleChoiceField(
        label="社区、街道或区县", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["paths"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = choices


class UrgentForm(VersionForm):
    """What cannot wait for the procedure."""

    start = DateField(label="从哪天开始")
    reason = TextField(
        label="紧急情况",
        max_length=1000,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="涉及生命和公共安全、来不及按程序申请的理由。",
    )


class NoteForm(VersionForm):
    """What is to be put right."""

    note = TextField(
        label="需要补正或补充的内容", max_length=4000, widget=forms.Textarea(attrs=_LARGE)
    )


class AcceptForm(VersionForm):
    """Which other departments are asked besides streets and communities."""

    co_departments = forms.MultipleChoiceField(
        label="会办部门（可不选）", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["co_departments"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = choices


class RemindForm(forms.Form):
    """Permits whose departments are reminded, ticked in a list."""

    numbers = forms.MultipleChoiceField(label="许可", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, choices: Sequence[str], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["numbers"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = [(one, one) for one in choices]


class OpinionForm(VersionForm):
    """An opinion of one minute."""

    stance = forms.ChoiceField(
        label="意见",
        choices=[(one.value, one.label) for one in Stance],
        widget=forms.RadioSelect,
    )
    text = TextField(
        label="说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="不同意的，请用一句话说明理由。",
    )


class LimitsForm(VersionForm):
    """What is granted at most; empty: as applied for."""

    conditions = TextField(
        label="条件", max_length=4000, required=False, widget=forms.Textarea(attrs=_LARGE)
    )
    minutes = forms.IntegerField(
        label="每次最多用时（分钟，不填同申请）", required=False, min_value=1, max_value=1_000_000
    )
    times_per_year = forms.IntegerField(
        label="每年最多次数（不填同申请）", required=False, min_value=1, max_value=1_000
    )
    valid_until = DateField(label="最晚到（不填同申请）", required=False)


def _finding(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[_CHOOSE, *((one.value, one.label) for one in Finding)]
    )


def _note(label: str) -> TextField:
    return TextField(label=f"{label}说明", max_length=1000, required=False)


class SheetForm(LimitsForm):
    """The assessment sheet."""

    version = VersionField()
    money, money_note = _finding("经费"), _note("经费")
    powers, powers_note = _finding("权限"), _note("权限")
    people, people_note = _finding("人员"), _note("人员")
    time, time_note = _finding("工时"), _note("工时")
    outcome = forms.ChoiceField(
        label="建议", choices=[(one.value, one.label) for one in Outcome], widget=forms.RadioSelect
    )
    reason = TextField(
        label="理由", max_length=4000, required=False, widget=forms.Textarea(attrs=_LARGE)
    )
    field_order = (
        "version",
        "money",
        "money_note",
        "powers",
        "powers_note",
        "people",
        "people_note",
        "time",
        "time_note",
        "outcome",
        "reason",
    )

    def sheet(self) -> Sheet:
        """The values of `services.examining.Sheet`."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        told |= {name: told[name] or 0 for name in ("minutes", "times_per_year")}
        return cast(Sheet, told)


class DecisionForm(LimitsForm):
    """What the leading group decides; the outcome is the button that was pressed."""

    outcome = forms.ChoiceField(
        label="决定", choices=[(one.value, one.label) for one in Outcome], widget=forms.HiddenInput
    )
    reason = TextField(
        label="理由",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="不予准入或转购买服务的必须写明，申请单位看得到。",
    )
    meeting = forms.TypedChoiceField(
        label="会议", required=False, coerce=int, empty_value=None, choices=()
    )
    field_order = ("version", "outcome", "reason", "conditions")

    def __init__(self, *args: object, meetings: Sequence[tuple[int, str]], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["meeting"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  declared above
        field.choices = [("", "未上会"), *meetings]


class ObjectionForm(forms.Form):
    """What somebody holds against a decision on public notice."""

    text = TextField(label="异议内容", max_length=2000, widget=forms.Textarea(attrs=_LARGE))
    contact = TextField(
        label="联系方式（可空）", max_length=100, required=False, help_text="只有承办人员看得到。"
    )


class ReplyForm(VersionForm):
    """The answer to an objection."""

    reply = TextField(label="答复", max_length=2000, widget=forms.Textarea(attrs=_LARGE))


class PayForm(VersionForm):
    """A payment that was made."""

    paid_on = DateField(label="拨付日期")
    amount = forms.DecimalField(label="金额（元）", min_value=0, max_digits=12, decimal_places=2)
    proof = TextField(label="凭证", max_length=500, help_text="凭证号、收款社区账户、经办人。")


class PaymentsFileForm(forms.Form):
    """A table of payments that were made."""

    file = forms.FileField(label="Excel 文件", help_text=".xlsx，列名与下载的表相同。")


class RecordPaymentsForm(forms.Form):
    """What a preview showed, signed for whoever looked at it; good for an hour."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def told(self, actor: Actor) -> list[tuple[int, int, date, Decimal, str]]:
        """The payments as `services.paying_many.record` takes them. Errors: Invalid."""
        try:
            rows = signing.loads(
                self.data.get("rows", ""), salt=f"{_PAID}:{actor.id}", max_age=_HOUR
            )
        except signing.BadSignature as error:
            raise Invalid("预览已经过期，请重新上传。") from error
        return [
            (key, version, date.fromisoformat(day), Decimal(amount), proof)
            for key, version, day, amount, proof in rows
        ]


def signed(actor: Actor, paid: Sequence[Paid]) -> str:
    """The rows of a preview, to come back unchanged."""
    rows = [
        (one.payment.pk, one.payment.version, str(one.paid_on), str(one.amount), one.proof)
        for one in paid
    ]
    return signing.dumps(rows, salt=f"{_PAID}:{actor.id}", compress=True)


class ReasonForm(VersionForm):
    """Why something is taken back."""

    reason = TextField(label="理由", max_length=200, widget=forms.Textarea(attrs=_SMALL))


class RevokeForm(VersionForm):
    """Why something admitted leaves again: one of the reasons of the city, and the facts."""

    trigger = forms.TypedChoiceField(
        label="退出情形", coerce=ExitTrigger, widget=forms.RadioSelect, choices=()
    )
    reason = TextField(
        label="事实和理由",
        max_length=2000,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="写明依据的文件、评议结果或查实的情况；部门和公众都能看到。",
    )

    def __init__(self, *args: object, triggers: Sequence[ExitTrigger], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["trigger"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  declared above
        field.choices = [(one.value, one.label) for one in triggers]


class AgreementForm(forms.Form):
    """The text that both sides sign."""

    text = TextField(label="协议内容", max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}))


class EmptyForm(forms.Form):
    """A question whose answer is the button."""


class MeetingForm(forms.Form):
    """A session of the leading group."""

    title = TextField(label="会议名称", max_length=200)
    held_on = DateField(label="日期")
    agenda = forms.TypedMultipleChoiceField(
        label="上会的申请", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, choices: Sequence[tuple[int, str]], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["agenda"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  declared above
        field.choices = list(choices)


class RearrangeForm(MeetingForm):
    """The same, of a session that somebody saw."""

    version = VersionField()


class ShiftForm(VersionForm):
    """A case whose place on the agenda changes by one."""

    application = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MinutesForm(VersionForm):
    """What a session resolved."""

    minutes = TextField(
        label="会议纪要", max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )


class FlowForm(forms.Form):
    """Every parameter of the flow, each with its evidence as help; made from their declaration."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, parameters: Sequence[Parameter], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # handed on as they came
        self.keys = [one.key for one in parameters]
        for one in parameters:
            self.fields[one.key] = _MADE[one.kind](one)
        self.fields["reason"] = TextField(
            label="调整的依据或理由", max_length=2000, widget=forms.Textarea(attrs=_LARGE)
        )

    def values(self) -> Mapping[str, Value]:
        return {key: self.cleaned_data[key] for key in self.keys}


def _number(one: Parameter) -> forms.Field:
    return forms.IntegerField(
        label=f"{one.label}（{one.unit}）",
        min_value=one.low,
        max_value=one.high,
        help_text=one.evidence,
    )


def _flag(one: Parameter) -> forms.Field:
    return forms.BooleanField(label=one.label, required=False, help_text=one.evidence)


def _choice(one: Parameter) -> forms.Field:
    return forms.ChoiceField(label=one.label, choices=one.options, help_text=one.evidence)


def _choices(one: Parameter) -> forms.Field:
    return forms.MultipleChoiceField(
        label=one.label,
        choices=one.options,
        help_text=one.evidence,
        widget=forms.CheckboxSelectMultiple,
    )


def _line(one: Parameter) -> forms.Field:
    return TextField(label=one.label, max_length=200, required=False, help_text=one.evidence)


class LinesField(TextField):
    """Several texts, one in a line."""

    def prepare_value(self, value: object) -> object:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        lines = str(super().clean(value)).splitlines()
        return [line.strip() for line in lines if line.strip()]


def _lines(one: Parameter) -> forms.Field:
    return LinesField(
        label=f"{one.label}（一行一项）",
        help_text=one.evidence,
        widget=forms.Textarea(attrs=_LARGE),
    )


_MADE = {
    ParameterKind.NUMBER: _number,
    ParameterKind.FLAG: _flag,
    ParameterKind.CHOICE: _choice,
    ParameterKind.CHOICES: _choices,
    ParameterKind.TEXT: _line,
    ParameterKind.TEXTS: _lines,
}
