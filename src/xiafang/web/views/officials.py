"""干部与任职: the list of officials, and one of them with posts, absences, contact points and history."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.models import User
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Absence, ContactPoint, Official, Post
from xiafang.web import history, lookup
from xiafang.web.paging import page

ORDER = ("name", "pk")
BODIES = [("", "全部职务"), ("principal", "主要负责人"), ("leading", "领导班子成员")]
STATES = [("", "在任"), ("away", "离岗中"), ("former", "已无任职"), ("all", "全部")]


class Search(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="姓名", required=False, max_length=50)
    unit = lookup.OrganizationField(label="机构及其下级", required=False, help_text="")
    rank = forms.ChoiceField(label="职级", required=False, choices=[("", "全部职级"), *Rank.choices])
    body = forms.ChoiceField(label="班子", required=False, choices=BODIES)
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List officials with the posts they hold today, narrowed by what the address asks for."""
    search = Search(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    found = narrowed(Official.objects.visible_to(request.user), asked) if search.is_valid() else Official.objects.none()
    shown = page(lookup.with_posts(found), ORDER, request.GET)
    today = timezone.localdate()
    away = Absence.objects.on(today).filter(official__in=shown.rows).values_list("official", flat=True)
    context = {
        "title": "干部与任职",
        "crumbs": [("首页", reverse("home")), ("干部与任职", "")],
        "search": search,
        "asked": any(asked.values()) or bool(search.errors),
        "found": found.count(),
        "page": shown,
        "away": set(away),
        "may_appoint": request.standing.holds(Role.SYSTEM_ADMIN),
    }
    return render(request, "officials/index.html", context)


def narrowed(officials: QuerySet[Official], asked: dict[str, Any]) -> QuerySet[Official]:
    """Return the officials that were asked for."""
    today = timezone.localdate()
    if asked["q"]:
        officials = officials.filter(name__contains=asked["q"])
    posts = Post.objects.filter(official=OuterRef("pk"))
    if asked["unit"]:
        posts = posts.within([asked["unit"]])
    if asked["rank"]:
        posts = posts.filter(rank=asked["rank"])
    if asked["body"]:
        posts = posts.principals() if asked["body"] == "principal" else posts.leading()
    match asked["state"]:
        case "former":
            return officials.filter(Exists(posts)).exclude(
                Exists(Post.objects.on(today).filter(official=OuterRef("pk")))
            )
        case "all":
            narrowed = asked["unit"] or asked["rank"] or asked["body"]
            return officials.filter(Exists(posts)) if narrowed else officials
        case "away":
            officials = officials.filter(Exists(Absence.objects.on(today).filter(official=OuterRef("pk"))))
    return officials.filter(Exists(posts.on(today)))


@login_required
def suggest(request: OfficialRequest) -> HttpResponse:
    """Return options for a field in which an official is named."""
    words = lookup.typed(request.GET)
    rows = lookup.with_posts(Official.objects.filter(name__contains=words))[: lookup.SUGGESTED] if words else []
    return render(request, "parts/suggestions.html", {"options": [lookup.who(row) for row in rows]})


def crumbs(official: Official, last: str = "") -> list[tuple[str, str]]:
    """Return the way from the start page to `official`, or to a page of the official called `last`."""
    here = reverse("officials-one", args=[official.pk])
    way = [("首页", reverse("home")), ("干部与任职", reverse("officials")), (official.name, here if last else "")]
    return [*way, (last, "")] if last else way


def may_keep(request: OfficialRequest, posts: list[Post]) -> bool:
    """Return whether whoever asks may keep absences and contact points of somebody who has or had `posts`."""
    units = request.standing.roles.get(Role.SYSTEM_ADMIN, frozenset())
    return bool(units) and (not posts or any(not units.isdisjoint(post.organization.above) for post in posts))


@login_required
def one(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show an official."""
    official = get_object_or_404(Official.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    posts: list[Any] = list(official.posts.select_related("organization").order_by("-from_on", "ordinal", "pk"))
    absences: list[Any] = list(official.absences.order_by("-from_on"))
    points: list[Any] = list(official.contact_points.select_related("organization").order_by("-from_on"))
    units = request.standing.roles.get(Role.SYSTEM_ADMIN, frozenset())
    for row in (*posts, *absences, *points):
        row.current = row.from_on <= today and (row.to_on is None or today <= row.to_on)
    for post in posts:
        post.may = not units.isdisjoint(post.organization.above)
    posts.sort(key=lambda post: not post.current)
    administers = request.standing.holds(*ADMINISTRATORS)
    context = {
        "title": official.name,
        "crumbs": crumbs(official),
        "official": official,
        "posts": posts,
        "held": [post for post in posts if post.current],
        "absences": absences,
        "away": next((absence for absence in absences if absence.current), None),
        "points": points,
        "account": User.objects.filter(official=official).first() if administers else None,
        "may": may_keep(request, posts),
        "may_appoint": bool(units),
        "history": _history(official, everything="everything" in request.GET),
    }
    return render(request, "officials/one.html", context)


def _history(official: Official, *, everything: bool) -> tuple[list[history.Line], int]:
    """Return what was done to the official, also to posts and absences that were removed since."""
    models: tuple[Any, ...] = (Post, Absence, ContactPoint)
    kept = [(model, model.pgh_event_model.objects.filter(official=official.pk)) for model in models]
    rows = [(model, list(events.values_list("id", flat=True).distinct())) for model, events in kept]
    return history.lines((Official, [official.pk]), *rows, everything=everything)
