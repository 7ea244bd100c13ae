"""下访列表: visits by date, the newest first, narrowed by what the address asks for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits.models import Visit
from xiafang.web.paging import page
from xiafang.web.views.visits import search as narrowing
from xiafang.web.views.visits.month import may
from xiafang.web.views.visits.rows import lines

ORDER = ("-date", "pk")


@login_required
def index(request: OfficialRequest) -> HttpResponse:
    """List visits, fifty a page."""
    search = narrowing.Search(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    found = narrowing.narrowed(request, asked) if search.is_valid() else Visit.objects.none()
    shown = page(found, ORDER, request.GET)
    context = {
        "title": "下访",
        "crumbs": [("首页", reverse("home")), ("下访", reverse("visits")), ("列表", "")],
        "search": search,
        "asked": narrowing.is_narrowed(search),
        "page": shown,
        "rows": lines(request, shown.rows),
        **may(request),
    }
    return render(request, "visits/list.html", context)
