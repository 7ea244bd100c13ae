"""账号与角色: the list of accounts, and one of them with its roles and their history. Administrators alone see them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import require_over
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.organizations.models import Post
from xiafang.web import history, lookup
from xiafang.web.paging import page

ORDER = ("username", "pk")
STATES = [("", "全部状态"), ("open", "启用"), ("closed", "停用"), ("bare", "没有角色")]


class Search(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="用户名或姓名", required=False, max_length=64)
    unit = lookup.OrganizationField(label="角色所在机构及其下级", required=False, help_text="")
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部角色"), *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"


def let_administrators(request: OfficialRequest) -> None:
    """Answer 403 to whoever is no administrator of any of the three kinds."""
    if not request.standing.holds(*ADMINISTRATORS):
        raise PermissionDenied("账号与角色只供系统管理员、安全管理员、审计管理员查看和办理。")


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List accounts with the roles they hold today."""
    let_administrators(request)
    search = Search(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    found = narrowed(asked) if search.is_valid() else User.objects.none()
    grants = RoleGrant.objects.on(timezone.localdate()).select_related("organization").order_by("role", "pk")
    posts = Post.objects.on(timezone.localdate()).select_related("organization")
    rows = found.select_related("official").prefetch_related(
        Prefetch("grants", grants, to_attr="held"), Prefetch("official__posts", posts, to_attr="posts_held")
    )
    context = {
        "title": "账号与角色",
        "crumbs": [("首页", reverse("home")), ("账号与角色", "")],
        "search": search,
        "asked": any(asked.values()) or bool(search.errors),
        "found": found.count(),
        "page": page(rows, ORDER, request.GET),
        "may_open": request.standing.holds(Role.SYSTEM_ADMIN),
    }
    return render(request, "users/index.html", context)


def narrowed(asked: dict[str, Any]) -> QuerySet[User]:
    """Return the accounts that were asked for."""
    users = User.objects.all()
    if asked["q"]:
        in_name = Q(name__contains=asked["q"]) | Q(official__name__contains=asked["q"])
        users = users.filter(in_name | Q(username__contains=asked["q"].lower()))
    held = RoleGrant.objects.on(timezone.localdate()).filter(user=OuterRef("pk"))
    meant = held
    if asked["role"]:
        meant = meant.filter(role=asked["role"])
    if asked["unit"]:
        meant = meant.filter(organization__above__contains=[asked["unit"].pk])
    if asked["role"] or asked["unit"]:
        users = users.filter(Exists(meant))
    match asked["state"]:
        case "open":
            users = users.filter(is_active=True)
        case "closed":
            users = users.filter(is_active=False)
        case "bare":
            users = users.exclude(Exists(held))
    return users


def crumbs(user: User, last: str = "") -> list[tuple[str, str]]:
    """Return the way from the start page to an account, or to a page of it called `last`."""
    here = reverse("users-one", args=[user.pk])
    way = [("首页", reverse("home")), ("账号与角色", reverse("users")), (user.name, here if last else "")]
    return [*way, (last, "")] if last else way


@login_required
def one(request: OfficialRequest, pk: int) -> HttpResponse:
    """Show an account."""
    let_administrators(request)
    user = get_object_or_404(User.objects.select_related("official"), pk=pk)
    today = timezone.localdate()
    gives = request.standing.roles.get(Role.SECURITY_ADMIN, frozenset[UUID]())
    grants: list[Any] = list(user.grants.select_related("organization").order_by("-from_on", "role", "pk"))
    for grant in grants:
        over = grant.to_on is not None and grant.to_on < today
        grant.state = "past" if over else "future" if grant.from_on > today else "current"
        grant.may = not over and user.pk != request.user.pk and not gives.isdisjoint(grant.organization.above)
    grants.sort(key=lambda grant: grant.state == "past")
    posts = (
        Post.objects.on(today).filter(official=user.official_id).select_related("organization")
        if user.official_id
        else []
    )
    context = {
        "title": user.name,
        "crumbs": crumbs(user),
        "shown": user,
        "own": user.pk == request.user.pk,
        "grants": grants,
        "posts": list(posts),
        "may_keep": request.standing.holds(Role.SYSTEM_ADMIN) and _keeps(request, user),
        "may_grant": bool(gives) and user.pk != request.user.pk,
        "history": history.lines(
            (User, [user.pk]), (RoleGrant, [grant.pk for grant in grants]), everything="everything" in request.GET
        ),
    }
    return render(request, "users/one.html", context)


def _keeps(request: OfficialRequest, user: User) -> bool:
    try:
        require_over(request.user, user, at=timezone.now())
    except NotAllowed:
        return False
    return True
