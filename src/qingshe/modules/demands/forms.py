"""What people send about demands; parsing only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from qingshe.foundation.files import shelf
from qingshe.foundation.records import STALE
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean
from qingshe.modules.demands.models import Assignment, Demand, Series
from qingshe.modules.demands.queries import places
from qingshe.modules.demands.queries.bases import Basis
from qingshe.modules.demands.rules import (
    APPOINTED,
    LEAD_DAYS,
    LONGEST_LEAD,
    LONGEST_TEXT,
    REGISTERED,
    Cadence,
    Channel,
    DemandState,
    Ground,
    Kind,
    Planned,
    Rhythm,
    Terms,
)
from qingshe.modules.demands.services.reporting import Told
from qingshe.modules.demands.services.series import Words
from qingshe.modules.demands.services.working import Picked
from qingshe.web.forms import DateField, VersionField

LONGEST_RESULT = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a calendar
LONGEST_WORDS = 1_000
_EVERY = ("", "全部")
_APPOINTMENT = ("starts_on", "starts_at", "length_minutes", "venue", "attendees")
_REGISTRATION = ("owner", "ends_on")
_WORDS = ("title", "text", "minutes", "length_minutes", "venue", "attendees")
_COPIED = ("title", "text", "minutes", "length_minutes", "venue", "attendees", "owner")


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="文件",
        help_text="PDF、OFD、Word、Excel 或图片，不超过 20 MB。",
        widget=forms.FileInput(attrs={"accept": shelf.ACCEPT}),
    )


class PastedField(forms.CharField):
    """Text out of chat tools and scans: what is invisible in it is dropped."""

    def to_python(self, value: object) -> str:
        return clean(str(super().to_python(value)))


class TimeInput(forms.TimeInput):
    """An hour, chosen in the browser's own clock or typed; 09:30."""

    input_type = "time"


class VersionForm(forms.Form):
    """A question with one answer: do it to what I saw."""

    version = VersionField()


class FindForm(forms.Form):
    """Words of a permit or a list item."""

    q = forms.CharField(label="许可或清单事项的名称、编号", required=False, max_length=100)


