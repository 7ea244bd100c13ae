"""The ledger equals the facts, and its status is the rules' own on any later day."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

import cast
from supervision import story
from supervision.story import Office
from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.roles import Role
from xiafang.promises import ledger
from xiafang.promises.board import STATUSES
from xiafang.promises.facts import facts, gather
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.regulation.reading import read_facts
from xiafang.regulation.registry import DUTIES

Web = Callable[[], AbstractContextManager[None]]
TODAY = cast.DAY


def full(office: Office) -> None:
    """Leave something of every kind behind."""
    land = office.land
    leader = cast.official("吴示例")
    cast.appointed(leader, land.city, leadership=True, principal=True)
    office.agree(superior=land.department, subordinate=land.city, on=date(2026, 1, 20))
    office.agree()
    office.plan()
    finding = office.find(office.inspect())
    office.sanction(finding)


def statuses(day: date) -> dict[tuple[str, str, str, str], str]:
    return {(row.duty, row.subject, row.period, str(row.due)): row.status for row in Row.objects.with_status(day)}


def test_the_ledger_says_what_judging_the_facts_says_today_and_on_every_later_day(office: Office) -> None:
    full(office)
    ledger.rebuild(TODAY)
    for day in (TODAY, date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 20), date(2027, 4, 1)):
        judged = {}
        for year in (2026, 2027):
            for finding in evaluate(facts(year=year, as_of=day)):
                if DUTIES[finding.duty].way != "today":
                    key = (finding.duty, finding.subject, finding.period or "", str(finding.due))
                    judged[key] = finding.status
        assert statuses(day) == judged, day


def test_the_database_and_the_regulation_read_the_same_status(office: Office) -> None:
    full(office)
    ledger.rebuild(TODAY)
    for days in (0, 15, 16, 200, 400):
        day = TODAY + timedelta(days=days)
        rows = list(Row.objects.with_status(day))
        assert rows
        assert {row.pk: row.status for row in rows} == {row.pk: row.status_on(day) for row in rows}
        for status in STATUSES:
            assert {row.pk for row in Row.objects.begun(day).in_status(status, day)} == {
                row.pk for row in rows if row.status == status
            }
        assert all(row.status_on(day) is None for row in Row.objects.exclude(pk__in=[row.pk for row in rows]))


def test_a_rebuilt_ledger_verifies_and_a_changed_one_says_where(office: Office) -> None:
    full(office)
    assert ledger.rebuild(TODAY) == Row.objects.count() > 0
    assert ledger.verify(TODAY) == []
    changed, gone = Row.objects.order_by("pk")[:2]
    Row.objects.filter(pk=changed.pk).update(have=changed.have + 7)
    gone.delete()
    Row.objects.create(year=2026, duty="plan.filed", subject="organization:x", root=uuid4(), due=TODAY, need=1, have=0)
    found = [str(difference) for difference in ledger.verify(TODAY)]
    assert len(found) == 3
    assert any(f"have 为 {changed.have + 7}，应为 {changed.have}" in text for text in found)
    assert any("缺少" in text for text in found)
    assert any("多出" in text for text in found)


def test_what_happens_shows_in_the_ledger_at_once(office: Office) -> None:
    ledger.rebuild(TODAY)
    plan = office.plan()
    row = Row.objects.get(duty="plan.filed", root=plan.organization_id, year=plan.year)
    assert row.completed_on == plan.filed_on
    assert ledger.verify(TODAY) == []


def test_nothing_is_kept_before_the_ledger_is_begun(office: Office) -> None:
    office.plan()
    assert not Row.objects.exists()
    assert ledger.roll(TODAY) == Row.objects.count() > 0
    assert ledger.verify(TODAY) == []


def test_rolling_adds_the_next_year_once_and_leaves_the_rest(office: Office) -> None:
    full(office)
    ledger.rebuild(TODAY)
    before = set(Row.objects.values_list("pk", flat=True))
    assert ledger.roll(TODAY) == 0
    assert ledger.roll(date(2027, 1, 1)) == Row.objects.filter(year=2028).count() > 0
    assert ledger.roll(date(2027, 1, 1)) == 0
    assert before <= set(Row.objects.values_list("pk", flat=True))


def test_a_sanction_stands_on_the_board_of_the_office_alone(office: Office) -> None:
    full(office)
    ledger.rebuild(TODAY)
    row = Row.objects.get(duty="sanction")
    assert row.organization == office.land.department
    assert row.official == office.accused


def test_the_gathered_facts_take_a_fixed_number_of_queries(office: Office) -> None:
    gather(year=2026, as_of=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as few:
        gather(year=2026, as_of=TODAY)
    full(office)
    with CaptureQueriesContext(connection) as more:
        document = gather(year=2026, as_of=TODAY)
    assert len(few) == len(more) <= 40
    read_facts(json.dumps(document).encode())


# Who sees what


def seen_by(user: User | None, web_role: Web) -> set[str]:
    with web_role():
        if user is None:
            standing.forget()
        else:
            standing.identify(user, on=TODAY)
        return {f"{row.duty} {row.organization_id}" for row in Row.objects.all()}


@pytest.mark.parametrize(
    ("place", "sees", "hidden"),
    [
        pytest.param("county", ["county"], ["city", "neighbour", "department"], id="a county sees its own"),
        pytest.param("city", ["city", "county"], ["neighbour", "department"], id="a city sees its counties"),
        pytest.param("department", ["department", "city", "county", "neighbour"], [], id="the department sees all"),
    ],
)
def test_a_petition_office_sees_its_subtree(
    office: Office, web_role: Web, place: str, sees: list[str], hidden: list[str]
) -> None:
    full(office)
    ledger.rebuild(TODAY)
    seen = {text.split()[1] for text in seen_by(story.clerk(office.land, place), web_role)}
    units = office.land.units
    assert {str(units[name].pk) for name in sees} <= seen
    assert not {str(units[name].pk) for name in hidden} & seen


def test_an_official_sees_what_that_official_owes_and_a_sanction_only_the_office(office: Office, web_role: Web) -> None:
    full(office)
    ledger.rebuild(TODAY)
    accused = cast.user("accused", (Role.LEADER, office.land.county), official=office.accused)
    assert any(text.startswith("sanction") for text in seen_by(accused, web_role))
    assert not any(text.startswith("sanction") for text in seen_by(story.clerk(office.land, "county"), web_role))


def test_nobody_sees_nothing_and_the_web_role_writes_nothing(office: Office, web_role: Web) -> None:
    full(office)
    ledger.rebuild(TODAY)
    assert seen_by(None, web_role) == set()
    clerk = story.clerk(office.land, "department")
    for statement in ("UPDATE promises_row SET have = 9", "DELETE FROM promises_row"):
        with web_role(), connection.cursor() as cursor:
            standing.identify(clerk, on=TODAY)
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement)
