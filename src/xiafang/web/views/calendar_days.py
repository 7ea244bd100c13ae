"""调整工作日历: days on which the office's calendar differs from the shipped table, kept by the department."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.models import Organization, WorkCalendarDay
from xiafang.web import history, typed
from xiafang.web.acting import ActForm, ChangeForm, DateField, answer, demand, sent, unchanged

NOTICE = "正式的安排立即用于期限计算，未办结事项的截止日随之变化；暂定的只在日历上显示，不影响任何期限。"


class Day(ActForm):
    """What a day is, by whose word."""

    day = DateField(label="日期")
    change = forms.ChoiceField(
        label="安排", choices=WorkCalendarDay.Change.choices, widget=forms.RadioSelect, initial="off"
    )
    status = forms.ChoiceField(
        label="状态", choices=WorkCalendarDay.Status.choices, widget=forms.RadioSelect, initial="official"
    )
    ground = forms.CharField(label="依据", max_length=200, help_text="通知的机关、名称和文号。")


class Correct(ChangeForm, Day):
    """Another arrangement for the same day."""

    day = None  # type: ignore[assignment]


class Clear(ChangeForm):
    """Why the table speaks again."""

    reason = forms.CharField(label="撤销原因", max_length=200)


def demand_calendar(request: OfficialRequest) -> None:
    """Let pass the system administrators of the department; 403 for others."""
    demand(request, Role.SYSTEM_ADMIN, Organization.objects.filter(parent=None).first())


@login_required
@require_http_methods(["GET", "POST"])
def add(request: OfficialRequest) -> HttpResponse:
    """Say that a day is off or worked."""
    demand_calendar(request)
    form = Day(sent(request))

    def act(entered: dict[str, Any]) -> str:
        if known := WorkCalendarDay.objects.filter(day=entered["day"]).first():
            if any(getattr(known, name) != entered[name] for name in ("change", "status", "ground")):
                said = f"{known.get_status_display()}{known.get_change_display()}（{known.ground}）"
                raise NotAllowed(f"{known.day} 已有安排：{said}。请在日历页对该日办理“更正”。", field="day")
        else:
            acts.set_calendar_day(by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已保存 {entered['day']} 的安排。")
        return _back(entered["day"])

    return answer(request, form, act, _context("增加日期", "保存", reverse("calendar")) | {"notice": NOTICE})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: OfficialRequest, day: str) -> HttpResponse:
    """Replace what is said about a day."""
    demand_calendar(request)
    row = _row(day)
    if row is None:
        raise Http404
    shown = {name: getattr(row, name) for name in ("change", "status", "ground")}
    form = Correct(sent(request), initial=shown | {"version": history.version(row)})

    def act(entered: dict[str, Any]) -> str:
        version = entered.pop("version")
        if entered != shown:
            unchanged(row, version)
            acts.set_calendar_day(day=row.day, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已保存 {row.day} 的安排。")
        return _back(row.day)

    context = _context(f"更正 {row.day}", "保存", _back(row.day)) | {"notice": NOTICE}
    return answer(request, form, act, context)


@login_required
@require_http_methods(["GET", "POST"])
def clear(request: OfficialRequest, day: str) -> HttpResponse:
    """Let the shipped table speak again."""
    demand_calendar(request)
    row = _row(day)
    if row is None:
        messages.info(request, f"{day} 没有单独安排，或已经撤销。")
        return redirect("calendar")
    form = Clear(sent(request), initial={"version": history.version(row)})

    def act(entered: dict[str, Any]) -> str:
        unchanged(row, entered["version"])
        acts.clear_calendar_day(day=row.day, by=request.user, at=timezone.now(), reason=entered["reason"])
        messages.success(request, f"已撤销 {row.day} 的安排，按通用日历计算。")
        return _back(row.day)

    facts = [
        ("日期", str(row.day)),
        ("安排", f"{row.get_status_display()}{row.get_change_display()}"),
        ("依据", row.ground),
    ]
    context = _context(f"撤销 {row.day}", "撤销", _back(row.day)) | {"facts": facts, "danger": True, "notice": NOTICE}
    return answer(request, form, act, context)


def _row(day: str) -> WorkCalendarDay | None:
    """Return what is said about a day of the address; 404 when it is no day."""
    known = typed.day(day)
    if known is None:
        raise Http404
    return WorkCalendarDay.objects.filter(day=known).first()


def _back(day: date) -> str:
    return reverse("calendar-year", args=[day.year]) + "#own"


def _context(title: str, submit: str, back: str) -> dict[str, Any]:
    way = [("首页", reverse("home")), ("工作日历", reverse("calendar")), (title, "")]
    return {"title": title, "crumbs": way, "submit": submit, "back": back}
