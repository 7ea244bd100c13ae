"""Organizations and people as facts: what the regulation reads is what the acts wrote."""

import json
from datetime import date
from typing import Any

import cast
from xiafang.accounts.rights import OPERATOR
from xiafang.organizations import acts, facts
from xiafang.organizations.models import WorkCalendarDay
from xiafang.regulation.engine import evaluate
from xiafang.regulation.facts import Facts
from xiafang.regulation.reading import read_facts

WAY = {"by": OPERATOR, "at": cast.NOW}


def read(**more: Any) -> Facts:
    return read_facts(json.dumps({"year": 2026, "as_of": "2026-06-30"} | facts.read() | more).encode())


def test_the_regulation_accepts_the_facts(land: cast.Province, django_assert_num_queries: Any) -> None:
    who = cast.official()
    cast.appointed(who, land.city, leadership=True, principal=True)
    cast.appointed(who, land.division, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    acts.approve_absence(
        official=who,
        from_on=date(2026, 2, 1),
        to_on=date(2026, 2, 3),
        reason="病假",
        approved_by="示例",
        approved_on=cast.DAY,
        **WAY,
    )
    for day, status in ((date(2027, 2, 6), "official"), (date(2027, 2, 7), "provisional")):
        acts.set_calendar_day(
            day=day,
            change=WorkCalendarDay.Change.WORKED,
            status=WorkCalendarDay.Status(status),
            ground="示例",
            **WAY,
        )
    with django_assert_num_queries(1):
        document = read()
    assert document.office == str(land.department.pk)
    assert next(unit.id for unit in document.organizations) == str(land.department.pk)
    assert {unit.name for unit in document.organizations} == {unit.name for unit in land.units.values()}
    assert document.calendar.workdays == [date(2027, 2, 6)]
    (official,) = document.officials
    assert official.posts[0].principal
    assert official.posts[0].to_day is None
    assert official.posts[1].to_day == date(2025, 12, 31)
    assert official.exemptions[0].reason == "病假"
    found = {(finding.duty, finding.subject): finding.status for finding in evaluate(document)}
    assert found["principal.one", f"organization:{land.city.pk}"] == "met"
    assert found["principal.one", f"organization:{land.county.pk}"] == "breached"
    assert found["visits.quarter", f"official:{who.pk}"] in ("breached", "pending")


def test_closed_organizations_stay_in_the_facts(land: cast.Province) -> None:
    acts.close_organization(organization=land.office, last_day=date(2026, 3, 31), reason="撤并", **WAY)
    (closed,) = [unit for unit in read().organizations if unit.id == str(land.office.pk)]
    assert closed.to_day == date(2026, 3, 31)
