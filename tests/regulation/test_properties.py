"""What must hold of the regulation as code, whatever the facts."""

# ruff: noqa: S311 (nothing here is a secret)

import copy
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracle.documents import facts_documents, write
from xiafang.regulation.calendar import Calendar, months_later
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding
from xiafang.regulation.reading import read_facts
from xiafang.regulation.registry import DUTIES

SHIPPED = Calendar()
UNITS = st.sampled_from(["working_days", "days", "months"])
AMOUNTS = st.integers(0, 40)
DAYS = st.dates(date(2023, 11, 1), date(2028, 3, 31))
SOME_DAYS = st.sets(DAYS, max_size=12)

bare = settings(max_examples=300, deadline=None, database=None, derandomize=True)
whole = settings(max_examples=40, deadline=None, database=None, derandomize=True)


def judge(document: Any, **more: Any) -> list[Finding]:
    return evaluate(read_facts(write(document).encode()), **more)


def key(finding: Finding) -> tuple[str, str, str]:
    return finding.duty, finding.subject, finding.period or ""


# Limits


@bare
@given(unit=UNITS, amount=AMOUNTS, start=DAYS, off=SOME_DAYS, extra=DAYS)
def test_one_more_day_off_never_shortens_a_limit(
    unit: str, amount: int, start: date, off: set[date], extra: date
) -> None:
    before = getattr(Calendar(holidays=off), unit)(amount)[start].day
    after = getattr(Calendar(holidays=off | {extra}), unit)(amount)[start].day
    assert after >= before


@bare
@given(unit=UNITS, amount=AMOUNTS, start=DAYS, worked=SOME_DAYS, extra=DAYS)
def test_one_more_make_up_day_never_lengthens_a_limit(
    unit: str, amount: int, start: date, worked: set[date], extra: date
) -> None:
    before = getattr(Calendar(workdays=worked), unit)(amount)[start].day
    after = getattr(Calendar(workdays=worked | {extra}), unit)(amount)[start].day
    assert after <= before


@bare
@given(unit=UNITS, amount=AMOUNTS, start=DAYS, later=st.integers(0, 70), off=SOME_DAYS)
def test_a_later_start_never_gives_an_earlier_due_day(
    unit: str, amount: int, start: date, later: int, off: set[date]
) -> None:
    limits = getattr(Calendar(holidays=off), unit)(amount)
    assert limits[start + timedelta(days=later)].day >= limits[start].day


@bare
@given(unit=UNITS, amount=AMOUNTS, start=DAYS)
def test_one_more_day_or_month_never_gives_an_earlier_due_day(unit: str, amount: int, start: date) -> None:
    count = getattr(SHIPPED, unit)
    assert count(amount + 1)[start].day >= count(amount)[start].day


@bare
@given(unit=UNITS, amount=st.integers(1, 40), start=DAYS, off=SOME_DAYS)
def test_a_limit_ends_on_a_working_day_after_its_start(unit: str, amount: int, start: date, off: set[date]) -> None:
    calendar = Calendar(holidays=off)
    limit = getattr(calendar, unit)(amount)[start]
    assert calendar.is_working(limit.day)
    assert limit.day > start


@bare
@given(first=AMOUNTS, second=AMOUNTS, start=DAYS)
def test_working_days_add_up(first: int, second: int, start: date) -> None:
    count = SHIPPED.working_days
    assert count(second)[count(first)[start].day].day == count(first + second)[start].day


@bare
@given(start=st.dates(date(1, 1, 1), date(9990, 1, 1)), months=st.integers(0, 100))
def test_months_keep_the_day_number_or_end_the_month(start: date, months: int) -> None:
    day = months_later(start, months)
    assert (day.year * 12 + day.month) - (start.year * 12 + start.month) == months
    assert day.day == start.day or (day.day < start.day and (day + timedelta(days=1)).day == 1)


# Findings


def shuffled(value: Any, rng: random.Random, under: str = "") -> Any:
    """The same with every list but `grades` in another order, and every object's keys too."""
    if isinstance(value, dict):
        items = [(name, shuffled(inner, rng, name)) for name, inner in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffled(inner, rng) for inner in value]
        if under != "grades":
            rng.shuffle(items)
        return items
    return value


@whole
@given(document=facts_documents(), seed=st.integers(0, 10**6))
def test_no_lists_order_matters_but_that_of_grades(document: Any, seed: int) -> None:
    assert judge(shuffled(document, random.Random(seed))) == judge(document)


def test_17_the_order_of_grades_does_matter() -> None:
    days = [{"grade": "simple", "on": "2026-03-02"}, {"grade": "major", "on": "2026-03-02"}]
    dues = set()
    for grades in (days, days[::-1]):
        matter = {
            "id": "c",
            "organization": "d",
            "received_on": "2026-03-02",
            "accepted_on": "2026-03-02",
            "visit": "v",
            "grades": grades,
        }
        document = {
            "year": 2026,
            "as_of": "2026-12-31",
            "office": "d",
            "organizations": [{"id": "d", "name": "", "kind": "provincial_department"}],
            "visits": [{"id": "v", "organization": "d", "mode": "field", "date": "2026-03-02", "status": "held"}],
            "cases": [matter],
        }
        dues |= {finding.due for finding in judge(document, only=["case.limit"])}
    assert len(dues) == 2


