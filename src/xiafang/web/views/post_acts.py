"""任命、更正任职、免职、删除误录: forms for system administrators, each of which ends in one act."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Official, Organization, Post
from xiafang.web import history, lookup
from xiafang.web.acting import ActForm, ChangeForm, DateField, answer, demand, sent, unchanged
from xiafang.web.views.officials import crumbs

_FIELDS = ("title", "rank", "leadership", "principal", "portfolio", "from_on", "to_on", "ordinal")


class Facts(ActForm):
    """What a post is."""

    title = forms.CharField(label="职务", max_length=100, help_text="例如“副局长”；不写机构名称。")
    rank = forms.ChoiceField(label="职级", choices=[("", "请选择"), *Rank.choices])
    principal = forms.BooleanField(label="主要负责人（信访工作第一责任人）", required=False)
    leadership = forms.BooleanField(label="领导班子成员", required=False)
    portfolio = forms.CharField(
        label="分工", max_length=1000, required=False, widget=forms.Textarea, help_text="下访选题和分派事项按分工匹配。"
    )
    from_on = DateField(label="任职日期")
    to_on = DateField(label="免职日期", required=False, help_text="任期未定的留空。")
    ordinal = forms.IntegerField(
        label="排序", min_value=0, max_value=99999, required=False, help_text="同一机构内，数小的在前。"
    )

    def clean_ordinal(self) -> int:
        """Return 0 when nothing was entered."""
        return self.cleaned_data["ordinal"] or 0


class Appoint(Facts):
    """A new post for somebody; `pk` makes sending it twice harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    official = lookup.OfficialField(
        label="姓名", help_text="系统中已有的干部，输入姓名即可；同名的按建议带上现任职务。"
    )
    new = forms.BooleanField(label="系统中没有此人，同时录入", required=False)
    organization = lookup.OrganizationField(label="任职机构")
    field_order = ("official", "new", "organization")

    def clean(self) -> dict[str, Any]:
        """Return what was entered with `official` the official, or None for a newcomer called `name`."""
        entered = super().clean() or {}
        if "official" in entered:
            words, found = entered["official"]
            entered["name"], entered["official"] = words, None
            if not entered.get("new"):
                self._find(entered, words, found)
        return entered

    def _find(self, entered: dict[str, Any], words: str, found: list[Official]) -> None:
        field = self.fields["official"]
        try:
            if not found:
                raise ValidationError(f"没有找到“{words}”：请核对姓名；新进人员请勾选“系统中没有此人，同时录入”。")
            entered["official"] = field.resolve(words, found, lookup.who, "姓名")  # type: ignore[attr-defined]
        except ValidationError as error:
            self.add_error("official", error)


class Correct(ChangeForm, Facts):
    """Other facts of a post, with the reason."""

    reason = forms.CharField(label="更正原因", max_length=200, help_text="写明依据，例如任免文号；记入变更记录。")


class End(ChangeForm):
    """The last day in a post."""

    last_day = DateField(label="免职日期", help_text="在任的最后一日。")


class Remove(ChangeForm):
    """Why a post never was."""

    reason = forms.CharField(label="删除原因", max_length=200, help_text="变更记录中仍保留原内容和原因。")


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: OfficialRequest) -> HttpResponse:
    """Give a post to somebody; the address may name the official or the organization."""
    who, where = _chosen(request)
    demand(request, Role.SYSTEM_ADMIN, where)
    initial = {"pk": uuid4(), "from_on": timezone.localdate()}
    initial |= {"organization": lookup.said(where)} if where else {}
    initial |= {"official": lookup.who(who)} if who else {}
    form = Appoint(sent(request), initial=initial)

    def act(entered: dict[str, Any]) -> str:
        pk, name, new = (entered.pop(key) for key in ("pk", "name", "new"))
        if done := Post.objects.filter(pk=pk).first():
            return reverse("officials-one", args=[done.official_id])
        by, at = request.user, timezone.now()
        if new:
            entered["official"] = acts.create_official(id=uuid5(pk, "official"), name=name, by=by, at=at)
        given = acts.appoint(id=pk, by=by, at=at, **entered)
        messages.success(request, f"已任命：{given.post}。")
        for warning in given.warnings:
            messages.warning(request, warning)
        return reverse("officials-one", args=[given.post.official_id])

    back = reverse("organizations-one", args=[where.pk]) if where else reverse("officials")
    context = {
        "title": f"任命“{who.name}”" if who else f"任命：{where}" if where else "任命",
        "crumbs": crumbs(who, "任命")
        if who
        else [("首页", reverse("home")), ("干部与任职", reverse("officials")), ("任命", "")],
        "notice": "主要负责人即信访工作第一责任人；任职、离岗的起止日期决定下访次数如何计算，请按任免文件填写。",
        "submit": "任命",
        "back": reverse("officials-one", args=[who.pk]) if who else back,
    }
    return answer(request, form, act, context)


