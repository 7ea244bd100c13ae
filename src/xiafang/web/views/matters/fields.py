"""Fields of the forms about matters."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from xiafang.casework import taxonomy

_WORDS = re.compile(r"[\s,，、—-]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_NUMBER = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"\+?[\d\s()（）-]{5,24}")
SHOWN = 6


def topic_said(code: str) -> str:
    """Return 0501 律师管理—收费."""
    return f"{code} {taxonomy.name(code)}"


class TopicField(forms.CharField):
    """A second-level topic by its code or by words of its name or of its field's; suggestions stand in the page."""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("help_text", "代码或其中的字，例如“0501”“收费”。")
        super().__init__(max_length=80, **facts)
        self.options = [topic_said(code) for code in taxonomy.topics()]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Give the input its list."""
        bound = super().get_bound_field(form, field_name)
        self.widget.attrs["list"] = f"{bound.auto_id}_list"
        return bound

    def clean(self, value: Any) -> Any:
        """Return the code. Raises ValidationError that names the candidates."""
        words = super().clean(value)
        if not words:
            return words
        found = _meant(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"没有内容分类“{words}”：请输入代码或分类名称中的字，从建议中选择。")
        said = "、".join(f"“{topic_said(code)}”" for code in found[:SHOWN])
        raise ValidationError(f"“{words}”对应{said}{'等' if len(found) > SHOWN else ''}：请选定其中一个。")


def _meant(words: str) -> list[str]:
    names = {code: topic_said(code) for code in taxonomy.topics()}
    exact = [code for code, name in names.items() if words in (code, name)]
    parts = [part for part in _WORDS.split(words) if part]
    return exact or [code for code, name in names.items() if all(part in name for part in parts)]


class IdNumberField(forms.CharField):
    """A number of an identity paper; one of 18 digits has to have its check digit right."""

    def clean(self, value: Any) -> Any:
        """Return the number in upper case without spaces; what was typed in full width (１Ｘ) in half width."""
        number = unicodedata.normalize("NFKC", super().clean(value)).replace(" ", "").upper()
        if len(number) == len(_WEIGHTS) + 1 and number[:-1].isdecimal() and not _checked(number):
            raise ValidationError("身份证号码的校验位不对，请核对是否有误录。")
        if number and not number.isalnum():
            raise ValidationError("证件号码只能是数字和字母，请核对。")
        return number


def _checked(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return bool(_ID_NUMBER.fullmatch(number)) and number[-1] == "10X98765432"[total % 11]


class PhoneField(forms.CharField):
    """A telephone number."""

    def clean(self, value: Any) -> Any:
        """Return the number as it was written."""
        number = super().clean(value)
        if number and not _PHONE.fullmatch(number):
            raise ValidationError("电话应为数字，例如 13800000000 或 027-87654321。")
        return number


def uuids(words: Iterable[str]) -> list[UUID]:
    """Return those of `words` that are ids."""
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def coded(label: str, choices: Any, *, empty: str = "", **facts: Any) -> forms.ChoiceField:
    """Return a choice among codes; `empty` is what stands first when none has to be chosen."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty), *choices.choices] if empty else choices.choices,
        coerce=lambda code: choices(code) if code else None,
        empty_value=None,
        **facts,
    )


def several(label: str, choices: Any, *, leave_out: tuple[Any, ...] = (), **facts: Any) -> forms.MultipleChoiceField:
    """Return any number of codes, as checkboxes."""
    coerce: Callable[[str], Any] = choices
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=[(code, name) for code, name in choices.choices if code not in leave_out],
        coerce=coerce,
        widget=forms.CheckboxSelectMultiple,
        **{"required": False} | facts,
    )
