"""机构的设立、更正、划转、撤销: forms for system administrators, each of which ends in one act."""

import re
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import PARENTS, Kind
from xiafang.organizations.models import Organization
from xiafang.web import history, lookup
from xiafang.web.acting import ActForm, ChangeForm, DateField, answer, demand, sent, unchanged
from xiafang.web.views.organizations import crumbs

ALIASES = "台账里的其他叫法，用顿号分隔；导入时按这些名称识别。"
CODE = "六位数字，例如 420102；开发区、内设机构等没有代码的留空。"
_SEPARATORS = re.compile(r"[、,，;；\n]+")


class AliasesField(forms.CharField):
    """Several names, written one after another."""

    def clean(self, value: Any) -> Any:
        """Return the names as a list."""
        words = [word.strip() for word in _SEPARATORS.split(super().clean(value))]
        return list(dict.fromkeys(filter(None, words)))


class Details(ActForm):
    """What an organization is called, and what else is known of it."""

    name = forms.CharField(label="名称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=50, required=False)
    aliases = AliasesField(label="别名", max_length=500, required=False, help_text=ALIASES)
    division_code = forms.CharField(
        label="行政区划代码",
        max_length=6,
        required=False,
        help_text=CODE,
    )
    review_authority = forms.CharField(label="复查机关", max_length=100, required=False)
    from_on = DateField(label="设立日期", required=False, help_text="留空表示一直存在。")
    ordinal = forms.IntegerField(label="排序", min_value=0, max_value=99999, required=False, help_text="数小的在前。")

    def clean_ordinal(self) -> int:
        """Return 0 when nothing was entered."""
        return self.cleaned_data["ordinal"] or 0


class Create(Details):
    """A new organization; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别")
    parent = lookup.OrganizationField(label="上级机构")
    field_order = ("parent", "kind")

    def __init__(self, *args: Any, under: Organization | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in Kind if PARENTS[kind] and (under is None or under.kind in PARENTS[kind])]
        self.fields["kind"].choices = [("", "请选择"), *((str(kind), kind.label) for kind in kinds)]  # type: ignore[attr-defined]


class Change(ChangeForm, Details):
    """Other names and facts of an organization, with the reason."""

    reason = forms.CharField(label="变更原因", max_length=200, help_text="写明依据，例如文号；记入变更记录。")


class Move(ChangeForm):
    """Another parent, with the reason."""

    parent = lookup.OrganizationField(label="新的上级机构")
    reason = forms.CharField(label="变更原因", max_length=200, help_text="写明依据，例如机构改革文号；记入变更记录。")


class Close(ChangeForm):
    """The last day, with the ground."""

    last_day = DateField(label="最后一日", help_text="撤销的前一天：当日机构仍存在。")
    reason = forms.CharField(label="撤销依据", max_length=200, help_text="例如机构改革文号。")


@login_required
@require_http_methods(["GET", "POST"])
def create(request: OfficialRequest) -> HttpResponse:
    """Set up an organization, under the one that `parent` in the address names."""
    under = _named(request.GET.get("parent", ""))
    demand(request, Role.SYSTEM_ADMIN, under)
    initial = {"pk": uuid4(), "parent": lookup.said(under) if under else ""}
    form = Create(sent(request), initial=initial, under=under)

    def act(entered: dict[str, Any]) -> str:
        pk = entered.pop("pk")
        where = reverse("organizations-one", args=[pk])
        if not Organization.objects.filter(pk=pk).exists():
            made = acts.create_organization(id=pk, by=request.user, at=timezone.now(), **entered)
            messages.success(request, f"已设立“{made}”。")
        return where

    top = [("首页", reverse("home")), ("机构", reverse("organizations")), ("设立机构", "")]
    way = crumbs(under, "设立下级机构") if under else top
    context = {
        "title": f"在“{under}”之下设立机构" if under else "设立机构",
        "crumbs": way,
        "submit": "设立",
        "back": way[-2][1],
    }
    return answer(request, form, act, context)


def _named(pk: str) -> Organization | None:
    """Return the organization that the address names, None when it names none that is there."""
    try:
        return Organization.objects.select_related("parent").filter(pk=UUID(pk)).first()
    except ValueError:
        return None


@login_required
@require_http_methods(["GET", "POST"])
def change(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Correct what is known of an organization."""
    organization = _administered(request, pk)
    fields = list(Details.base_fields)
    now = {name: getattr(organization, name) for name in fields}
    shown = now | {"aliases": "、".join(organization.aliases), "version": history.version(organization)}
    form = Change(sent(request), initial=shown)

    def act(entered: dict[str, Any]) -> str:
        changes = {name: entered[name] for name in fields if name in form.changed_data}
        if any(entered[name] != now[name] for name in changes):
            unchanged(organization, entered["version"])
            acts.change_organization(
                organization=organization, by=request.user, at=timezone.now(), reason=entered["reason"], **changes
            )
        messages.success(request, "已保存。")
        return reverse("organizations-one", args=[pk])

    notice = "这里更正的内容视为一直如此；自某日起更名、改隶属的，请先撤销再设立，使当时的名称留在当时的记录里。"
    return answer(request, form, act, _context(organization, "更正机构信息", "保存") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def move(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Put an organization with everything below it under another parent."""
    organization = _administered(request, pk)
    form = Move(sent(request), initial={"version": history.version(organization)})

    def act(entered: dict[str, Any]) -> str:
        parent = entered["parent"]
        if organization.parent_id != parent.pk:
            unchanged(organization, entered["version"])
            acts.move_organization(
                organization=organization,
                parent=parent,
                by=request.user,
                at=timezone.now(),
                reason=entered["reason"],
            )
        messages.success(request, f"已划转到“{parent}”之下。")
        return reverse("organizations-one", args=[pk])

    context = _context(organization, "划转机构", "划转") | {
        "notice": "本机构连同全部下级一并划转，对各个日期都有效；自某日起改变隶属的，请先撤销再设立。",
        "facts": [("机构", organization.name), ("现上级机构", organization.parent or "无")],
    }
    return answer(request, form, act, context)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Let an organization end."""
    organization = _administered(request, pk)
    form = Close(sent(request), initial={"version": history.version(organization)})

    def act(entered: dict[str, Any]) -> str:
        last_day = entered["last_day"]
        if organization.to_on != last_day:
            unchanged(organization, entered["version"])
            acts.close_organization(
                organization=organization,
                last_day=last_day,
                by=request.user,
                at=timezone.now(),
                reason=entered["reason"],
            )
        messages.success(request, f"“{organization}”于 {last_day} 后撤销。")
        return reverse("organizations-one", args=[pk])

    context = _context(organization, "撤销机构", "撤销") | {
        "notice": "撤销后名称和历史照常可查。须先撤销或划转下级机构，并办理全部任职的免职。",
        "facts": [("机构", organization.name), ("上级机构", organization.parent or "无")],
        "danger": True,
    }
    return answer(request, form, act, context)


def _administered(request: OfficialRequest, pk: UUID) -> Organization:
    visible = Organization.objects.visible_to(request.user).select_related("parent")
    organization = get_object_or_404(visible, pk=pk)
    demand(request, Role.SYSTEM_ADMIN, organization)
    return organization


def _context(organization: Organization, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": f"{title}：{organization}",
        "crumbs": crumbs(organization, title),
        "submit": submit,
        "back": reverse("organizations-one", args=[organization.pk]),
    }
