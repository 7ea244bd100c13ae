"""开立、停用账号，重设密码，授予、终止角色: forms for system and security administrators, each ends in one act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xiafang.accounts import acts
from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import require_over
from xiafang.accounts.roles import Role
from xiafang.organizations.models import Post
from xiafang.web import history, lookup
from xiafang.web.acting import ActForm, ChangeForm, DateField, answer, demand, sent, unchanged
from xiafang.web.forms import WHAT_IS_ASKED
from xiafang.web.views.users import crumbs


def _password(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=f"{WHAT_IS_ASKED}请当面或经可靠途径告知本人，并请本人登录后立即修改。",
    )


class Open(ActForm):
    """A new account."""

    official = lookup.OfficialField(
        label="对应干部", required=False, help_text="本人是系统中的干部的，填写其姓名；其他工作人员留空。一人一个账号。"
    )
    name = forms.CharField(label="姓名", max_length=50, required=False, help_text="对应干部已填写的，可以留空。")
    username = forms.CharField(
        label="用户名", max_length=64, help_text="2至64位小写字母、数字、点、横线或下划线，以字母开头；开立后不能更改。"
    )
    password = _password("初始密码")

    def clean(self) -> dict[str, Any]:
        """Return what was entered with `official` the official or None, whose name is taken when none was entered."""
        entered = super().clean() or {}
        words, found = entered.get("official") or ("", [])
        entered["official"] = None
        if words:
            try:
                field: Any = self.fields["official"]
                entered["official"] = field.resolve(words, found, lookup.who, "姓名")
            except forms.ValidationError as error:
                self.add_error("official", error)
        if not entered.get("name") and (official := entered.get("official")):
            entered["name"] = official.name
        return entered


class Reset(ActForm):
    """A new password for somebody else."""

    password = _password("新密码")


class Grant(ActForm):
    """A role at an organization for a time."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    organization = lookup.OrganizationField(label="所在机构")
    from_on = DateField(label="自")
    to_on = DateField(label="至", required=False, help_text="含当日；留空表示至终止时为止。")


class EndRole(ChangeForm):
    """The last day of a role."""

    last_day = DateField(label="最后一日", help_text="含当日；次日起不再有此角色。")


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def create(request: OfficialRequest) -> HttpResponse:
    """Open an account."""
    demand(request, Role.SYSTEM_ADMIN)
    form = Open(sent(request))

    def act(entered: dict[str, Any]) -> str:
        made = _same(entered) or acts.create_user(by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已开立账号“{made.username}”。账号还没有角色，请安全管理员授予。")
        return reverse("users-one", args=[made.pk])

    context = {
        "title": "开立账号",
        "crumbs": [("首页", reverse("home")), ("账号与角色", reverse("users")), ("开立账号", "")],
        "notice": "开立账号的是系统管理员，授予角色的是安全管理员，两者不能是同一人（三员分立）。",
        "submit": "开立",
        "back": reverse("users"),
    }
    return answer(request, form, act, context)


def _same(entered: dict[str, Any]) -> User | None:
    """Return the account that the same form has made already: it was sent twice."""
    made = User.objects.filter(username=entered["username"], name=entered["name"], official=entered["official"]).first()
    return made if made and made.last_login is None and made.check_password(entered["password"]) else None


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: OfficialRequest, pk: int) -> HttpResponse:
    """Give somebody a new password."""
    user = _kept(request, pk)
    form = Reset(sent(request))

    def act(entered: dict[str, Any]) -> str:
        if user.pk == request.user.pk:
            raise NotAllowed("自己的密码请在“修改密码”页更改，须先输入当前密码。")
        if not user.check_password(entered["password"]):
            acts.reset_password(user=user, password=entered["password"], by=request.user, at=timezone.now())
        messages.success(request, f"已重设“{user}”的密码，其已登录的页面随即退出。")
        return reverse("users-one", args=[pk])

    return answer(request, form, act, _context(user, "重设密码", "重设密码"))


