from django import forms

from qingshe.web.forms import VersionField

from .rules import LONGEST


class SubmitForm(forms.Form):
    text = forms.CharField(
        label="哪里不好用，或者哪里又添了负担？",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不必留姓名和电话。请不要写居民的个人信息。",
    )
    page = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="答复", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = VersionField()


class ReopenForm(forms.Form):
    text = forms.CharField(
        label="还有什么没有解决？", max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class FindForm(forms.Form):
    code = forms.CharField(label="查询码", max_length=20)