UNMET_BY_NOTHING = ("visits.half_year", "visits.quarter", "visits.unit", "inspection.regular", "inspection.random")


@whole
@given(document=facts_documents(), later=st.integers(1, 500))
def test_a_later_as_of_never_unmeets_visits_and_inspections(document: Any, later: int) -> None:
    as_of = date.fromisoformat(document["as_of"])
    after = {key(f): f for f in judge(document, as_of=as_of + timedelta(days=later), only=UNMET_BY_NOTHING)}
    for finding in judge(document, only=UNMET_BY_NOTHING):
        assert after[key(finding)].have >= finding.have
        if finding.status == "met":
            assert after[key(finding)].status == "met"
            assert after[key(finding)].completed_on == finding.completed_on
        assert (after[key(finding)].status == "exempt") is (finding.status == "exempt")


@whole
@given(document=facts_documents(), names=st.sets(st.sampled_from(sorted(DUTIES)), min_size=1))
def test_evaluating_some_duties_is_filtering(document: Any, names: set[str]) -> None:
    assert judge(document, only=names) == [finding for finding in judge(document) if finding.duty in names]


@whole
@given(document=facts_documents())
def test_findings_agree_with_themselves(document: Any) -> None:
    """Sorted, one for each duty, subject and period, and every key agrees with the status."""
    found = judge(document)
    as_of = date.fromisoformat(document["as_of"])
    assert [finding.order for finding in found] == sorted(finding.order for finding in found)
    assert len({key(finding) for finding in found}) == len(found)
    for finding in found:
        assert finding.article == DUTIES[finding.duty].article
        assert finding.evidence == tuple(sorted(finding.evidence))
        assert finding.subject.partition(":")[0] == DUTIES[finding.duty].subject
        assert finding.why.endswith("。")
        assert finding.article in finding.why
        match finding.status:
            case "met" | "late":
                assert finding.have >= finding.need or finding.duty == "principal.one"
                assert finding.completed_on is not None or finding.duty == "principal.one"
                assert finding.completed_on is None or finding.completed_on <= max(as_of, finding.due)
                assert (finding.status == "late") is (
                    finding.completed_on is not None and finding.completed_on > finding.due
                )
            case "pending":
                assert finding.due >= as_of
                assert finding.completed_on is None
                assert finding.have < finding.need
            case "breached":
                assert finding.completed_on is None
                assert finding.due < as_of or finding.duty in {
                    "principal.one",
                    "case.disposition",
                    "target.by_liaison",
                }


@whole
@given(document=facts_documents())
def test_before_the_year_there_is_nothing(document: Any) -> None:
    assert judge(document, as_of=date(document["year"], 1, 1) - timedelta(days=1)) == []


@whole
@given(document=facts_documents(), later=st.integers(1, 400))
def test_what_is_missed_stays_missed_or_is_done_late(document: Any, later: int) -> None:
    """A deadline that was breached is never met afterwards while its due day stands."""
    as_of = date.fromisoformat(document["as_of"])
    after = {key(f): f for f in judge(document, as_of=as_of + timedelta(days=later))}
    for finding in judge(document):
        if finding.status != "breached" or DUTIES[finding.duty].need or finding.duty == "principal.one":
            continue
        now = after.get(key(finding))  # a visit may have been cancelled meanwhile
        if now is not None and now.due == finding.due and finding.due < as_of:
            assert now.status in {"breached", "late"}


@whole
@given(document=facts_documents(), extra=DAYS)
def test_one_more_day_off_never_makes_a_due_day_earlier(document: Any, extra: date) -> None:
    """With the grade fixed: a regrading may be in time only because an extra day has moved the limit."""
    before = copy.deepcopy(document)
    for case in before.get("cases", []):
        case.pop("grades", None)
        case.pop("extension", None)
    calendar = before.setdefault("calendar", {})
    assume(str(extra) not in calendar.get("workdays", []) and str(extra) not in calendar.get("holidays", []))
    after = copy.deepcopy(before)
    after["calendar"]["holidays"] = [*after["calendar"].get("holidays", []), str(extra)]
    due = {key(finding): finding.due for finding in judge(before)}
    for finding in judge(after):
        assert finding.due >= due[key(finding)]


@whole
@given(document=facts_documents())
def test_another_year_gives_other_findings(document: Any) -> None:
    """A duty of a period belongs to one year: the findings of two years never share a subject in a period."""
    late = date(document["year"] + 2, 12, 31)
    first = {key(finding) for finding in judge(document, as_of=late) if finding.period}
    second = {key(finding) for finding in judge(document, year=document["year"] + 1, as_of=late) if finding.period}
    assert not first & second


def test_an_unknown_duty_is_an_error() -> None:
    document = {
        "year": 2026,
        "as_of": "2026-12-31",
        "office": "d",
        "organizations": [{"id": "d", "name": "", "kind": "provincial_department"}],
    }
    with pytest.raises(KeyError, match="none"):
        judge(document, only=["none"])