def _chosen(request: OfficialRequest) -> tuple[Official | None, Organization | None]:
    """Return the official and the organization that the address names."""
    found: list[Any] = []
    rows = (lookup.with_posts(Official.objects.all()), Organization.objects.select_related("parent"))
    for name, queryset in zip(("official", "organization"), rows, strict=True):
        try:
            found.append(queryset.filter(pk=UUID(request.GET.get(name, ""))).first())
        except ValueError:
            found.append(None)
    return found[0], found[1]


@login_required
@require_http_methods(["GET", "POST"])
def change(request: OfficialRequest, official: UUID, pk: UUID) -> HttpResponse:
    """Correct a post as if it had always been so."""
    post = _administered(request, official, pk)
    now = {name: getattr(post, name) for name in _FIELDS}
    form = Correct(sent(request), initial=now | {"version": history.version(post)})

    def act(entered: dict[str, Any]) -> str:
        changes = {name: entered[name] for name in _FIELDS if name in form.changed_data}
        if any(entered[name] != now[name] for name in changes):
            unchanged(post, entered["version"])
            given = acts.change_post(post=post, by=request.user, at=timezone.now(), reason=entered["reason"], **changes)
            for warning in given.warnings:
                messages.warning(request, warning)
        messages.success(request, "已保存。")
        return reverse("officials-one", args=[official])

    notice = "这里更正的内容视为一直如此；自某日起晋升、改任的，请先免职再任命。"
    return answer(request, form, act, _context(post, "更正任职", "保存") | {"notice": notice})


@login_required
@require_http_methods(["GET", "POST"])
def end(request: OfficialRequest, official: UUID, pk: UUID) -> HttpResponse:
    """Let a post end."""
    post = _administered(request, official, pk)
    initial = {"version": history.version(post), "last_day": timezone.localdate() - timedelta(days=1)}
    form = End(sent(request), initial=initial)

    def act(entered: dict[str, Any]) -> str:
        if post.to_on != entered["last_day"]:
            unchanged(post, entered["version"])
            acts.end_post(post=post, last_day=entered["last_day"], by=request.user, at=timezone.now())
        messages.success(request, f"“{post}”任职至 {entered['last_day']}。")
        return reverse("officials-one", args=[official])

    return answer(request, form, act, _context(post, "免职", "免职") | {"danger": True})


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: OfficialRequest, official: UUID, pk: UUID) -> HttpResponse:
    """Remove a post that was entered by mistake."""
    if not Post.objects.filter(pk=pk, official=official).exists():
        demand(request, Role.SYSTEM_ADMIN)
        messages.info(request, "该任职已经删除。")
        return redirect("officials-one", official)
    post = _administered(request, official, pk)
    form = Remove(sent(request), initial={"version": history.version(post)})

    def act(entered: dict[str, Any]) -> str:
        unchanged(post, entered["version"])
        said = str(post)
        acts.remove_post(post=post, by=request.user, at=timezone.now(), reason=entered["reason"])
        messages.success(request, f"已删除误录的任职：{said}。")
        return reverse("officials-one", args=[official])

    notice = "只用于从未有过的任职；曾经在任的请办理免职，否则以往的下访次数会改变。"
    return answer(request, form, act, _context(post, "删除误录", "删除") | {"notice": notice, "danger": True})


def _administered(request: OfficialRequest, official: UUID, pk: UUID) -> Post:
    posts = Post.objects.select_related("official", "organization")
    post = get_object_or_404(posts, pk=pk, official=official)
    demand(request, Role.SYSTEM_ADMIN, post.organization)
    return post


def _context(post: Post, title: str, submit: str) -> dict[str, Any]:
    until = f"至 {post.to_on}" if post.to_on else "起"
    return {
        "title": f"{title}：{post.official}",
        "crumbs": crumbs(post.official, title),
        "facts": [("机构", post.organization.name), ("职务", post.title), ("任职", f"{post.from_on} {until}")],
        "submit": submit,
        "back": reverse("officials-one", args=[post.official_id]),
    }
