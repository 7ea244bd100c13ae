"""Organizations and officials named by whoever types: by name, short name, alias or code, with suggestions.

Without scripts the name is typed and resolved when the form is sent; a name that several bear is asked back.
"""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone

from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official, Organization, Post
from xiafang.web.typed import plain

SUGGESTED = 8
LONGEST = 250  # characters of a name, with what stands in brackets behind it
_WORDS = re.compile(r"[\s,，、]+")
_QUALIFIED = re.compile(r"(?P<name>.+?)（(?P<place>.+)）")
_INNER = (Kind.DIVISION, Kind.INSTITUTION)


def organizations(words: str) -> QuerySet[Organization]:
    """Return the organizations in which each of `words` stands: in a name or alias, or at the head of the code."""
    found = Organization.objects.annotate(
        called_also=Func(F("aliases"), Value(" "), function="array_to_string", output_field=TextField())
    )
    for word in filter(None, _WORDS.split(words)):
        in_name = Q(name__contains=word) | Q(short_name__contains=word) | Q(called_also__contains=word)
        found = found.filter(in_name | Q(division_code__startswith=word) if word.isdigit() else in_name)
    return found


def said(organization: Organization) -> str:
    """Return a name that is understood by itself: 办公室（示例省司法厅）. Wants `parent` at hand."""
    if organization.kind in _INNER and organization.parent:
        return f"{organization.name}（{organization.parent.name}）"
    return organization.name


def named(words: str) -> list[Organization]:
    """Return the organizations that are called exactly `words`, else those in which they stand; few at most."""
    rows, words = Organization.objects.select_related("parent"), plain(words)[:LONGEST]
    exact = Q(name=words) | Q(short_name=words) | Q(aliases__contains=[words])
    if words.isdigit():
        exact |= Q(division_code=words)
    if match := _QUALIFIED.fullmatch(words):
        exact |= Q(name=match["name"], parent__name=match["place"])
    return list(rows.filter(exact)[: SUGGESTED + 1]) or list(
        organizations(words).select_related("parent").filter(to_on=None)[: SUGGESTED + 1]
    )


def with_posts(officials: QuerySet[Official]) -> QuerySet[Official]:
    """Return `officials` with the posts they hold today in `held`: one more query."""
    posts = Post.objects.on(timezone.localdate()).select_related("organization")
    return officials.prefetch_related(Prefetch("posts", posts, to_attr="held"))


def who(official: Official) -> str:
    """Return 赵示例（甲示例市司法局局长）; wants `with_posts`."""
    held: list[Post] = official.held  # type: ignore[attr-defined]
    return f"{official.name}（{held[0].organization}{held[0].title}）" if held else f"{official.name}（现无任职）"


def people(words: str) -> list[Official]:
    """Return the officials whose name is `words`, or whom `who` calls so; else those in whose name they stand."""
    match = _QUALIFIED.fullmatch(words)
    name = match["name"] if match else words
    found = list(with_posts(Official.objects.filter(name=name))[:100])
    if match and (same := [official for official in found if who(official) == words]):
        return same
    return found or list(with_posts(Official.objects.filter(name__contains=words))[: SUGGESTED + 1])


class _Named(forms.CharField):
    """A name that is looked up; `suggest` is where the browser asks for suggestions."""

    def __init__(self, suggest: Any, **facts: Any) -> None:
        super().__init__(max_length=LONGEST, **facts)
        self._suggest = suggest

    def resolve(self, value: str, found: list[Any], say: Callable[[Any], str], what: str) -> Any:
        """Return the only one of `found`; raise ValidationError that names the candidates."""
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"没有找到“{value}”：请核对{what}，或先到相应页面查找。")
        names = "、".join(f"“{say(one)}”" for one in found[:SUGGESTED])
        more = "等" if len(found) > SUGGESTED else ""
        raise ValidationError(f"“{value}”对应{names}{more}：请照其中一个填写。")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Give the input its list of suggestions, filled while typing where there are scripts."""
        bound = super().get_bound_field(form, field_name)
        listed = f"{bound.auto_id}_list"
        self.widget.attrs |= {
            "list": listed,
            "hx-get": str(self._suggest),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{listed}",
            "hx-params": bound.html_name,
        }
        return bound


class OrganizationField(_Named):
    """An organization by name, short name, alias or division code."""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("help_text", "名称、简称或区划代码，例如“武汉市局”；输入时给出建议。")
        super().__init__(reverse_lazy("organizations-suggest"), **facts)

    def clean(self, value: Any) -> Any:
        """Return the organization, None when nothing was entered."""
        words = super().clean(value)
        return self.resolve(words, named(words), said, "名称") if words else None


class OfficialField(_Named):
    """An official by name; of several of one name the one with the post in brackets."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(reverse_lazy("officials-suggest"), **facts)

    def clean(self, value: Any) -> Any:
        """Return the officials who may be meant; whether there must be one is for the form to say."""
        words = super().clean(value)
        return words, people(words) if words else []


class OneOfficialField(OfficialField):
    """An official who is there: the only one of the name, or the one with the post in brackets."""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("help_text", "姓名；同名的照建议带上现任职务。")
        super().__init__(**facts)

    def clean(self, value: Any) -> Any:
        """Return the official, None when nothing was entered."""
        words, found = super().clean(value)
        return self.resolve(words, found, who, "姓名") if words else None


def typed(asked: QueryDict) -> str:
    """Return what was typed so far: the one value in the address, whatever the field is called."""
    return plain(next((str(value) for value in asked.values()), ""))[:LONGEST].strip()
