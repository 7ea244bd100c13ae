"""Rows of a form that may be as many as one likes: empty ones count for nothing, and more can be asked for.

With scripts rows are added in the browser (frontend/src/rows.js); without, a button sends the form and it comes back
with one row more, everything else as it was.
"""

from typing import Any

from django import forms
from django.http import QueryDict

MOST = 200


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """A formset in which every row may be left empty, however it came to be filled in."""

    def initial_form_count(self) -> int:
        """Return 0: a row that is shown filled in may be emptied again."""
        return 0

    def entered(self) -> list[dict[str, Any]]:
        """Return what was entered in the rows that are not empty."""
        return [form.cleaned_data for form in self.filled()]

    def filled(self) -> list[forms.BaseForm]:
        """Return the rows that are not empty, whatever stands in them."""
        return [form for form in self.forms if form.has_changed()]

    def kept(self) -> list[dict[str, Any]]:
        """Return what stands in the rows, unchecked, to be shown again."""
        return [values(form) for form in self.filled()]


def rows(form: type[forms.Form], prefix: str, data: QueryDict | None, *, initial: Any = (), empty: int = 1) -> Rows:
    """Return the rows sent as `prefix`; when none were sent, those of `initial` and some empty ones."""
    made = forms.formset_factory(form, formset=Rows, extra=len(initial) + empty, absolute_max=MOST, max_num=MOST)
    return made(data, prefix=prefix, initial=list(initial) or None)  # type: ignore[return-value]


def values(form: forms.BaseForm) -> dict[str, Any]:
    """Return what stands in the fields of a form, unchecked."""
    return {field.name: field.value() for field in form}
