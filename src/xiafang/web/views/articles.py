"""办法条文: what each article asks, what this version does about it, and the numbers it is judged by."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiafang.accounts.middleware import OfficialRequest
from xiafang.regulation.outline import ARTICLES, STATE_NAMES, Clause
from xiafang.regulation.registry import DUTIES
from xiafang.web import rules
from xiafang.web.signs import sign
from xiafang.web.views.duties import scope


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List the articles by chapter; `state` narrows the list to those with a clause in that state."""
    wanted = request.GET.get("state", "")
    if wanted not in STATE_NAMES:
        wanted = ""
    chapters = [
        {
            "name": chapter["name"],
            "articles": [row for row in chapter["articles"] if not wanted or wanted in row["states"]],
        }
        for chapter in rules.chapters()
    ]
    context = {
        "title": "办法条文",
        "crumbs": [("首页", reverse("home")), ("办法条文", "")],
        "chapters": [chapter for chapter in chapters if chapter["articles"]],
        "choices": _choices(wanted),
        "statute": rules.statute_rows() if not wanted else [],
    }
    return render(request, "articles/index.html", context)


def _choices(wanted: str) -> list[dict[str, Any]]:
    rows = [row for chapter in rules.chapters() for row in chapter["articles"]]
    address = reverse("articles")
    everything = {"label": "全部", "count": len(rows), "href": address, "current": not wanted}
    return [everything] + [
        {
            "label": label,
            "count": sum(state in row["states"] for row in rows),
            "href": f"{address}?state={state}",
            "current": state == wanted,
        }
        for state, label in STATE_NAMES.items()
    ]


@login_required
def one(request: OfficialRequest, number: int) -> HttpResponse:
    """Show article `number` (1…21)."""
    if not 1 <= number <= len(ARTICLES):
        raise Http404
    article = ARTICLES[number - 1]
    texts, problem = rules.official_text()
    context = {
        "title": f"{article.number} {article.title}",
        "article": article,
        "crumbs": [("首页", reverse("home")), ("办法条文", reverse("articles")), (article.number, "")],
        "clauses": [_clause(clause) for clause in article.clauses],
        "duties": rules.duty_rows(rules.duty_names(article)),
        "sees": bool(scope.at_home(request.standing)),
        "parameters": rules.parameters_of(article),
        "official": texts.get(article.number, "").split("\n") if article.number in texts else [],
        "official_loaded": bool(texts),
        "official_problem": problem,
        "last": number == len(ARTICLES),
        "effective_on": settings.EFFECTIVE_ON,
        "before": _neighbour(number - 1),
        "after": _neighbour(number + 1),
    }
    return render(request, "articles/one.html", context)


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "text": clause.text,
        "sign": sign(clause.state),
        "label": {"carried_out": "承载", "not_yet_built": "尚缺", "nothing_to_execute": "原因"}.get(clause.state, ""),
        "note": clause.note,
        "duties": [(DUTIES[name].title, name) for name in clause.duties],
    }


def _neighbour(number: int) -> dict[str, str] | None:
    if not 1 <= number <= len(ARTICLES):
        return None
    article = ARTICLES[number - 1]
    return {"href": reverse("articles-one", args=[number]), "label": f"{article.number} {article.title}"}