class DemandFilter(forms.Form):
    """Conditions above the department's demands."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[_EVERY, *((state.value, state.label) for state in DemandState)],
    )
    kind = forms.ChoiceField(
        label="类型", required=False, choices=[_EVERY, *((kind.value, kind.label) for kind in Kind)]
    )


def _planned_day(label: str, help_text: str = "") -> DateField:
    """A day that can be planned, with its neighbours."""
    years = [
        MinValueValidator(date(FIRST_YEAR, 1, 1)),
        MaxValueValidator(date(LAST_YEAR, 12, 31)),
    ]
    return DateField(label=label, help_text=help_text, validators=years)


class IssueForm(forms.Form):
    """Everything of a demand; the fields that its kind does not have are left out."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = PastedField(label="事项名称", max_length=200)
    text = PastedField(
        label="要社区做什么",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清做什么、做到什么程度、结果怎么报。写多少，闸门就判断多少。",
    )
    places = forms.MultipleChoiceField(
        label="下达到", required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.CharField(
        label="个别街道或社区（可空）",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个：名称或 12 位区划代码。",
    )
    due_on = DateField(label="办理期限")
    starts_on = DateField(label="日期")
    starts_at = forms.TimeField(label="开始时间", widget=TimeInput)
    length_minutes = forms.IntegerField(label="时长（分钟）", min_value=1, max_value=480)
    venue = forms.CharField(label="地点", max_length=200)
    attendees = forms.CharField(label="谁来参加", max_length=200)
    owner = forms.CharField(label="责任单位", max_length=200)
    ends_on = DateField(label="截止日期", help_text="到期即撤。")
    minutes = forms.IntegerField(
        label="每个社区预计用时（分钟）",
        required=False,
        min_value=0,
        max_value=10_000,
        help_text="凭许可下达的，不填按许可载明的用时；凭清单下达的请填写。",
    )
    is_urgent = forms.BooleanField(label="应急事项", required=False)
    urgent_reason = forms.CharField(label="紧急的原因（应急才填）", required=False, max_length=200)

    def __init__(
        self, *args: object, actor: Actor, basis: Basis, kind: Kind, like: Demand | None = None
    ) -> None:
        seen = {"key": str(uuid4()), "title": basis.title, **_copied(like)}
        super().__init__(*args, initial=seen)  # type: ignore[arg-type,misc]  # data, if any
        self.actor, self.basis, self.kind = actor, basis, kind
        choices = _choices(actor, basis)
        field = self.fields["places"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
            field.initial = [choices[0][0]]
        for name in _needless(kind):
            del self.fields[name]

    def clean_named(self) -> list[str]:
        """The paths of what was written, or every line that names nothing."""
        try:
            return places.named(self.actor, self.cleaned_data["named"].splitlines())
        except Invalid as error:
            raise forms.ValidationError(list(error.problems)) from error

    def clean(self) -> dict[str, object]:
        """Whoever names single communities does not mean all of them."""
        values = super().clean() or {}
        ticked = tuple(values.get("places", ()))
        if ticked and any(path.startswith(ticked) for path in values.get("named", ())):
            self.add_error(
                "places", "勾选的范围已经包含单独写的社区；只下达到个别社区的，请取消勾选。"
            )
        return values

    def terms(self) -> Terms:
        """What was filled in, as it would be issued."""
        values = self.cleaned_data
        paths = (*values["places"], *values["named"])
        return Terms(
            under=self.basis.key,
            title=values["title"],
            text=values["text"],
            paths=tuple(dict.fromkeys(paths)),
            kind=self.kind,
            due_on=values.get("due_on"),
            starts_at=_moment(values),
            length_minutes=values.get("length_minutes"),
            venue=values.get("venue", ""),
            attendees=values.get("attendees", ""),
            minutes=values["minutes"],
            owner=values.get("owner", ""),
            ends_on=values.get("ends_on"),
            is_urgent=values.get("is_urgent", False),
            urgent_reason=values.get("urgent_reason", ""),
        )


class SeriesForm(IssueForm):
    """The same again and again: the first day, the rhythm and the last day."""

    rhythm = forms.ChoiceField(
        label="周期", choices=[(rhythm.value, rhythm.label) for rhythm in Rhythm]
    )
    due_on = _planned_day(label="第一次的办理期限")
    starts_on = _planned_day(label="第一次的日期")
    until = _planned_day(label="最后一次不晚于", help_text="不超出许可有效期。")
    lead_wd = forms.IntegerField(
        label="每次提前几个工作日下达",
        min_value=1,
        max_value=LONGEST_LEAD,
        initial=LEAD_DAYS,
        help_text="到时由系统自动下达，遇休息日顺延；照样过闸门、查预算和频次。",
    )
    field_order = (
        "title",
        "text",
        "places",
        "named",
        "rhythm",
        "due_on",
        "starts_on",
        "starts_at",
        "until",
        "lead_wd",
    )

    def __init__(self, *args: object, actor: Actor, basis: Basis, kind: Kind) -> None:
        super().__init__(*args, actor=actor, basis=basis, kind=kind)
        for name in ("key", "is_urgent", "urgent_reason"):
            del self.fields[name]
        self.fields["until"].initial = basis.allowance.until

    def cadence(self) -> Cadence:
        values = self.cleaned_data
        return Cadence(
            first=values.get("due_on") or values["starts_on"],
            rhythm=Rhythm(values["rhythm"]),
            until=values["until"],
            lead_wd=values["lead_wd"],
        )


class SeriesWordsForm(VersionForm):
    """The words of what is still to come; what its kind does not have is left out."""

    title = PastedField(label="事项名称", max_length=200)
    text = PastedField(
        label="要社区做什么", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    minutes = forms.IntegerField(
        label="每个社区预计用时（分钟）", required=False, min_value=0, max_value=10_000
    )
    length_minutes = forms.IntegerField(label="时长（分钟）", min_value=1, max_value=480)
    venue = forms.CharField(label="地点", max_length=200)
    attendees = forms.CharField(label="谁来参加", max_length=200)

    def __init__(self, *args: object, series: Series) -> None:
        seen = {name: getattr(series, name) for name in ("version", *_WORDS)}
        super().__init__(*args, initial=seen)  # type: ignore[arg-type,misc]  # data, if any
        if series.starts_at is None:
            for name in ("length_minutes", "venue", "attendees"):
                del self.fields[name]

    def words(self) -> Words:
        values = self.cleaned_data
        return Words(**{name: values[name] for name in _WORDS if name in values})


class CancelSeriesForm(VersionForm):
    """Why no round comes any more."""

    reason = PastedField(label="取消的原因", max_length=LONGEST_RESULT)


class MoveRoundForm(VersionForm):
    """Another day for one round."""

    due_on = _planned_day(label="改到哪天")


class DropRoundForm(VersionForm):
    """Why one round is left out."""

    reason = PastedField(label="这一次不下达的原因", max_length=LONGEST_RESULT)


class ReasonForm(VersionForm):
    """Take something back, and say why."""

    reason = forms.CharField(label="原因（社区看得到）", max_length=LONGEST_RESULT)


class CalendarFilter(forms.Form):
    """Which day's week or month, and of which place."""

    on = forms.DateField(required=False)
    view = forms.CharField(required=False, max_length=10)
    place = forms.CharField(required=False, max_length=200)

    def clean_on(self) -> date | None:
        """A day on whose month and neighbours a calendar can be drawn."""
        day: date | None = self.cleaned_data["on"]
        return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


class PlanFilter(forms.Form):
    """Which plan, of which year."""

    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100)
    kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)


class PlanItemForm(forms.Form):
    """One inspection of the year, or the one evaluation."""

    title = PastedField(label="事项名称", max_length=200)
    department = forms.ChoiceField(label="牵头部门")
    partners = PastedField(label="并入的部门（可空）", required=False, max_length=200)
    first_on = DateField(label="最早哪天")
    last_on = DateField(label="最迟哪天")
    times = forms.IntegerField(label="每个社区全年几次", min_value=1, max_value=12, initial=1)
    minutes = forms.IntegerField(label="每次多少分钟", min_value=1, max_value=480, initial=60)
    basis = PastedField(label="依据（可空）", required=False, max_length=500)
    permit = forms.CharField(
        label="许可编号（可空）",
        required=False,
        max_length=60,
        help_text="凭许可准入的检查、评比，写上编号。",
    )

    def __init__(self, *args: object, departments: list[tuple[str, str]]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "请选择"), *departments]

    def planned(self) -> Planned:
        return Planned(**self.cleaned_data)


