"""Fields that the forms of visits share: several officials by name, choices with words beside them."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from xiafang.organizations.models import Official
from xiafang.visits import acts
from xiafang.web import lookup
from xiafang.web.acting import ActForm

_APART = re.compile(r"[、,，;；\n]+")


class OfficialsField(forms.CharField):
    """Several officials by name, with 、 between; of several of one name the one with the post in brackets."""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("help_text", "姓名，多名用顿号隔开；同名的写作“姓名（单位职务）”。")
        super().__init__(required=False, max_length=500, **facts)

    def clean(self, value: Any) -> Any:
        """Return the officials, in their order. Raises ValidationError with the candidates of a name."""
        return [self._one(words) for words in map(str.strip, _APART.split(super().clean(value))) if words]

    def _one(self, words: str) -> Official:
        found = lookup.people(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"没有找到“{words}”：请核对姓名，或先到“干部与任职”查找。")
        said = "、".join(f"“{lookup.who(official)}”" for official in found[: lookup.SUGGESTED])
        raise ValidationError(f"“{words}”对应{said}：请照其中一个填写。")


class OneOfficialField(lookup.OfficialField):
    """One official by name."""

    def clean(self, value: Any) -> Any:
        """Return the official, None when nothing was entered. Raises ValidationError with the candidates."""
        words, found = super().clean(value)
        return self.resolve(words, found, lookup.who, "姓名") if words else None


class KeysField(forms.Field):
    """Ids that were ticked, whatever stands beside them."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        """Return the ids, each once and in their order; what is none is left out."""
        return keys(value or [])


def keys(values: list[str]) -> list[UUID]:
    """Return those of `values` that are ids, each once and in their order."""
    found: dict[UUID, None] = {}
    for value in values:
        try:
            found[UUID(value)] = None
        except ValueError:
            continue
    return list(found)


def sent_keys(data: "MultiValueDict[str, str]", name: str) -> list[UUID]:
    """Return the ids that were sent under `name`."""
    return keys(data.getlist(name))


def in_order(rows: "QuerySet[Any]", wanted: list[UUID]) -> list[Any]:
    """Return the rows of `wanted` that are there, in that order. One query."""
    found = {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


class LedForm(ActForm):
    """A form of a visit with its leaders and matters: what is left out is said together with what has a wrong shape."""

    leaders = KeysField(required=False)
    others = OfficialsField(label="其他接访领导")
    matters = KeysField(required=False)

    def clean(self) -> dict[str, Any]:
        """Return what was entered; marks what a visit cannot be without."""
        entered = self.cleaned_data
        if "others" in entered:
            leaders = [*entered["leaders"], *entered["others"]]
            for fact, why in acts.lacking(entered.get("mode", ""), leaders, entered["matters"]):
                self.add_error(fact, why)
        return entered
