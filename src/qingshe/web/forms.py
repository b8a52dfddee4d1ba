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
