from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from qingshe.foundation.notices.rules import Channel, Kind

from .subjects import KINDS
from .trails import Search


class TrailForm(forms.Form):
    person = forms.CharField(label="谁（姓名）", required=False, max_length=50)
    kind = forms.ChoiceField(
        label="什么",
        required=False,
        choices=[("", "全部"), *((code, name) for code, (name, _) in KINDS.items())],
    )
    subject = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def search(self) -> Search:
        """What was asked for; a form that was not understood asks for everything."""
        return Search(**self.cleaned_data) if self.is_valid() else Search()


class WaysForm(forms.Form):
    """For each kind of notice the channels by which one wants it as well."""

    def __init__(self, *args: Any, ways: Sequence[Channel], **options: Any) -> None:  # noqa: ANN401 - as Django's forms
        super().__init__(*args, **options)
        for kind in Kind:
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                help_text=KIND_HELP[kind],
                required=False,
                choices=[(one.value, one.label) for one in ways],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def wishes(self) -> dict[Kind, list[Channel]]:
        return {kind: [Channel(one) for one in self.cleaned_data[kind.value]] for kind in Kind}


KIND_HELP = {
    Kind.DECIDE: "等着您裁定、决定、答复的事，和应急的事。",
    Kind.DUE: "期限快到了的事。",
    Kind.RESULT: "您报的、申请的、拒收的事有了结果。",
    Kind.DIGEST: "当天没有看过、也没有单独发过的，合成一条，工作日发一次。",
}
ADDRESS_LABELS = {
    Channel.SMS: "手机号",
    Channel.EMAIL: "邮箱",
    Channel.WECOM: "您在企业微信登记的手机号",
    Channel.DINGTALK: "您在钉钉登记的手机号",
    Channel.FEISHU: "群里怎么称呼您",
}
_KEYBOARDS = {Channel.EMAIL: "email", Channel.FEISHU: "text"}  # of a phone; numbers else


class AddressForm(forms.Form):
    """Where somebody can be reached by one channel."""

    value = forms.CharField(max_length=100)

    def __init__(self, *args: Any, channel: Channel, **options: Any) -> None:  # noqa: ANN401 - as Django's forms
        super().__init__(*args, **options)
        field = self.fields["value"]
        field.label = ADDRESS_LABELS[channel]
        field.widget.attrs["inputmode"] = _KEYBOARDS.get(channel, "tel")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="确认码",
        help_text="收到的消息里的六位数字。",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SureForm(forms.Form):
    """A question with nothing to fill in."""


class TimeField(forms.TimeField):
    """An hour and a minute, chosen or typed; 18:00."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as Django's fields
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)

    def clean(self, value: object) -> time:
        found: time = super().clean(value)
        return found.replace(second=0, microsecond=0)


class HoursForm(forms.Form):
    begins = TimeField(label="晚上从", help_text="从这时起，提醒留到下一个工作日再发。")
    ends = TimeField(label="到早上", help_text="工作日从这时起才发。")
    digest_at = TimeField(label="汇总在", help_text="每个工作日这时发一条汇总。")
    reason = forms.CharField(
        label="依据或理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
