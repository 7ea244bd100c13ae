"""The rules in force, as rows for pages: articles with their state, duties, parameters."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

import xiafang.regulation.articles  # noqa: F401 - fills DUTIES
from xiafang.organizations.policy import in_force
from xiafang.regulation.official import OfficialTextError, load_official_text
from xiafang.regulation.outline import ARTICLES, NUMBERS, STATE_NAMES, Article, State
from xiafang.regulation.policy import Parameter, Policy, load_policy
from xiafang.regulation.registry import DUTIES, Duty
from xiafang.web.signs import sign

SUBJECTS = {
    "organization": "单位",
    "official": "领导干部",
    "visit": "下访",
    "case": "信访事项",
    "letter": "网上来信",
    "discovery": "下访中发现的问题",
    "inspection": "抽查",
}
WHOLE_NAMES: dict[str, str] = {**{str(state): name for state, name in STATE_NAMES.items()}, "partly": "部分尚未建成"}
CHAPTERS = (("总则", 1, 6), ("工作方式", 7, 14), ("工作要求", 15, 18), ("督查考核", 19, 21))


@cache
def chapters() -> list[dict[str, Any]]:
    """Return the articles by chapter, as rows."""
    rows = [article_row(article) for article in ARTICLES]
    return [{"name": name, "articles": rows[first - 1 : last]} for name, first, last in CHAPTERS]


def article_row(article: Article) -> dict[str, Any]:
    """Return an article with the states of its clauses counted."""
    counts = {state: sum(clause.state == state for clause in article.clauses) for state in STATE_NAMES}
    present = {state: count for state, count in counts.items() if count}
    # The whole is as far as its weakest part, except that what needs no execution holds nothing back.
    weakest: tuple[State, ...] = ("not_yet_built", "carried_out", "executed", "nothing_to_execute")
    whole: str = next(state for state in weakest if state in present)
    if whole == "not_yet_built" and len(present) > 1:
        whole = "partly"
    return {
        "number": article.number,
        "title": article.title,
        "plain": article.plain,
        "href": reverse("articles-one", args=[article.index]),
        "states": frozenset(present),
        "signs": [sign(state, count if len(article.clauses) > 1 else None) for state, count in present.items()],
        "duties": len(duty_names(article)),
        "whole": whole,
        "whole_word": WHOLE_NAMES[whole],
    }


def duty_names(article: Article) -> list[str]:
    """Return the names of the duties that stand under an article or execute one of its clauses."""
    named = {name for clause in article.clauses for name in clause.duties}
    return [name for name, duty in DUTIES.items() if name in named or article_of(duty) == article.number]


@cache
def clause_counts() -> dict[str, int]:
    """Return how many clauses of the whole regulation are in each state."""
    clauses = [clause for article in ARTICLES for clause in article.clauses]
    return {state: sum(clause.state == state for clause in clauses) for state in STATE_NAMES}


def article_of(named: Duty | Parameter) -> str:
    """Return the article that a duty or parameter belongs to, without its paragraph; its own words for a statute's."""
    for number in reversed(NUMBERS):
        if named.article.startswith(number):
            return number
    return named.article


def duty_rows(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the duties called `names` with the parameters they read."""
    return [
        {
            "title": duty.title,
            "name": duty.name,
            "article": duty.article,
            "subject": SUBJECTS[duty.subject],
            "parameters": [parameter_row(name) for name in duty.parameters],
        }
        for duty in (DUTIES[name] for name in names)
    ]


def statute_rows() -> list[dict[str, Any]]:
    """Return the duties that stand in the national statute and run beside the regulation."""
    return duty_rows(name for name, duty in DUTIES.items() if article_of(duty) not in NUMBERS)


def parameters_of(article: Article) -> list[dict[str, Any]]:
    """Return the parameters that stand under an article or that its duties read."""
    policy = in_force()
    read = {parameter for name in duty_names(article) for parameter in DUTIES[name].parameters}
    return [
        parameter_row(name)
        for name, parameter in policy.parameters.items()
        if name in read or article_of(parameter) == article.number
    ]


def parameter_row(name: str) -> dict[str, Any]:
    """Return a parameter with its value as people say it."""
    dated = in_force().parameters[name]
    parameter = dated.in_year(timezone.localdate().year)
    statute = parameter.article.startswith("条例")
    return {
        "name": name,
        "value": _said(name, parameter),
        "article": parameter.article,
        "sign": sign(parameter.basis, word="条例明定" if statute and parameter.basis == "stated" else None),
        "interpreted": parameter.basis == "interpreted",
        "note": parameter.note + _more(name, dated, parameter),
    }


def _more(name: str, dated: Parameter, now: Parameter) -> str:
    """Return what else is known of a parameter: the built-in number, and the numbers of other years."""
    built_in, said = load_policy().parameters[name], []
    if built_in.value != now.value:
        said.append(f"内置为{_said(name, built_in)}")
    one: Parameter | None = dated
    while one is not None:
        if one != now:
            said.append(f"{one.first_year}年起{_said(name, one)}" if one.first_year else f"以前{_said(name, one)}")
        one = one.before
    return f"（本单位参数：{'，'.join(said)}）" if said else ""


def _said(name: str, parameter: Parameter) -> str:
    shown = parameter.shown
    last = name.rpartition(".")[2]
    if "-" in shown:
        month, day = shown.split("-")
        return f"{int(month)}月{int(day)}日"
    if last == "min_share":
        return f"{float(shown):.0%}"
    counted = "件" if name.startswith("sponsored") else "次"
    units = {"working_days": "个工作日", "months": "个月", "days": "日", "need": counted}
    return f"{shown}{next((unit for ending, unit in units.items() if last.endswith(ending)), '')}"


def policy_in_force() -> Policy:
    """Return the policy pack that judges this year."""
    return in_force().in_year(timezone.localdate().year)


@cache
def official_text() -> tuple[dict[str, str], str]:
    """Return the official text by article, and why there is none (empty when none was named). Read once a process."""
    if not settings.OFFICIAL_TEXT:
        return {}, ""
    try:
        return load_official_text(Path(settings.OFFICIAL_TEXT)), ""
    except OfficialTextError as error:
        return {}, str(error)
