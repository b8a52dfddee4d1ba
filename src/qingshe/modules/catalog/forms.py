"""What people send about lists; parsing only."""

from django import forms

from qingshe.modules.catalog.rules import (
    AppliesTo,
    BasisStatus,
    BindingLevel,
    CommunityAction,
    ListKind,
    PermitKind,
    PermitStanding,
)
from qingshe.modules.catalog.services.editions import Heading
from qingshe.modules.catalog.services.items import ItemValues
from qingshe.web.forms import DateField, VersionField

_LARGE = {"rows": 4}
_EVERY = ("", "全部")


class VersionForm(forms.Form):
    """A question with one answer: do it to what I saw."""

    version = VersionField()


class ShiftForm(VersionForm):
    """One place up or down, on the page of the list that was open (`after`)."""

    after = forms.CharField(required=False, widget=forms.HiddenInput)


class SearchForm(forms.Form):
    """Words over all lists."""

    q = forms.CharField(label="在全部清单中查找", required=False, max_length=100)


class CertificateSearchForm(forms.Form):
    """Words of a certificate."""

    q = forms.CharField(label="要开什么证明", required=False, max_length=100)


class RuleSearchForm(forms.Form):
    """Words of a rule or of its document."""

    q = forms.CharField(label="规则或文件中的词", required=False, max_length=100)


class DocumentSearchForm(forms.Form):
    """Words of a title, or a number."""

    q = forms.CharField(label="文件名称或文号", required=False, max_length=100)