@login_required
@require_http_methods(["GET", "POST"])
def close(request: OfficialRequest, pk: int) -> HttpResponse:
    """Close an account."""
    user = _kept(request, pk)

    def act(entered: dict[str, Any]) -> str:
        acts.deactivate(user=user, by=request.user, at=timezone.now())
        messages.success(request, f"已停用账号“{user.username}”。")
        return reverse("users-one", args=[pk])

    notice = "停用后本人不能登录，已登录的随即退出；已办理的事项和记录不受影响，可以重新启用。"
    context = _context(user, "停用账号", "停用") | {"notice": notice, "danger": True}
    return answer(request, ActForm(sent(request)), act, context)


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: OfficialRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    user = _kept(request, pk)

    def act(entered: dict[str, Any]) -> str:
        acts.activate(user=user, by=request.user, at=timezone.now())
        messages.success(request, f"已启用账号“{user.username}”。")
        return reverse("users-one", args=[pk])

    notice = "启用后恢复未到期的角色，请一并核对角色是否仍然适当。"
    return answer(request, ActForm(sent(request)), act, _context(user, "启用账号", "启用") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def grant(request: OfficialRequest, pk: int) -> HttpResponse:
    """Give a role."""
    demand(request, Role.SECURITY_ADMIN)
    user = get_object_or_404(User, pk=pk)
    post = (
        Post.objects.on(timezone.localdate()).filter(official=user.official_id).select_related("organization__parent")
    )
    held = post.first() if user.official_id else None
    initial = {"from_on": timezone.localdate(), "organization": lookup.said(held.organization) if held else ""}
    form = Grant(sent(request), initial=initial)

    def act(entered: dict[str, Any]) -> str:
        label = Role(entered["role"]).label
        if not RoleGrant.objects.filter(user=user, **entered).exists():
            entered["role"] = Role(entered["role"])
            acts.grant_role(user=user, by=request.user, at=timezone.now(), **entered)
        messages.success(request, f"已授予“{user}”：{entered['organization']}的{label}。")
        return reverse("users-one", args=[pk])

    notice = "角色自起日起、在下一次打开页面时生效。系统、安全、审计三类管理员不得由同一人担任（三员分立）。"
    return answer(request, form, act, _context(user, "授予角色", "授予") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def end_role(request: OfficialRequest, pk: int, grant: int) -> HttpResponse:
    """Let a role end."""
    held = get_object_or_404(RoleGrant.objects.select_related("organization", "user"), pk=grant, user=pk)
    demand(request, Role.SECURITY_ADMIN, held.organization)
    today = timezone.localdate()
    initial = {"version": history.version(held), "last_day": max(today, held.from_on)}
    form = EndRole(sent(request), initial=initial)

    def act(entered: dict[str, Any]) -> str:
        if held.user_id == request.user.pk:
            raise NotAllowed("不能终止自己的角色：请由另一名安全管理员办理。")
        if held.to_on != entered["last_day"]:
            unchanged(held, entered["version"])
            acts.end_role(grant=held, last_day=entered["last_day"], by=request.user, at=timezone.now())
        messages.success(request, f"“{held.user}”的{held.get_role_display()}角色至 {entered['last_day']}。")
        return reverse("users-one", args=[pk])

    until = f"至 {held.to_on}" if held.to_on else "起"
    facts = [
        ("角色", held.get_role_display()),
        ("所在机构", held.organization.name),
        ("期限", f"{held.from_on} {until}"),
    ]
    context = _context(held.user, "终止角色", "终止") | {"facts": facts, "danger": True}
    return answer(request, form, act, context)


def _kept(request: OfficialRequest, pk: int) -> User:
    """Return an account that whoever asks keeps; 403 with the act's own sentence for others."""
    demand(request, Role.SYSTEM_ADMIN)
    user = get_object_or_404(User.objects.select_related("official"), pk=pk)
    try:
        require_over(request.user, user, at=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    return user


def _context(user: User, title: str, submit: str) -> dict[str, Any]:
    return {
        "title": f"{title}：{user}",
        "crumbs": crumbs(user, title),
        "facts": [("账号", user.username), ("姓名", user.name)],
        "submit": submit,
        "back": reverse("users-one", args=[user.pk]),
    }
