"""What the list of matters is narrowed to, as the address says it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from xiafang.casework import life, taxonomy
from xiafang.casework.codes import Channel, Flag, Grade, Kind, State
from xiafang.web import lookup
from xiafang.web.acting import DateField

OPEN, DONE, ALL = "", "done", "all"
GROUPS = {
    DONE: [str(state) for state in State if state not in life.OPEN and state != State.VOIDED],
    ALL: [],
}
STATES = [(OPEN, "未办结"), (DONE, "已办结和已结束"), (ALL, "全部"), ("按状态", list(State.choices))]
DUE = [("", "不限"), ("over", "已逾期"), ("week", "本周到期"), ("soon", "七天内到期")]
MINE = [("", "全部可见"), ("handling", "我承办的"), ("sponsoring", "我包案的"), ("confirming", "待我复核的")]
ORDERS = {"received": "收到时间", "due": "期限", "number": "编号"}
LESS_USED = ("topic", "grade", "channel", "kind", "flag", "since", "until")


def _any(label: str, choices: Any) -> forms.ChoiceField:
    return _one_of(label, [("", "不限"), *choices])


def _one_of(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=Choices)


class Choices(forms.Select):
    """Choices, written at once: Django renders a template for each of them, which costs more than the whole list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the select element."""
        chosen = str(value or "")
        parts = [
            format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
            if isinstance(label, list | tuple)
            else _options([(key, label)], chosen)
            for key, label in self.choices
        ]
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", "{}", ((part,) for part in parts)),
        )


def _options(choices: Any, chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, mark_safe(" selected") if str(value) == chosen else "", label) for value, label in choices),
    )


class Search(forms.Form):
    """The filters above the list."""

    q = forms.CharField(label="编号、概况、诉求或信访人", required=False, max_length=200)
    state = _one_of("状态", STATES)
    unit = lookup.OrganizationField(label="责任单位及其下级", required=False, help_text="")
    due = _one_of("期限", DUE)
    mine = _one_of("与我有关", MINE)
    topic = _any("内容分类", [(field.code, field.name) for field in taxonomy.fields()])
    grade = _any("等级", Grade.choices)
    channel = _any("信访形式", Channel.choices)
    kind = _any("类别", Kind.choices)
    flag = _any("标记", Flag.choices)
    since = DateField(label="收到日期自", required=False)
    until = DateField(label="至", required=False)
    order = forms.ChoiceField(required=False, choices=[("", ""), *ORDERS.items()], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
            elif not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs["class"] = "form-control"

    @property
    def common(self) -> list[forms.BoundField]:
        """The fields that always stand there."""
        return [self[name] for name in ("state", "unit", "due", "mine")]

    @property
    def less_used(self) -> list[forms.BoundField]:
        """The fields that are folded away."""
        return [self[name] for name in LESS_USED]

    @property
    def unfolded(self) -> bool:
        """Whether one of those is in use or wrong."""
        return any(self.data.get(name) for name in LESS_USED)

    def narrowed(self, today: date) -> dict[str, Any]:
        """Return what `casework.find` takes."""
        given = self.cleaned_data
        asked = {name: given[name] for name in ("mine", *LESS_USED)}
        asked["open"] = given["state"] == OPEN
        asked["states"] = [] if asked["open"] else GROUPS.get(given["state"], [given["state"]])
        asked["units"] = [str(given["unit"].pk)] if given["unit"] else []
        return asked | _due(given["due"], today)


def _due(which: str, today: date) -> dict[str, date]:
    match which:
        case "over":
            return {"due_before": today}
        case "week":
            return {"due_since": today, "due_before": today + timedelta(days=7 - today.weekday())}
        case "soon":
            return {"due_since": today, "due_before": today + timedelta(days=8)}
    return {}
