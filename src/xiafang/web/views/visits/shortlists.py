"""突出问题清单: the office's lists for leaders, and one of them with what the leader decides (第十二条)."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiafang.accounts.middleware import OfficialRequest
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.visits import acts
from xiafang.visits.codes import Decision
from xiafang.visits.models import Entry, Shortlist
from xiafang.web.acting import ActForm
from xiafang.web.paging import page
from xiafang.web.signs import sign
from xiafang.web.views.duties.scope import open_to
from xiafang.web.views.visits import people
from xiafang.web.views.visits.doing import how, may_keep, unchanged
from xiafang.web.views.visits.trail import trail

ORDER = ("-issued_on", "pk")
SIGNS = {
    "": ("pending", "待领导决定"),
    Decision.CHOSEN: ("met", "选定"),
    Decision.DECLINED: ("exempt", "不选"),
    Decision.DEFERRED: ("late", "暂缓"),
}


class Decide(ActForm):
    """What the leader says to a matter."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(choices=Decision.choices)
    reason = forms.CharField(label="理由（不选、暂缓时填写）", max_length=500, required=False)


def _seen(request: OfficialRequest) -> Any:
    return Shortlist.objects.visible_to(request.user).select_related("organization", "official")


def narrowed(request: OfficialRequest) -> QuerySet[Shortlist]:
    """Return the shortlists that whoever asks may see and asks for."""
    found: QuerySet[Shortlist] = _seen(request).valid()
    if "waiting" not in request.GET:
        return found
    undecided = Entry.objects.visible_to(request.user).filter(shortlist=OuterRef("pk"), decision="")
    return found.filter(Exists(undecided))


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List shortlists, the newest first; on request those on which something is undecided."""
    waiting = "waiting" in request.GET
    shown = page(narrowed(request), ORDER, request.GET)
    decided = _counts(request, [row.pk for row in shown.rows])
    context = {
        "title": "突出问题清单",
        "crumbs": [("首页", reverse("home")), ("突出问题清单", "")],
        "page": shown,
        "rows": [(row, sum(decided[row.pk].values()), _summary(decided[row.pk])) for row in shown.rows],
        "waiting": waiting,
        "may_issue": request.standing.holds(Role.PETITION_OFFICE) or request.standing.holds(Role.LIAISON),
    }
    return render(request, "shortlists/index.html", context)


def _counts(request: OfficialRequest, keys: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how many entries of each list stand at which decision, as far as whoever asks sees them. One query."""
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SIGNS, 0))
    rows = Entry.objects.visible_to(request.user).filter(shortlist__in=keys)
    for shortlist, decision in rows.values_list("shortlist", "decision"):
        found[shortlist][decision] += 1
    return found


def _summary(counts: dict[str, int]) -> list[Any]:
    return [sign(SIGNS[key][0], count, SIGNS[key][1]) for key, count in counts.items() if count]


@login_required
def show(request: OfficialRequest, pk: UUID) -> HttpResponse:
    """Show a shortlist."""
    return _page(request, get_object_or_404(_seen(request), pk=pk), None, None)


@login_required
@require_POST
def decide(request: OfficialRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Record what the leader decided on a matter of the list."""
    shortlist = get_object_or_404(_seen(request), pk=pk)
    rows = shortlist.entries.visible_to(request.user).select_related("shortlist", "matter")
    row: Entry = get_object_or_404(rows, pk=entry)
    form = Decide(request.POST)
    if form.is_valid():
        entered = form.cleaned_data
        try:
            if row.decision != entered["decision"] or row.decision == Decision.DEFERRED:
                with unchanged(shortlist):
                    acts.decide_entry(
                        entry=row,
                        decision=Decision(entered["decision"]),
                        reason=entered["reason"],
                        **how(request, timezone.localdate(), version=entered["version"]),
                    )
            messages.success(request, f"{row.matter.number}：{Decision(entered['decision']).label}。")
            return redirect(f"{reverse('shortlists-one', args=[pk])}#entry-{entry}")
        except NotAllowed as refusal:
            form.refuse(refusal)
            shortlist.refresh_from_db()
    return _page(request, shortlist, row.pk, form)


def _page(request: OfficialRequest, shortlist: Shortlist, refused: UUID | None, form: Decide | None) -> HttpResponse:
    rows = shortlist.entries.visible_to(request.user).select_related("matter", "matter__responsible")
    may = may_keep(request, shortlist)
    entries: list[dict[str, Any]] = [
        {
            "row": row,
            "sign": sign(SIGNS[row.decision][0], word=SIGNS[row.decision][1]),
            "open": may and row.decision in ("", Decision.DEFERRED),
            "form": form if row.pk == refused else None,
        }
        for row in rows
    ]
    leader = people.on_day([shortlist.official_id], shortlist.issued_on).get(shortlist.official_id)
    context = {
        "title": f"{shortlist.official.name}的突出问题清单",
        "crumbs": [
            ("首页", reverse("home")),
            ("突出问题清单", reverse("shortlists")),
            (f"{shortlist.issued_on} {shortlist.official.name}", ""),
        ],
        "shortlist": shortlist,
        "leader": leader,
        "entries": entries,
        "chosen": any(entry["row"].decision == Decision.CHOSEN for entry in entries),
        "trail": trail(request, shortlist),
        "may": may,
        "mine": request.standing.official == shortlist.official_id,
        "open": open_to(request.standing, [shortlist.official_id]),
    }
    return render(request, "shortlists/one.html", context, status=422 if form else 200)
