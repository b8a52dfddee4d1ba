"""How a form looks, said once: every {{ form }} is drawn with our field and mistakes."""

from django import forms
from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws `{{ form }}` and `{{ field.as_field_group }}` with the components of the house."""

    form_template_name = "web/components/form.html"
    field_template_name = "web/components/field.html"


class DateInput(forms.DateInput):
    """A day, chosen in the browser's own calendar or typed; 2026-07-01."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day (日期) with the browser's calendar."""

    widget = DateInput


class VersionField(forms.IntegerField):
    """The version of a record that somebody saw when the form was drawn; 0 when there was none yet.

    Without it nobody knows what would be overwritten, so no form about a record counts.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        incomplete = "页面不完整，看不出您改的是哪一版，没有保存。请复制已填内容，重新打开再填。"
        super().__init__(label="版本", min_value=0, error_messages={"required": incomplete})