class DropForm(VersionForm):
    """Why an item leaves the plan."""

    reason = PastedField(label="取消的原因", max_length=LONGEST_RESULT)


class StreetFilter(forms.Form):
    """Conditions above the shares of a street's communities."""

    community = forms.ChoiceField(label="社区", required=False)
    q = forms.CharField(label="事项", required=False, max_length=100)
    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args: object, communities: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["community"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [_EVERY, *communities]


class SecondForm(VersionForm):
    """The street says that the community is right."""

    text = PastedField(label="街道的话（可空）", required=False, max_length=LONGEST_WORDS)


class RegisterFilter(forms.Form):
    """Conditions above the register."""

    q = forms.CharField(label="名称或责任单位", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="类型",
        required=False,
        choices=[_EVERY, *((kind.value, kind.label) for kind in sorted(REGISTERED))],
    )
    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)


class RemoveForm(VersionForm):
    """Why it is gone."""

    reason = PastedField(label="撤除的原因", max_length=LONGEST_RESULT)


class InboxFilter(forms.Form):
    """Conditions above the inbox; the tab stays the same."""

    q = forms.CharField(label="事项、部门或编号", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="类型", required=False, choices=[_EVERY, *((kind.value, kind.label) for kind in Kind)]
    )
    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)


class PickedForm(forms.Form):
    """Several shares of one sitting; each key comes with the version that was seen."""

    picked = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, label="事项")

    def __init__(self, *args: object, shares: Sequence[Assignment], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        keys = [f"{each.pk}:{each.version}" for each in shares]
        field = self.fields["picked"]
        field.initial = keys
        field.error_messages["invalid_choice"] = STALE
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, key) for key in keys]

    def shares(self) -> list[Picked]:
        return [Picked(*map(int, key.split(":"))) for key in self.cleaned_data["picked"]]


class HandInManyForm(PickedForm):
    """One line for all of them, and of each how long it took for whoever wants to say."""

    result = forms.CharField(
        label="办理结果（一句话，每件都写这一句，可空）", required=False, max_length=LONGEST_RESULT
    )

    def __init__(self, *args: object, shares: Sequence[Assignment], **kwargs: object) -> None:
        super().__init__(*args, shares=shares, **kwargs)
        for each in shares:
            self.fields[f"minutes_{each.pk}"] = forms.IntegerField(
                label=f"{each}：用了多少分钟（可空）", required=False, min_value=0, max_value=10_000
            )

    def shares(self) -> list[Picked]:
        minutes = self.cleaned_data
        return [replace(one, minutes=minutes.get(f"minutes_{one.pk}")) for one in super().shares()]


class MinutesForm(VersionForm):
    """How long it took, said afterwards."""

    minutes = forms.IntegerField(label="用了多少分钟", min_value=0, max_value=10_000)


