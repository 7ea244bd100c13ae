"""更正姓名、离岗、联系点: forms for system administrators, each of which ends in one act."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.organizations import acts
from xiafang.organizations.models import Absence, ContactPoint, Official
from xiafang.web import history, lookup
from xiafang.web.acting import ActForm, ChangeForm, DateField, answer, sent, unchanged
from xiafang.web.views.officials import crumbs, may_keep


class Rename(ChangeForm):
    """Another name, with the reason."""

    name = forms.CharField(label="姓名", max_length=50)
    reason = forms.CharField(label="更正原因", max_length=200, help_text="例如录入有误、依法改名；记入变更记录。")


class Approve(ActForm):
    """An approved absence; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    from_on = DateField(label="离岗自")
    to_on = DateField(label="离岗至", help_text="含当日。")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如脱产学习、病假、援派。")
    approved_by = forms.CharField(label="批准人或批准机关", max_length=100)
    approved_on = DateField(label="批准日期")


class Last(ChangeForm):
    """The last day of something."""

    last_day = DateField(label="最后一日", help_text="含当日。")


class Withdraw(ChangeForm):
    """Why an absence never was."""

    reason = forms.CharField(label="撤回原因", max_length=200, help_text="变更记录中仍保留原内容和原因。")


class Keep(ActForm):
    """A contact point; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    organization = lookup.OrganizationField(label="联系单位")
    from_on = DateField(label="自")
    to_on = DateField(label="至", required=False, help_text="期限未定的留空。")


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Correct a name."""
    official = _kept(request, pk)
    form = Rename(sent(request), initial={"version": history.version(official), "name": official.name})

    def act(entered: dict[str, Any]) -> str:
        if entered["name"] != official.name:
            unchanged(official, entered.pop("version"))
            acts.rename_official(official=official, by=request.user, at=timezone.now(), **entered)
        messages.success(request, "已保存。")
        return reverse("officials-one", args=[pk])

    return answer(request, form, act, _context(official, "更正姓名", "保存"))


@login_required
@require_http_methods(["GET", "POST"])
def approve_absence(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Record an approved absence."""
    official = _kept(request, pk)
    form = Approve(sent(request), initial={"pk": uuid4()})

    def act(entered: dict[str, Any]) -> str:
        key = entered.pop("pk")
        if not Absence.objects.filter(pk=key).exists():
            acts.approve_absence(id=key, official=official, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已登记离岗：{entered['from_on']} 至 {entered['to_on']}。")
        return reverse("officials-one", args=[pk])

    notice = "批准的离岗缩短在任时间，达到规定时长的，当期下访次数免计。"
    return answer(request, form, act, _context(official, "登记离岗", "登记") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def end_absence(request: OfficialRequest, pk: UUID, absence: UUID) -> HttpResponse:
    """Let an absence end early."""
    official = _kept(request, pk)
    row = get_object_or_404(Absence, pk=absence, official=official)
    form = Last(sent(request), initial={"version": history.version(row)})

    def act(entered: dict[str, Any]) -> str:
        if row.to_on != entered["last_day"]:
            unchanged(row, entered["version"])
            acts.end_absence(absence=row, last_day=entered["last_day"], by=request.user, at=timezone.now())
        messages.success(request, f"离岗至 {entered['last_day']}，已销假。")
        return reverse("officials-one", args=[pk])

    facts = [("事由", row.reason), ("离岗", f"{row.from_on} 至 {row.to_on}")]
    return answer(request, form, act, _context(official, "销假", "销假") | {"facts": facts})


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_absence(request: OfficialRequest, pk: UUID, absence: UUID) -> HttpResponse:
    """Remove an absence that was not taken."""
    official = _kept(request, pk)
    row = Absence.objects.filter(pk=absence, official=official).first()
    if row is None:
        messages.info(request, "该离岗记录已经撤回。")
        return redirect("officials-one", pk)
    form = Withdraw(sent(request), initial={"version": history.version(row)})

    def act(entered: dict[str, Any]) -> str:
        unchanged(row, entered["version"])
        acts.withdraw_absence(absence=row, by=request.user, at=timezone.now(), reason=entered["reason"])
        messages.success(request, "已撤回离岗记录。")
        return reverse("officials-one", args=[pk])

    facts = [("事由", row.reason), ("离岗", f"{row.from_on} 至 {row.to_on}")]
    context = _context(official, "撤回离岗", "撤回") | {"facts": facts, "danger": True}
    return answer(request, form, act, context | {"notice": "只用于没有离岗或未获批准的记录；提前返岗的请办理销假。"})


@login_required
@require_http_methods(["GET", "POST"])
def keep_contact_point(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Make an organization a contact point."""
    official = _kept(request, pk)
    form = Keep(sent(request), initial={"pk": uuid4(), "from_on": timezone.localdate()})

    def act(entered: dict[str, Any]) -> str:
        key = entered.pop("pk")
        if not ContactPoint.objects.filter(pk=key).exists():
            acts.keep_contact_point(id=key, official=official, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已确定联系点：{entered['organization']}。")
        return reverse("officials-one", args=[pk])

    notice = "第十条：领导干部可以随时到联系点下访，不必事先公示。"
    return answer(request, form, act, _context(official, "确定联系点", "确定") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def end_contact_point(request: OfficialRequest, pk: UUID, point: UUID) -> HttpResponse:
    """Let a contact point end."""
    official = _kept(request, pk)
    row = get_object_or_404(ContactPoint.objects.select_related("organization"), pk=point, official=official)
    form = Last(sent(request), initial={"version": history.version(row)})

    def act(entered: dict[str, Any]) -> str:
        if row.to_on != entered["last_day"]:
            unchanged(row, entered["version"])
            acts.end_contact_point(point=row, last_day=entered["last_day"], by=request.user, at=timezone.now())
        messages.success(request, f"联系点“{row.organization}”至 {entered['last_day']}。")
        return reverse("officials-one", args=[pk])

    facts = [("联系单位", row.organization.name), ("自", str(row.from_on))]
    return answer(request, form, act, _context(official, "结束联系点", "结束") | {"facts": facts})


def _kept(request: OfficialRequest, pk: UUID) -> Official:
    """Return the official; 403 with the way out for whoever administers none of the official's organizations."""
    official = get_object_or_404(Official.objects.visible_to(request.user), pk=pk)
    posts = list(official.posts.select_related("organization"))
    if not may_keep(request, posts):
        raise PermissionDenied(f"您不是“{official}”任职机构的系统管理员，不能办理：请与该机构的系统管理员联系。")
    return official


def _context(official: Official, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": f"{title}：{official}",
        "crumbs": crumbs(official, title),
        "submit": submit,
        "back": reverse("officials-one", args=[official.pk]),
    }
