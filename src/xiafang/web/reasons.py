"""Why a duty stands as it does: state, due day, the sentence of the rules, the way to the date, evidence.

For any page: `of` gives reasons from findings, `templates/parts/why.html` shows one, and a row of the ledger opens in
place from `duties-why`. A number that the regulation does not state itself is shown as the reading it is (◇).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from xiafang.regulation.derivation import steps
from xiafang.regulation.findings import Finding
from xiafang.regulation.outline import ARTICLES, NUMBERS
from xiafang.regulation.registry import DUTIES
from xiafang.web import rules
from xiafang.web.signs import sign
from xiafang.web.subjects import Named, Subjects

_PERIODS = {"H1": "上半年", "H2": "下半年", "Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}


Judged = Any
"""A finding, or a row of the ledger with its `status`: what both have."""


@dataclass(frozen=True)
class Reason:
    """One finding as a page shows it. `steps` lead to the due day; `hidden` pieces of evidence may not be seen."""

    duty: str
    title: str
    subject: Named
    period: str
    status: str
    sign: SafeString
    due: date
    need: int
    have: int
    unit: str
    sentence: str
    steps: list[str]
    basis: SafeString
    evidence: list[Named]
    hidden: int
    provisional: bool


def of(findings: Iterable[Finding], subjects: Subjects) -> list[Reason]:
    """Return the findings as pages show them; `subjects` must know what they speak of."""
    return [_reason(finding, subjects) for finding in findings]


def spoken(findings: Iterable[Judged]) -> Iterable[str]:
    """Give every reference that stands in the findings, for Subjects."""
    for finding in findings:
        yield finding.subject
        yield from finding.evidence


def _reason(finding: Finding, subjects: Subjects) -> Reason:
    duty = DUTIES[finding.duty]
    evidence, hidden = subjects.evidence(finding.evidence)
    derivation = finding.derivation
    return Reason(
        finding.duty,
        duty.title,
        subjects.subject(finding.subject),
        period_name(finding.period),
        finding.status,
        sign(finding.status),
        finding.due,
        finding.need,
        finding.have,
        counted(finding.duty),
        subjects.sentence(finding.why),
        [] if isinstance(derivation, msgspec.UnsetType) else steps(derivation),
        _basis(finding.duty, timezone.localdate().year, settings.POLICY),
        evidence,
        hidden,
        finding.provisional,
    )


@cache
def _basis(name: str, year: int, _policy: str) -> SafeString:
    """Return the article and the parameters of a duty, which are the same wherever it is judged in a year."""
    duty = DUTIES[name]
    parameters = [rules.parameter_row(parameter) for parameter in duty.parameters]
    asked = {"article": duty.article, "article_href": article_href(name), "parameters": parameters}
    return render_to_string("parts/basis.html", asked)


def article_href(duty: str) -> str:
    """Return the page of the duty's article; the list of articles for a statute's, which stands at its end."""
    article = rules.article_of(DUTIES[duty])
    if article not in NUMBERS:
        return f"{reverse('articles')}#statute"
    return reverse("articles-one", args=[NUMBERS.index(article) + 1])


def period_name(label: str | None) -> str:
    """Return 2026年第四季度 for 2026Q4; empty for none."""
    return f"{label[:4]}年{_PERIODS.get(label[4:], '')}" if label else ""


def counted(duty: str) -> str:
    """Return the measure word of what a duty counts."""
    return "件" if duty.startswith("sponsored") else "次"


def in_short(judged: Judged, day: date) -> str:
    """Return in a few words how far it is and what is missing at the end of `day`, without asking the rules again."""
    way = DUTIES[judged.duty].way
    if way == "count":
        said = _counted(judged, day)
    elif way == "state":
        said = "" if judged.status == "met" else "未落实"
    elif judged.completed_on:
        late = (judged.completed_on - judged.due).days
        said = f"{judged.completed_on} 完成" + (f"，逾期{late}天" if late > 0 else "")
    else:
        said = _left(judged.due, day)
    return f"{said}（期限暂定）" if judged.provisional and said else said


def _counted(judged: Judged, day: date) -> str:
    unit = counted(judged.duty)
    have = f"应{judged.need}{unit}，已{judged.have}{unit}"
    match judged.status:
        case "exempt":
            return f"{have}，本期免计"
        case "met":
            return f"{have}，{judged.completed_on} 达标"
        case "breached":
            return f"{have}，缺{judged.need - judged.have}{unit}"
    return f"{have}，还差{judged.need - judged.have}{unit}，{_left(judged.due, day)}"


def _left(due: date, day: date) -> str:
    days = (due - day).days
    return f"还剩{days}天" if days > 0 else "今日到期" if days == 0 else f"已逾期{-days}天"


@cache
def article_choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the duties by article as the groups of a choice: (article, its code, [(duty, title)])."""
    groups = [
        (f"{article.number} {article.title}", str(article.index), _titles(article.number)) for article in ARTICLES
    ]
    statute = [(name, duty.title) for name, duty in DUTIES.items() if rules.article_of(duty) not in NUMBERS]
    return [group for group in groups if group[2]] + [("《信访工作条例》", "statute", statute)]


def _titles(number: str) -> list[tuple[str, str]]:
    return [(name, duty.title) for name, duty in DUTIES.items() if rules.article_of(duty) == number]
