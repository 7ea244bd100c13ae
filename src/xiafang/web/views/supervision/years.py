"""What the books are narrowed to: a year, a unit with what stands below it, voided records too."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from xiafang.web import lookup


def year_choices(today: date) -> list[tuple[str, str]]:
    """Return the years that can be asked for: next year's papers are signed at the end of this one."""
    return [(str(year), f"{year}年") for year in range(today.year + 1, today.year - 9, -1)]


class Narrow(forms.Form):
    """The filters above a book."""

    year = forms.ChoiceField(label="年度")
    unit = lookup.OrganizationField(label="单位及其下级", required=False, help_text="")
    voided = forms.BooleanField(label="含已作废", required=False)

    def __init__(self, asked: QueryDict) -> None:
        today = timezone.localdate()
        years = year_choices(today)
        data: dict[str, Any] = asked.dict()
        if data.get("year") not in dict(years):
            data["year"] = str(today.year)
        super().__init__(data)
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        for name, shape in (("year", "form-select"), ("unit", "form-control"), ("voided", "form-check-input")):
            self.fields[name].widget.attrs["class"] = shape

    @property
    def chosen(self) -> int:
        """Return the year."""
        return int(self.data["year"])

    @property
    def query(self) -> str:
        """Return what is asked for, to be carried from tab to tab."""
        asked = QueryDict(mutable=True)
        asked["year"] = self.data["year"]
        if words := self.data.get("unit"):
            asked["unit"] = words
        return f"?{asked.urlencode()}"
