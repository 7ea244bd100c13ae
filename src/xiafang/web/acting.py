"""Forms that end in an act: the shape of a form, who may open it, what a refusal does to it.

A page of a form answers GET with the form, POST with a redirect or, refused, with the form as it was filled in (422).
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import connection, models, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import require
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Organization
from xiafang.web import history
from xiafang.web.typed import countable
from xiafang.words import tidy

REQUIRED = "请填写“{}”。"
ASKS = {forms.ChoiceField: "请选择“{}”。", forms.FileField: "请上传“{}”。", forms.UUIDField: "请选择“{}”。"}
NO_DATE = "“%(value)s”不是有效日期，请改为 2026-02-28 这样的格式。"
FAR = "“%(value)s”不在 1900 年至 2100 年之间，请核对年份。"
LONGEST = 20000  # characters of a text of several lines
BOUNDS = {
    "max_length": "最多%(limit_value)s个字，现有%(show_value)s个字，请删减后再次提交。",
    "max_value": "不能大于%(limit_value)s，请核对。",
    "min_value": "不能小于%(limit_value)s，请核对。",
}
NO_CONTROLS = ProhibitNullCharactersValidator("含有不能保存的控制字符，请删去后再次提交。")
_PLAIN = (forms.TextInput, forms.PasswordInput, forms.NumberInput, forms.Textarea)


class Changed(NotAllowed):
    """Somebody else changed what the form shows; `version` is what stands now."""

    def __init__(self, message: str, version: str) -> None:
        super().__init__(message)
        self.version = version


class _HiddenDay(forms.DateInput):
    """A day that was shown, as DateField reads it."""

    input_type = "hidden"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, in the browser's own date picker; the written form is 2026-02-28 everywhere."""

    hidden_widget = _HiddenDay

    def __init__(self, **facts: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "form-control form-date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **facts)

    def to_python(self, value: Any) -> Any:
        """Return the day; raises ValidationError with what was entered."""
        try:
            day = super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(NO_DATE, params={"value": value}, code="invalid") from None
        if day and not countable(day):
            raise forms.ValidationError(FAR, params={"value": value}, code="invalid")
        return day


class ActForm(forms.Form):
    """Fields in our shape. What is optional says so; what an act refuses is shown beside the field it names."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _shape(field)

    def refuse(self, refusal: NotAllowed) -> None:
        """Show a refusal; after somebody else's change the form goes on from what stands now."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        if isinstance(refusal, Changed):
            self.data = {**self.data.dict(), "version": refusal.version}  # type: ignore[attr-defined]


class ChangeForm(ActForm):
    """A form that changes something that is there: it remembers which state of it was shown.

    `changed_data` are the fields that were changed on the page: what somebody else changed meanwhile stays as it is.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"


def _shape(field: forms.Field) -> None:
    label = str(field.label)
    field.half = isinstance(field, forms.DateField | forms.IntegerField)  # type: ignore[attr-defined]  # two in a row
    asks = next((said for kind, said in ASKS.items() if isinstance(field, kind)), REQUIRED)
    field.error_messages = BOUNDS | field.error_messages | {"required": asks.format(label)}
    if isinstance(field.widget, forms.Select):
        field.widget.attrs["class"] = "form-select"
    elif isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "form-check-input"
    elif isinstance(field.widget, _PLAIN) and not field.widget.attrs.get("class"):
        field.widget.attrs["class"] = "form-control"
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    if isinstance(field.widget, forms.TextInput):
        field.widget.attrs.setdefault("autocomplete", "off")
    if isinstance(field, forms.CharField):
        _bound(field)
        if field.strip:
            field.to_python = partial(_written, field.to_python)  # type: ignore[method-assign]


def _written(read: Callable[[Any], Any], value: Any) -> Any:
    """Read a text as it is kept, so that what shows nothing is missing already in the form."""
    return read(tidy(value) if isinstance(value, str) else value)


def _bound(field: forms.CharField) -> None:
    """Let no text grow beyond what a page can show, and say in our words what the database does not take."""
    if isinstance(field.widget, forms.Textarea) and field.max_length is None:
        field.max_length = LONGEST
        field.validators.append(MaxLengthValidator(LONGEST))
        field.widget.attrs["maxlength"] = str(LONGEST)
    field.validators = [
        NO_CONTROLS if isinstance(one, ProhibitNullCharactersValidator) else one for one in field.validators
    ]


def sent(request: OfficialRequest) -> QueryDict | None:
    """Return what was sent, None when a form is only opened."""
    return request.POST if request.method == "POST" else None


def demand(request: OfficialRequest, role: Role, organization: Organization | None = None) -> None:
    """Answer 403 with the act's own sentence when whoever asks could not act anyway."""
    try:
        require(request.user, role, organization, at=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None


def unchanged(row: models.Model, version: str) -> None:
    """Raise Changed with what has changed since `version`; from here on no other form changes `row` before us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7303))", [f"{row._meta.label}:{row.pk}"])
    if version != (now := history.version(row)):
        said = history.since(row, version) or "内容已有变化"
        raise Changed(f"您打开本页以后，{said}。您填写的内容都还在，尚未保存；请核对后再次提交。", now)


def once(key: UUID) -> None:
    """Let a second sending of the form that makes the row `key` wait until the first one stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7304))", [str(key)])


def answer(
    request: OfficialRequest, form: ActForm, act: Callable[[dict[str, Any]], str], context: dict[str, Any]
) -> HttpResponse:
    """Show `form`; when it is sent, run `act` on what was entered and go where it says. All or nothing.

    A form with a `pk` that is sent twice at once waits for itself: `act` finds the row that the first one made.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if "pk" in form.cleaned_data:
                    once(form.cleaned_data["pk"])
                where = act(form.cleaned_data)
            return redirect(where)
        except NotAllowed as refusal:
            form.refuse(refusal)
    return render(request, "act.html", context | {"form": form}, status=422 if form.is_bound else 200)
