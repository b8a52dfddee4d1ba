from django import forms

from qingshe.kernel.text import clean
from qingshe.web.forms import VersionField

from .rules import Kind, Question

LONGEST = 10_000  # characters


class PastedField(forms.CharField):
    """Text out of chat tools and scans: what is invisible in it is dropped, not complained of."""

    def to_python(self, value: object) -> str:
        return clean(str(super().to_python(value)))


class CheckForm(forms.Form):
    text = PastedField(
        label="把要社区做的事写在这里，或粘贴通知原文",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )
    kind = forms.ChoiceField(label="类型", choices=[(kind.value, kind.label) for kind in Kind])
    issuer = PastedField(label="来文单位（可空）", max_length=100, required=False)
    claimed_basis = PastedField(
        label="对方所称依据（可空）",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "例如：《消防法》第三十二条"}),
    )

    def question(self) -> Question:
        """What was filled in, as the gate takes it."""
        values = self.cleaned_data
        return Question(
            text=values["text"],
            kind=values["kind"],
            issuer=values["issuer"] or None,
            claimed_basis=values["claimed_basis"] or None,
        )


class RuleFilter(forms.Form):
    """Which rules to show."""

    q = forms.CharField(label="规则、依据里的词", required=False, max_length=100)
    off = forms.BooleanField(label="只看停用的", required=False)


class SwitchOffForm(forms.Form):
    """Why the place does without a rule; every verdict that it would have touched says so."""

    reason = forms.CharField(
        label="停用理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明谁决定、依据什么。凡是本来会命中这条规则的判断，都会附上这句话。",
    )


class SwitchOnForm(forms.Form):
    """Why the rule counts again."""

    version = VersionField()
    lifted_because = forms.CharField(
        label="恢复理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
