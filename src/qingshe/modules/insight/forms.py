"""What figures are asked for: a year and a place, from the address."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from .queries.boards import Choice

FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodForm(forms.Form):
    """Year and place; what cannot be read is as if it had not been asked for."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    place = forms.CharField(max_length=200, required=False)

    @property
    def year_asked(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("year")

    @property
    def place_asked(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("place", ""))


class PickForm(forms.Form):
    """The same with what there is to choose."""

    year = forms.ChoiceField(label="年份", required=False)
    place = forms.ChoiceField(label="地方", required=False)

    def __init__(self, data: QueryDict, *, years: Sequence[int], places: Sequence[Choice]) -> None:
        super().__init__(data)
        year, place = self.fields["year"], self.fields["place"]
        if isinstance(year, forms.ChoiceField):
            year.choices = [(str(one), f"{one} 年") for one in years]
        if isinstance(place, forms.ChoiceField):
            place.choices = [(one.path, one.name) for one in places]
        if len(places) < 2:
            del self.fields["place"]