class HandInForm(VersionForm):
    """A result in a line; nobody has to say how long it took."""

    result = PastedField(
        label="办理结果（一句话，可空）",
        required=False,
        max_length=LONGEST_RESULT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不要求照片、定位和台账。",
    )
    minutes = forms.IntegerField(
        label="实际用了多少分钟（可空）", required=False, min_value=0, max_value=10_000
    )


class RefuseForm(VersionForm):
    """The ground of a refusal; the likeliest is chosen already."""

    ground = forms.ChoiceField(label="拒收理由", widget=forms.RadioSelect)
    text = PastedField(label="补充一句（可空）", required=False, max_length=LONGEST_RESULT)

    def __init__(self, *args: object, grounds: Sequence[Ground], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(ground.value, ground.label) for ground in grounds]


class UpholdForm(VersionForm):
    """The community was right."""

    text = PastedField(label="裁定说明（可空）", required=False, max_length=LONGEST_WORDS)


class RejectForm(VersionForm):
    """The demand stands, and why."""

    text = PastedField(
        label="不成立的理由（社区看得到）",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReportForm(forms.Form):
    """What came by phone, chat or paper: five short answers."""

    text = PastedField(
        label="要社区做什么",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照原话写，或粘贴聊天内容。不要写居民的个人信息。",
    )
    by_whom = PastedField(label="谁布置的（单位名称）", max_length=200)
    department = forms.ChoiceField(label="对应的部门（不清楚就不选）", required=False)
    channel = forms.ChoiceField(
        label="怎么来的", choices=[(channel.value, channel.label) for channel in Channel]
    )
    kind = forms.ChoiceField(label="类型", choices=[(kind.value, kind.label) for kind in Kind])
    received_on = DateField(label="哪天收到的")

    def __init__(self, *args: object, departments: list[tuple[str, str]]) -> None:
        super().__init__(*args, initial={"received_on": timezone.localdate()})  # type: ignore[arg-type,misc]  # data, if any
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "不清楚"), *departments]

    def told(self) -> Told:
        return Told(**self.cleaned_data)


class AskForm(VersionForm):
    """Which department has to answer."""

    department = forms.ChoiceField(label="请哪个部门答复")
    finding = PastedField(label="核实情况（可空）", required=False, max_length=LONGEST_WORDS)

    def __init__(self, *args: object, departments: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = departments


class FindingForm(VersionForm):
    """What the office found, if it wants to say."""

    finding = PastedField(label="认定说明（可空）", required=False, max_length=LONGEST_WORDS)


class DismissForm(VersionForm):
    """Why it is not counted."""

    finding = PastedField(label="不予认定的理由（社区看得到）", max_length=LONGEST_WORDS)


class ConfirmReboundForm(VersionForm):
    """It has come back; a demand that communities still have can be void at once."""

    finding = PastedField(label="认定说明（可空）", required=False, max_length=LONGEST_WORDS)
    annul = forms.BooleanField(
        label="同时对全部社区作废", required=False, initial=True, help_text="社区都不用再办。"
    )

    def __init__(self, *args: object, may_annul: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        if not may_annul:
            del self.fields["annul"]


class DismissReboundForm(VersionForm):
    """Why it is another matter."""

    finding = PastedField(label="为什么不是反弹", max_length=LONGEST_WORDS)


class TakeBackForm(VersionForm):
    """The department gives it up."""

    reply = PastedField(label="说明（可空）", required=False, max_length=LONGEST_WORDS)


class ObjectForm(VersionForm):
    """The department sees it otherwise."""

    reply = PastedField(
        label="理由，或已提出的准入申请编号",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _copied(like: Demand | None) -> dict[str, object]:
    """What an earlier demand says, but for its days and places: those are chosen anew."""
    return {name: getattr(like, name) for name in _COPIED} if like else {}


def _choices(actor: Actor, basis: Basis) -> list[tuple[str, str]]:
    """What can be ticked: all that the basis covers, then the parts of the territory."""
    within = [
        (part.path, part.name)
        for part in places.parts(actor)
        if any(part.path.startswith(path) for path in basis.scope)
    ]
    whole = places.covered(actor, basis.scope)
    return [*whole, *(choice for choice in within if choice not in whole)]


def _needless(kind: Kind) -> tuple[str, ...]:
    appointment = ("due_on",) if kind in APPOINTED else _APPOINTMENT
    return appointment if kind in REGISTERED else (*appointment, *_REGISTRATION)


def _moment(values: dict[str, object]) -> datetime | None:
    day, hour = values.get("starts_on"), values.get("starts_at")
    if day is None or not isinstance(hour, time):
        return None
    return timezone.make_aware(datetime.combine(day, hour))  # type: ignore[arg-type]  # a DateField
