from collections.abc import Mapping
from typing import Any

from django import forms

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import DomainError
from qingshe.kernel.roles import Role
from qingshe.web.forms import VersionField

from . import queries, rules
from .models import OrgUnit

SUGGESTIONS = "unit-suggestions"  # the list of units that a field offers while one types


class VersionedForm(forms.Form):
    """A form about a record that others may change meanwhile: it says which version was seen."""

    version = VersionField()


class UnitField(forms.CharField):
    """A unit of the actor's scope, found by path, code or words of its name; cleans to its path.

    A unit outside the scope is unknown, in the same words as one that does not exist.
    """

    def __init__(self, actor: Actor, **options: Any) -> None:  # noqa: ANN401 - as Django's fields
        super().__init__(max_length=200, **options)
        self.actor = actor

    def clean(self, value: object) -> str:
        try:
            return queries.units.meant(self.actor, super().clean(value)).path
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _unit_field(actor: Actor, suggestions: str) -> UnitField:
    """With suggestions while one types, where the browser can; without, one types the name."""
    look = {
        "list": SUGGESTIONS,
        "autocomplete": "off",
        "hx-get": suggestions,
        "hx-trigger": "input changed delay:300ms",
        "hx-target": f"#{SUGGESTIONS}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }
    return UnitField(
        actor,
        label="组织",
        help_text="写名称的一部分或区划代码，从列出的组织中选。",
        widget=forms.TextInput(attrs=look),
    )


def _choices(labelled: type[Role] | type[rules.Kind]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in labelled]


# --- signing in -------------------------------------------------------------------------------


class SignInForm(forms.Form):
    login_name = forms.CharField(
        label="登录名",
        max_length=50,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态口令",
        max_length=20,
        help_text="手机上现在显示的六位数字；手机不在身边时，填一个备用码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class ConfirmFactorForm(forms.Form):
    code = forms.CharField(
        label="手机上显示的六位数字",
        max_length=6,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ChangePasswordForm(forms.Form):
    old = forms.CharField(
        label="现在的密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符，不能全是数字，不能与姓名、登录名、电话相近，也不能是常见密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再写一遍新密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两遍新密码不一样。")
        return again


# --- units ------------------------------------------------------------------------------------


class FindForm(forms.Form):
    q = forms.CharField(
        label="名称或区划代码",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class FindAccountForm(forms.Form):
    q = forms.CharField(
        label="姓名、登录名或工号",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class EstablishPlaceForm(forms.Form):
    code = forms.CharField(
        label="区划代码",
        max_length=12,
        help_text="12 位统计用区划代码；层级由代码得出，代码应在上级之内。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    name = forms.CharField(label="名称", max_length=100)
    community_kind = forms.ChoiceField(
        label="城乡",
        required=False,
        choices=[("", "不分"), *((one.value, one.label) for one in rules.CommunityKind)],
        help_text="只有社区（村）才选；不选的按城市社区设立。",
    )


class EstablishOfficeForm(forms.Form):
    name = forms.CharField(label="名称", max_length=100)
    kind = forms.ChoiceField(
        label="类别", choices=[one for one in _choices(rules.Kind) if one[0] != rules.Kind.DIVISION]
    )

    def clean_kind(self) -> rules.Kind:
        return rules.Kind(self.cleaned_data["kind"])


class EstablishGridForm(forms.Form):
    name = forms.CharField(label="名称", max_length=100)


class CorrectForm(VersionedForm):
    name = forms.CharField(label="名称", max_length=100)
    community_kind = forms.ChoiceField(
        label="城乡", choices=[(one.value, one.label) for one in rules.CommunityKind]
    )

    def __init__(self, *args: Any, unit: OrgUnit, **options: Any) -> None:  # noqa: ANN401 - as Django's forms
        super().__init__(*args, **options)
        if not unit.community_kind:
            del self.fields["community_kind"]


class RelocateForm(VersionedForm):
    code = forms.CharField(
        label="新的区划代码",
        max_length=12,
        help_text="层级不变。下级组织的代码和位置一并改变，任职、令牌随组织走。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class SureForm(VersionedForm):
    """An action that asks for nothing but a yes."""


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Excel 文件（.xlsx）",
        help_text="列名：区划代码、编号、名称、类别、层级、城乡、状态。可以先导出，改好再导入；"
        "表中没有列出的组织不变。",
    )


# --- accounts and tokens ----------------------------------------------------------------------


class SeatForm(forms.Form):
    """A unit and a role in it."""

    role = forms.ChoiceField(label="角色", choices=_choices(Role))

    def __init__(self, *args: Any, actor: Actor, suggestions: str, **options: Any) -> None:  # noqa: ANN401 - as Django's forms
        super().__init__(*args, **options)
        self.fields["unit"] = _unit_field(actor, suggestions)
        self.order_fields(["login_name", "name", "unit", "role"])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class OpenAccountForm(SeatForm):
    login_name = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$",
        label="登录名",
        help_text="3 到 50 个字母、数字或 . _ -，不分大小写；不要用身份证号。",
        error_messages={"invalid": "登录名应为 3 到 50 个字母、数字或 . _ -。"},
    )
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="电话", max_length=20, required=False)
    staff_number = forms.CharField(
        label="工号",
        max_length=50,
        required=False,
        help_text="用统一身份认证登录时，凭工号认出账号。",
    )


class CorrectAccountForm(VersionedForm):
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="电话", max_length=20, required=False)
    staff_number = forms.CharField(label="工号", max_length=50, required=False)


class TokenSeatForm(SeatForm):
    """The first step of a token: where and as what the system acts."""


class IssueTokenForm(SeatForm):
    """The second step: with which of the role's grants, and until when."""

    name = forms.CharField(label="系统名称", max_length=100)
    grants = forms.MultipleChoiceField(
        label="权限", widget=forms.CheckboxSelectMultiple, help_text="只勾这个系统用得着的。"
    )
    expires_on = forms.DateField(
        label="有效期至",
        help_text="最长一年，到期前重新签发。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, grants: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401 - as Django's forms
        super().__init__(*args, **options)
        offered = self.fields["grants"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = list(grants.items())
