"""机构: the tree level by level, the search, and one organization with its people and its history."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.roles import Role
from xiafang.organizations.kinds import LED, Kind
from xiafang.organizations.models import Absence, Organization, Post
from xiafang.web import history, lookup
from xiafang.web.paging import page

ORDER = ("ordinal", "name", "pk")
Crumbs = list[tuple[str, str]]


class Search(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="名称、简称、别名或区划代码", required=False, max_length=100, strip=True)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *Kind.choices])
    closed = forms.BooleanField(label="含已撤销", required=False)

    q.widget.attrs.update({"class": "form-control", "type": "search"})
    kind.widget.attrs["class"] = "form-select"
    closed.widget.attrs["class"] = "form-check-input"


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """Show the department and what stands right under it; or, when something is asked for, what was found."""
    search = Search(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    visible = Organization.objects.visible_to(request.user)
    department = visible.filter(parent=None).first()
    context: dict[str, Any] = {
        "title": "机构",
        "crumbs": [("首页", reverse("home")), ("机构", "")],
        "search": search,
        "asked": any(asked.values()),
        "department": department,
        "may_create": request.standing.holds(Role.SYSTEM_ADMIN),
        "total": visible.on(timezone.localdate()).count(),
    }
    if context["asked"]:
        found = narrowed(visible, asked)
        context |= {"page": _with_children(page(found, ORDER, request.GET)), "found": found.count()}
    elif department:
        context["kinds"] = _groups(_below(department, timezone.localdate()))
    return render(request, "organizations/index.html", context)


def narrowed(visible: QuerySet[Organization], asked: dict[str, Any]) -> QuerySet[Organization]:
    """Return the organizations that were asked for."""
    found = lookup.organizations(asked["q"]) if asked["q"] else visible
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if not asked["closed"]:
        found = found.filter(Q(to_on=None) | Q(to_on__gte=timezone.localdate()))
    return _counted(found).select_related("parent")


def _counted(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """Return `rows` with the principals of today in `heads`; the count of what stands below comes per page."""
    posts = Post.objects.on(timezone.localdate()).principals().select_related("official")
    return rows.prefetch_related(Prefetch("posts", posts, to_attr="heads"))


def _with_children(found: Any) -> Any:
    """Write into each row of a page how many organizations stand right under it: one query a page."""
    _count_children(found.rows)
    return found


def _count_children(rows: Iterable[Organization]) -> None:
    rows = list(rows)
    counts: dict[UUID | None, int] = dict(
        Organization.objects.on(timezone.localdate())
        .filter(parent__in=rows)
        .order_by()
        .values_list("parent")
        .annotate(count=Count("pk"))
    )
    for row in rows:
        row.below = counts.get(row.pk, 0)  # type: ignore[attr-defined]
        row.vacant = row.kind in LED and not row.heads  # type: ignore[attr-defined]


def _below(organization: Organization, day: date) -> list[Organization]:
    rows = list(_counted(organization.children.on(day)).order_by(*ORDER))
    _count_children(rows)
    return rows


def _groups(rows: Iterable[Organization]) -> list[dict[str, Any]]:
    """Return `rows` by kind, in the order in which kinds are named, each with the columns that say anything."""
    by_kind: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    return [
        {
            "label": kind.label,
            "rows": found,
            "short": any(row.short_name for row in found),
            "code": any(row.division_code for row in found),
            "below": any(row.below for row in found),
        }
        for kind in Kind
        if (found := by_kind.get(kind))
    ]


@login_required
def suggest(request: OfficialRequest) -> HttpResponse:
    """Return options for a field in which an organization is named."""
    words = lookup.typed(request.GET)
    rows = lookup.organizations(words).filter(to_on=None).select_related("parent")[: lookup.SUGGESTED] if words else ()
    return render(request, "parts/suggestions.html", {"options": [lookup.said(row) for row in rows]})


def crumbs(organization: Organization, last: str = "") -> Crumbs:
    """Return the way from the start page to `organization`, or to a page of it called `last`. One query."""
    way = [
        (row.short_name or row.name, reverse("organizations-one", args=[row.pk]))
        for row in Organization.objects.way_to(organization)
    ]
    way[-1] = (organization.name, way[-1][1] if last else "")
    return [("首页", reverse("home")), ("机构", reverse("organizations")), *way, *([(last, "")] if last else [])]


@login_required
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show an organization: what it is, who holds which post today, what stands below it, what was done to it."""
    visible = Organization.objects.visible_to(request.user)
    organization = get_object_or_404(visible.select_related("parent"), pk=pk)
    today = timezone.localdate()
    posts = list(Post.objects.on(today).filter(organization=organization).select_related("official"))
    posts.sort(key=lambda post: (not post.principal, not post.leadership, post.ordinal, post.from_on))
    away = Absence.objects.on(today).filter(official__in=[post.official_id for post in posts])
    former = Post.objects.filter(organization=organization, to_on__lt=today).select_related("official")
    context = {
        "title": organization.name,
        "crumbs": crumbs(organization),
        "organization": organization,
        "unit": lookup.said(organization),
        "exists": organization.exists_on(today),
        "posts": posts,
        "away": set(away.values_list("official", flat=True)),
        "led": organization.kind in LED,
        "principals": [post for post in posts if post.principal],
        "former": list(former.order_by("-to_on", "-from_on", "pk")[:10]),
        "kinds": _groups(_below(organization, today)),
        "closed": list(organization.children.filter(to_on__lt=today).order_by("-to_on", *ORDER)[:20]),
        "may": not request.standing.roles.get(Role.SYSTEM_ADMIN, frozenset()).isdisjoint(organization.above),
        "history": history.lines((Organization, [organization.pk]), everything="everything" in request.GET),
    }
    return render(request, "organizations/one.html", context)
