"""The live state of an article: how its duties stand, as far as whoever asks may see; a part of the article's page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.promises import board
from xiafang.promises.board import STATUSES
from xiafang.regulation.outline import ARTICLES
from xiafang.regulation.registry import DUTIES
from xiafang.web.signs import sign
from xiafang.web.views.duties import scope
from xiafang.web.views.duties.cells import count_cells
from xiafang.web.views.duties.scope import Asked


@login_required
def live(request: OfficialRequest, number: int) -> HttpResponse:
    """Show the counts of this year by duty and state. One query."""
    if not 1 <= number <= len(ARTICLES):
        raise Http404
    asked = Asked(scope.read(request.GET).day, scope.read(request.GET).day.year, duty=str(number))
    duties = scope.duties_of(asked.duty)
    sees = bool(scope.at_home(request.standing))
    counts = board.by_duty(asked.scope()) if sees and duties else {}
    context = {
        "article": ARTICLES[number - 1],
        "sees": sees,
        "duties": [_row(duty, counts.get(duty, {}), asked) for duty in duties if DUTIES[duty].way != "today"],
        "statuses": [sign(status) for status in STATUSES],
        "board": reverse("duties") + asked.query(),
        "year": asked.year,
    }
    return render(request, "duties/article.html", context)


def _row(duty: str, counts: board.Counts, asked: Asked) -> dict[str, Any]:
    listed = reverse("duties-list") + Asked(asked.day, asked.year, duty=duty).query()
    return {
        "title": DUTIES[duty].title,
        "cells": count_cells(counts, DUTIES[duty].title, listed),
    }
