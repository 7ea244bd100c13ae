"""What the pages of steps are made of: short words for fields, each made anew for the matter at hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import models

from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.casework import files
from xiafang.casework.models import Matter
from xiafang.web import lookup
from xiafang.web.acting import DateField
from xiafang.web.views.matters import fields


@dataclass(frozen=True)
class Opened:
    """A matter on which somebody takes a step; `of` is what the address chose of several (a demand, an escalation)."""

    matter: Matter
    user: User
    asks: Standing
    today: date
    of: str = ""


GONE = "所选的已不在可选范围内，请重新选择。"
Make = Callable[[Opened], forms.Field | None]


def text(label: str, *, required: bool = True, help_text: str = "", initial: str = "") -> Make:
    """Return a text of several lines."""
    return lambda _: forms.CharField(
        label=label, max_length=20000, required=required, help_text=help_text, initial=initial, widget=forms.Textarea
    )


def line(label: str, *, required: bool = True, help_text: str = "", longest: int = 200) -> Make:
    """Return one line."""
    return lambda _: forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


def day(label: str, *, help_text: str = "") -> Make:
    """Return a day that may be left open."""
    return lambda _: DateField(label=label, required=False, help_text=help_text)


def number(label: str, *, help_text: str = "") -> Make:
    """Return a count."""
    return lambda _: forms.IntegerField(label=label, min_value=1, max_value=9999, help_text=help_text)


def code(label: str, choices: Any, **facts: Any) -> Make:
    """Return one of a code set."""
    return lambda _: fields.coded(label, choices, **facts)


def codes(label: str, choices: Any, **facts: Any) -> Make:
    """Return some of a code set."""
    return lambda _: fields.several(label, choices, **facts)


def either(label: str, yes: str, no: str) -> Make:
    """Return a yes or no that has to be chosen."""
    return lambda _: forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda chosen: chosen == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def official(label: str, *, help_text: str | None = None) -> Make:
    """Return an official by name."""
    facts = {} if help_text is None else {"help_text": help_text}
    return lambda _: lookup.OneOfficialField(label=label, **facts)


def unit(label: str) -> Make:
    """Return a unit by name."""
    return lambda _: lookup.OrganizationField(label=label)


def one_of(label: str, find: Callable[[Opened], Iterable[models.Model]], say: Callable[[Any], str], none: str) -> Make:
    """Return one of the rows that `find` gives, chosen beforehand when there is one or the address names it.

    Making the field raises NotAllowed with `none` when there is no row: what has to be done first.
    """

    def make(opened: Opened) -> forms.Field:
        rows = {str(row.pk): row for row in find(opened)}
        if not rows:
            raise NotAllowed(none)
        chosen = opened.of if opened.of in rows else next(iter(rows)) if len(rows) == 1 else ""
        choices = [(key, say(row)) for key, row in rows.items()]
        return forms.TypedChoiceField(
            label=label,
            choices=choices if len(rows) == 1 else [("", "请选择"), *choices],
            coerce=rows.__getitem__,
            initial=chosen,
            error_messages={"invalid_choice": GONE},
        )

    return make


def some_of(label: str, find: Callable[[Opened], Iterable[models.Model]], say: Callable[[Any], str], none: str) -> Make:
    """Return some of the rows that `find` gives, as checkboxes. Raises NotAllowed with `none` when there is no row."""

    def make(opened: Opened) -> forms.Field:
        rows = {str(row.pk): row for row in find(opened)}
        if not rows:
            raise NotAllowed(none)
        return forms.TypedMultipleChoiceField(
            label=label,
            choices=[(key, say(row)) for key, row in rows.items()],
            coerce=rows.__getitem__,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": GONE},
        )

    return make


class PaperFile(forms.FileField):
    """The file of a paper; what it really is, the act finds out."""

    def __init__(self, **facts: Any) -> None:
        kinds = "、".join(sorted(ending[1:] for ending in files.TYPES))
        facts.setdefault("help_text", f"{kinds}，不超过 {files.LARGEST // 2**20} MB。")
        widget = forms.FileInput(attrs={"class": "form-control", "accept": ",".join(files.TYPES)})
        super().__init__(widget=widget, max_length=200, **facts)
        self.error_messages |= {"empty": "这是空文件，请重新选择。", "max_length": "文件名太长，请改短后再传。"}

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises ValidationError when it is too large, before it is read."""
        if data is not None and data.size > files.LARGEST:
            raise forms.ValidationError(files.too_large(data.name, data.size))
        return super().to_python(data)
