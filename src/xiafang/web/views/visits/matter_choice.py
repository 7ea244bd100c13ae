"""Choosing matters for a visit or a shortlist: what was chosen stays on top, what is searched comes below."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.http import HttpResponse
from django.shortcuts import render

from xiafang.accounts.middleware import OfficialRequest
from xiafang.casework import find, predicates
from xiafang.casework.life import DONE, OPEN
from xiafang.casework.models import Matter
from xiafang.casework.querysets import MatterQuerySet
from xiafang.web.views.visits.fields import in_order, sent_keys

FOUND = 8
SEARCHED = 200  # of the matters with the words the newest, of which those to be worked on are shown


def workable(request: OfficialRequest) -> MatterQuerySet:
    """Return the matters that whoever asks may work on and that are not over."""
    mine = RawSQL(predicates.MINE, [], output_field=ArrayField(models.UUIDField()))  # noqa: S611 - our own words
    rows = Matter.objects.visible_to(request.user).filter(worked_by__overlap=mine)
    return rows.filter(state__in=[*OPEN, *DONE]).select_related("responsible")


def chosen(request: OfficialRequest, wanted: list[UUID]) -> list[Matter]:
    """Return the matters of `wanted` that whoever asks may see, in that order; the act says which cannot be taken."""
    return in_order(Matter.objects.visible_to(request.user).select_related("responsible"), wanted)


def found(request: OfficialRequest, words: str, without: list[UUID]) -> list[Matter]:
    """Return matters that may be worked on and in which each of `words` stands, the newest first. Two queries."""
    newest = workable(request).filter(state__in=OPEN).exclude(pk__in=without)
    if wanted := find.words_of(words):
        newest = newest.filter(pk__in=find.find(wanted, {"states": list(OPEN)}, most=SEARCHED))
        return list(newest.order_by("-received_on", "id")[:FOUND])
    return list(newest.newest_first(request.standing)[:FOUND])


def choice(request: OfficialRequest, wanted: list[UUID], words: str) -> dict[str, Any]:
    """Return what the part `visits/matter_choice.html` shows."""
    taken = chosen(request, wanted)
    return {"taken": taken, "found": found(request, words, [matter.pk for matter in taken]), "words": words}


@login_required
def search(request: OfficialRequest) -> HttpResponse:
    """Return the matters to choose from while words are typed."""
    shown = choice(request, sent_keys(request.GET, "matters"), request.GET.get("words", ""))
    return render(request, "visits/matter_choice.html", {"choice": shown})
