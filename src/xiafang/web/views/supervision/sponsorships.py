"""包案台账: which leader answers for which matter, how far it is, and whether it counts toward the year's quota."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework.codes import Disposition, Prominence
from xiafang.casework.models import Assignment, Event, Matter, Petitioner, Sponsorship
from xiafang.casework.personal import called
from xiafang.casework.sponsored import Counts, Standing, counted, stood
from xiafang.organizations.models import Post
from xiafang.organizations.policy import in_force
from xiafang.promises.models import Row
from xiafang.web import lookup
from xiafang.web.paging import page
from xiafang.web.signs import sign
from xiafang.web.views.duties.scope import open_to
from xiafang.web.views.supervision.years import year_choices

ORDER = ("official__name", "official_id", "-from_on", "pk")
SIZE = 40
SIGNS = {Standing.ACTIVE: "pending", Standing.SOLVED: "met", Standing.BACK: "breached", Standing.ENDED: "exempt"}
QUOTAS = ("sponsored.one", "sponsored.two")
_VERIFIED = "认定化解："


class Narrow(forms.Form):
    """The filters above the ledger."""

    unit = lookup.OrganizationField(label="责任单位及其下级", required=False, help_text="")
    official = lookup.OfficialField(label="包案领导", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部状态"), *Standing.choices])
    year = forms.ChoiceField(label="年度", required=False)
    counts = forms.ChoiceField(label="包案任务", required=False, choices=[("", "不限"), *Counts.choices])

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.fields["year"].choices = [("", "全部年度"), *year_choices(timezone.localdate())[1:]]  # type: ignore[attr-defined]
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    def clean_official(self) -> Any:
        """Return the official, None when nobody was named."""
        words, found = self.cleaned_data["official"]
        if not words:
            return None
        if not found:
            raise ValidationError(f"没有找到“{words}”：请核对姓名。")
        return self.fields["official"].resolve(words, found, lookup.who, "姓名")  # type: ignore[attr-defined]


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """Show the sponsorships of the matters that whoever asks may see, leader by leader."""
    narrow = Narrow(request.GET)
    asked = narrow.cleaned_data if narrow.is_valid() else {}
    visible = Sponsorship.objects.filter(matter__in=Matter.objects.visible_to(request.user))
    rows = narrowed(visible, asked) if narrow.is_valid() else visible.none()
    year = int(asked.get("year") or timezone.localdate().year)
    shown = page(_whole(rows), ORDER, request.GET, SIZE)
    context = {
        "title": "包案台账",
        "crumbs": [("首页", reverse("home")), ("包案台账", "")],
        "narrow": narrow,
        "asked": any(asked.values()) or bool(narrow.errors),
        "year": year,
        "tally": _tally(rows),
        "page": shown,
        "leaders": _leaders(shown.rows, year),
        "open": open_to(request.standing, (row.official_id for row in shown.rows)),
    }
    return render(request, "supervision/sponsorships.html", context)


def narrowed(rows: QuerySet[Sponsorship], asked: dict[str, Any]) -> QuerySet[Sponsorship]:
    """Return the sponsorships that were asked for."""
    if asked["unit"]:
        rows = rows.filter(matter__responsible__above__contains=[asked["unit"].pk])
    if asked["official"]:
        rows = rows.filter(official=asked["official"])
    if asked["year"]:
        first, last = date(int(asked["year"]), 1, 1), date(int(asked["year"]), 12, 31)
        rows = rows.filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)
        rows = rows.filter(Q(matter__resolved_on=None) | Q(matter__resolved_on__gte=first))
    worked_out = {"standing": asked["state"], "counts": asked["counts"]}
    return counted(stood(rows), in_force()).filter(**{name: code for name, code in worked_out.items() if code})


def _whole(rows: QuerySet[Sponsorship]) -> QuerySet[Sponsorship]:
    """Return `rows` with what a line says: five queries a page."""
    posts = Post.objects.on(timezone.localdate()).select_related("organization").order_by("ordinal", "from_on", "pk")
    handlers = Assignment.objects.filter(to_on=None).select_related("user")
    people = Petitioner.objects.order_by("representative", "pk")
    resolving: Any = Event.objects.filter(act="resolve").select_related("user").order_by("entered_at")
    return rows.select_related("matter__responsible", "official").prefetch_related(
        Prefetch("official__posts", posts, to_attr="held"),
        Prefetch("matter__assignments", handlers, to_attr="handling_now"),
        Prefetch("matter__petitioners", people, to_attr="people"),
        Prefetch("matter__events", resolving, to_attr="resolving"),
    )


def _tally(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    if not rows.query.annotations:
        return []
    counts = dict(rows.order_by().values_list("standing").annotate(count=Count("pk")))
    return [{"label": state.label, "count": counts.get(state, 0)} for state in Standing]


def _leaders(rows: Iterable[Any], year: int) -> list[dict[str, Any]]:
    """Return the lines of a page under their leaders, each with the year's quota as the duty ledger has it."""
    rows = list(rows)
    today = timezone.localdate()
    quotas: dict[Any, list[Any]] = {}
    owed: Any = Row.objects.filter(official__in={row.official_id for row in rows}, duty__in=QUOTAS, year=year)
    for quota in owed.with_status(today).order_by("duty"):
        quotas.setdefault(quota.official_id, []).append(
            {
                "article": quota.promise.article,
                "have": quota.have,
                "need": quota.need,
                "sign": sign(quota.status),
                "due": quota.due,
            }
        )
    return [
        {
            "official": official,
            "posts": "、".join(f"{post.organization}{post.title}" for post in official.held) or "现无任职",
            "quotas": quotas.get(official.pk, []),
            "rows": [_line(row) for row in of_one],
        }
        for official, of_one in groupby(rows, key=lambda row: row.official)
    ]


def _line(row: Any) -> dict[str, Any]:
    matter = row.matter
    people = [called(one) for one in matter.people]
    standing, counts = Standing(row.standing), Counts(row.counts)
    return {
        "matter": matter,
        "people": ("、".join(people[:2]) + (f"等{len(people)}人" if len(people) > 2 else "")) or "—",
        "prominence": "、".join(Prominence(code).label.partition(" ")[2] for code in matter.prominence),
        "from_on": row.from_on,
        "to_on": row.to_on,
        "crux": row.crux,
        "plan": row.plan,
        "handlers": "、".join(one.user.name for one in matter.handling_now),
        "sign": sign(SIGNS[standing], word=standing.label),
        "done": "；".join(Disposition(code).label for code in matter.disposition),
        "verified": _verified(matter) if standing in (Standing.SOLVED, Standing.BACK) else None,
        "counts": _counts(counts, matter),
    }


def _verified(matter: Any) -> dict[str, str] | None:
    if not matter.resolving:
        return None
    event = matter.resolving[-1]
    return {"who": event.user.name if event.user else "运维人员", "said": event.said.removeprefix(_VERIFIED)}


def _counts(counts: Counts, matter: Matter) -> Any:
    if counts == Counts.COUNTED and matter.resolved_on:
        return sign("met", word=f"计入{matter.resolved_on.year}年")
    if counts == Counts.UNSOLVED:
        return sign("pending", word="化解后计入")
    if counts == Counts.CAME_BACK and matter.resolved_on:
        months = in_force().in_year(matter.resolved_on.year).count("sponsored.hold_months")
        return sign("breached", word=f"不计：{months}个月内再访")
    return sign("exempt", word=f"不计：{counts.label}")