class ItemFilter(forms.Form):
    """Conditions above the items of one edition."""

    q = forms.CharField(label="事项、依据或编号", required=False, max_length=100)
    category = forms.ChoiceField(label="类别", required=False)

    def __init__(self, *args: object, categories: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        choices = [_EVERY, *((category, category) for category in categories)]
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = choices


class ListForm(forms.Form):
    """A new list of the own place."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.value, kind.label) for kind in ListKind])
    title = forms.CharField(label="清单名称", max_length=200)
    place_name = forms.CharField(label="适用地方", max_length=100)
    level = forms.ChoiceField(
        label="约束范围",
        choices=[(level.value, level.label) for level in BindingLevel],
        initial=BindingLevel.CITY,
    )
    applies_to = forms.ChoiceField(
        label="适用社区", choices=[(each.value, each.label) for each in AppliesTo]
    )


class CorrectListForm(VersionForm):
    """The name and reach of a list."""

    title = forms.CharField(label="清单名称", max_length=200)
    applies_to = forms.ChoiceField(
        label="适用社区", choices=[(each.value, each.label) for each in AppliesTo]
    )


class HeadingForm(forms.Form):
    """The paper that carries an edition."""

    document = forms.CharField(label="文件名称", max_length=300)
    doc_no = forms.CharField(label="文号", max_length=100, required=False)
    issuers = forms.CharField(label="发文机关", max_length=300, required=False)
    issued_on = forms.RegexField(
        r"^\d{4}(-\d{2}){0,2}$",
        label="印发日期",
        required=False,
        help_text="写到知道的程度：2026-11-20、2026-11 或 2026。",
    )
    section = forms.CharField(label="所在部分", max_length=100, required=False)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs=_LARGE))

    def heading(self) -> Heading:
        told = self.cleaned_data
        return Heading(**{name: told[name] for name in Heading.__dataclass_fields__})


class RevisedHeadingForm(VersionForm, HeadingForm):
    """The same, of a draft that somebody saw."""


class ItemForm(forms.Form):
    """One item of a draft."""

    serial = forms.IntegerField(
        label="序号", min_value=1, max_value=999_999, required=False, help_text="不填则排在最后。"
    )
    category = forms.CharField(label="类别", max_length=100, required=False)
    title = forms.CharField(label="事项", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    detail = forms.CharField(label="内容", required=False, widget=forms.Textarea(attrs=_LARGE))
    department = forms.CharField(label="责任部门", max_length=200, required=False)
    actions = forms.MultipleChoiceField(
        label="社区做什么",
        choices=[(action.value, action.label) for action in CommunityAction],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cadence = forms.CharField(label="频次", max_length=100, required=False)
    funding = forms.CharField(label="经费", max_length=500, required=False)
    guide = forms.CharField(label="办事指南", required=False, widget=forms.Textarea(attrs=_LARGE))
    bases = forms.CharField(
        label="依据",
        required=False,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="每行一条，如：《中华人民共和国消防法》第三十二条。",
    )
    is_checked = forms.BooleanField(label="新写的依据已对照现行文本核对", required=False)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs=_LARGE))

    def values(self) -> ItemValues:
        told = {name: self.cleaned_data[name] for name in ItemValues.__dataclass_fields__}
        return ItemValues(**told | {"actions": tuple(told["actions"])})


class RevisedItemForm(VersionForm, ItemForm):
    """The same, of an item that somebody saw."""


class ImportForm(forms.Form):
    """A table of items."""

    file = forms.FileField(label="Excel 文件", help_text=".xlsx，列名与导出的表相同。")


class OpinionForm(forms.Form):
    """What somebody thinks of a draft."""

    text = forms.CharField(
        label="意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明是哪一项、怎么改。领导小组办公室会看到是哪个单位提的。",
    )


class PublishForm(VersionForm):
    """From when an edition holds, and why in spite of what the check found."""

    effective_from = DateField(label="施行日期")
    reason = forms.CharField(
        label="理由",
        required=False,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="公布前检查有问题而仍要公布的，必须写明；将随版次公开。",
    )


class DecideForm(VersionForm):
    """A decision of the gatekeeper that everybody can read."""

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs=_LARGE))


class ConfirmForm(DecideForm):
    """The duty stands on another article."""

    new_basis = forms.CharField(
        label="现行依据",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一条，写到条款，如：《中华人民共和国反家庭暴力法》第十三条。",
    )
    field_order = ("version", "new_basis", "reason")


class TogetherForm(forms.Form):
    """One decision for many reviews; `seen` names those that were shown."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    move = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs=_LARGE),
        help_text="每个事项都记下这条理由，随事项公开。",
    )
    new_basis = forms.CharField(
        label="现行依据（确认仍然有效时）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不填的，每个事项换上各自登记的现行条文。",
    )

    def __init__(self, *args: object, moves: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["move"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = moves


class ReviewFilter(forms.Form):
    """Which reviews to show."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    document = forms.ChoiceField(label="涉及文件", required=False)
    item_list = forms.TypedChoiceField(label="清单", required=False, coerce=int, empty_value=None)
    gravity = forms.ChoiceField(
        label="依据效力",
        required=False,
        choices=[
            _EVERY,
            *(
                (status.value, status.label)
                for status in (BasisStatus.REPEALED, BasisStatus.AMENDED, BasisStatus.UNKNOWN)
            ),
        ],
    )

    def __init__(
        self,
        *args: object,
        documents: list[tuple[str, int]],
        lists: list[tuple[int, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        titles = ((title, f"《{title}》（{count} 项）") for title, count in documents)
        for name, choices in (("document", titles), ("item_list", lists)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = [_EVERY, *choices]


class RestateForm(VersionForm):
    """What has become of a document."""

    status = forms.ChoiceField(
        label="效力", choices=[(status.value, status.label) for status in BasisStatus]
    )
    changed_on = DateField(label="修改或废止日期", required=False)
    status_note = forms.CharField(
        label="说明",
        widget=forms.Textarea(attrs=_LARGE),
        help_text="谁、何时、以什么文件修改或废止；现在看哪部法的哪一条。",
    )


class SettleForm(forms.Form):
    """Which side of a contradiction holds here."""

    choice = forms.ChoiceField(label="本地执行", widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs=_LARGE))

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = choices


class VerifyForm(forms.Form):
    """The number on a paper that somebody brought."""

    number = forms.CharField(
        label="准入编号",
        max_length=100,
        help_text="如：长社准〔2026〕0012号。括号怎么写都可以。",
    )


class PermitFilter(forms.Form):
    """Conditions above the register of permits."""

    q = forms.CharField(label="事项、部门或编号", required=False, max_length=100)
    standing = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[_EVERY, *((each.value, each.label) for each in PermitStanding)],
    )
    kind = forms.ChoiceField(
        label="类型",
        required=False,
        choices=[_EVERY, *((each.value, each.label) for each in PermitKind)],
    )


class StopForm(VersionForm):
    """Why a permit is stopped; whoever verifies it can read that."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs=_LARGE))


class SeriesForm(forms.Form):
    """What stands before the year in the numbers of permits."""

    version = VersionField()
    series = forms.CharField(
        label="许可字号", max_length=10, help_text="2 至 10 个汉字，如“长社准”。"
    )
