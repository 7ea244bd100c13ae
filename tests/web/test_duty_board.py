"""职责台账: its numbers are the rules' own, as far as whoever asks may see; what it costs; who may open it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

import cast
from casework.office import how, registered
from web.asking import page, queries
from web.duties import Web, judged, signed_in_as, story
from xiafang.accounts import standing
from xiafang.accounts.roles import Role
from xiafang.casework import acts as casework
from xiafang.organizations.models import Organization
from xiafang.promises import board, ledger
from xiafang.promises.models import Row

SCOPE = board.Scope(cast.DAY, 2026)
COUNT = re.compile(r'class="count count-(\w+)" href="[^"]*unit=([0-9a-f-]{36})[^"]*"[^>]*>(\d+)<')


def shown(html: str) -> dict[tuple[str, str], int]:
    """The numbers of a board by (unit, state); the unit's own row is named by the unit, too, and comes first."""
    found: dict[tuple[str, str], int] = {}
    for state, unit, count in COUNT.findall(html):
        found.setdefault((unit, state), int(count))
    return found


def test_the_numbers_of_the_operator_are_the_findings_of_the_rules(today: None, db: None) -> None:
    people, _ = story()
    standing.identify(people.superior, on=cast.DAY)  # sees everything there is
    numbers: Counter[str] = Counter()
    for counts in board.below(SCOPE, people.land.department).values():
        numbers.update(counts)
    expected: Counter[str] = Counter()
    for (_unit, status), count in judged().items():
        expected[status] += count
    assert +numbers == +expected
    city, county = people.land.city, people.land.county
    below = board.below(SCOPE, city)
    for unit in (city, county):
        assert below[unit.pk] == {s: n for (u, s), n in judged().items() if u == str(unit.pk)}


PEOPLE = ["office", "superior", "county", "neighbour", "handler", "principal", "leader", "accused", "liaison", "nobody"]


def test_the_function_that_counts_is_the_policy_of_the_ledger(web_role: Web, today: None, db: None) -> None:
    """For everybody on every board: what row security lets them read, counted one by one."""
    people, matters = story()
    casework.assign(matter=matters["planned"], to=[people.handler], **how(people.office, 4))
    recusal = casework.ask_recusal(
        matter=matters["received"], user=people.second, reason="亲属", **how(people.office, 9)
    )
    casework.decide_recusal(recusal=recusal, granted=True, ground="属实", **how(people.office, 9))
    ledger.rebuild(cast.DAY)
    for user in (*(people[name] for name in PEOPLE), people.second):
        for unit in (people.land.department, people.land.city, people.land.county, people.land.division):
            with web_role():
                standing.identify(user, on=cast.DAY)
                rows = SCOPE.rows().filter(organization__above__contains=[unit.pk]).select_related("organization")
                expected = Counter((branch(row, unit), row.status) for row in rows)
                counted = board.below(SCOPE, unit)
                own = [row for row in rows if row.organization_id == unit.pk and row.official_id is None]
                work = board.work(SCOPE, unit)
                quarter = replace(SCOPE, first=date(2026, 4, 1), last=date(2026, 6, 30))
                due = [row for row in rows if date(2026, 4, 1) <= row.due <= date(2026, 6, 30)]
                in_quarter = board.below(quarter, unit)
                by_duty = board.by_duty(SCOPE)
                every = Counter((row.duty, row.status) for row in SCOPE.rows().exclude(organization=None))
            assert flat(counted) == expected, user
            assert flat(work) == Counter((row.duty, row.status) for row in own), user
            assert flat(in_quarter) == Counter((branch(row, unit), row.status) for row in due), user
            assert flat(by_duty) == every, user
    with web_role():
        standing.forget()
        assert board.below(SCOPE, people.land.department) == {}


def flat(counts: Mapping[Any, board.Counts]) -> dict[tuple[Any, str], int]:
    return {(key, status): n for key, of in counts.items() for status, n in of.items()}


def branch(row: Any, unit: Organization) -> UUID:
    above: list[UUID] = row.organization.above
    return above[min(len(unit.above), len(above) - 1)]


def test_a_board_shows_these_numbers_and_leads_to_the_rows_behind_them(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    office = signed_in_as(people.superior)
    with web_role():
        html = page(office, "/duties/")
        numbers = shown(html)
        for (unit, state), count in numbers.items():
            own = "&own=1" if unit == str(people.land.department.pk) else ""
            listed = page(office, f"/duties/list/?unit={unit}&status={state}{own}")
            assert listed.count('class="why-row"') == count, (unit, state)
    assert numbers[str(people.land.city.pk), "breached"] > 0


def test_what_is_about_a_unit_is_neither_in_its_numbers_nor_on_its_pages(web_role: Web, today: None, db: None) -> None:
    people, matters = story()
    hidden = matters["accused"]
    rows = Row.objects.filter(matter=hidden.pk)
    assert rows.exists()
    county = signed_in_as(people.county)
    with web_role():
        before = shown(page(county, f"/duties/?unit={people.land.county.pk}"))
    # As if it were the county's own matter: its rows stand on the county's board, and the county still sees nothing.
    rows.update(organization=people.land.county)
    row = rows[0].pk
    addresses = (
        f"/duties/?unit={people.land.county.pk}",
        f"/duties/list/?unit={people.land.county.pk}",
        f"/duties/organizations/{people.land.county.pk}/",
        f"/duties/officials/{people.county_boss.pk}/",
    )
    with web_role():
        assert shown(page(county, addresses[0])) == before
        for address in addresses:
            assert hidden.number not in page(county, address)
        assert county.get(f"/duties/why/{row}/").status_code == 404
    superior = signed_in_as(people.superior)
    with web_role():
        assert hidden.number in page(superior, addresses[1])


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        pytest.param("superior", "far", 200, id="the department looks everywhere"),
        pytest.param("office", "county", 200, id="a city looks at its counties"),
        pytest.param("county", "city", 404, id="a county does not look up"),
        pytest.param("neighbour", "county", 404, id="a city does not look into another one"),
        pytest.param("handler", "city", 200, id="a handler looks at the own unit"),
        pytest.param("liaison", "division", 200, id="a liaison looks at the own division"),
        pytest.param("nobody", "city", 404, id="without a role there is nothing"),
    ],
)
def test_who_opens_a_unit(web_role: Web, today: None, db: None, who: str, unit: str, status: int) -> None:
    people, _ = story()
    client = signed_in_as(people[who])
    with web_role():
        assert client.get(f"/duties/organizations/{people.land.units[unit].pk}/").status_code == status


def test_administrators_are_told_that_the_board_is_not_theirs(land: cast.Province, web_role: Web) -> None:
    admin = signed_in_as(cast.user("admin", (Role.SYSTEM_ADMIN, land.department)))
    with web_role():
        answer = admin.get("/duties/")
    assert answer.status_code == 403
    assert "您的角色不查看职责台账" in answer.content.decode()


def test_a_filter_and_a_period_narrow_the_numbers(today: None, db: None) -> None:
    people, _ = story()
    office = signed_in_as(people.superior)
    every = sum(shown(page(office, "/duties/")).values())
    visits = shown(page(office, "/duties/?duty=visits.quarter&period=Q2"))
    rows = Row.objects.filter(duty="visits.quarter", period="2026Q2").count()
    assert sum(visits.values()) == rows > 0
    assert rows < every
    article = shown(page(office, "/duties/?duty=7"))
    assert rows < sum(article.values()) < every
    assert page(office, "/duties/?duty=nonsense&period=X&year=abc&sort=1")


def test_the_board_and_the_list_cost_the_same_with_three_rows_and_with_thirty(
    web_role: Web, today: None, db: None
) -> None:
    people, _ = story()
    client = signed_in_as(people.superior)
    addresses = ("/duties/", "/duties/list/?duty=case.told")
    with web_role():
        few = [queries(client, address) for address in addresses]
    for n in range(12):
        registered(people, n=n % 10)
    ledger.rebuild(cast.DAY)
    with web_role():
        assert [queries(client, address) for address in addresses] == few


def test_the_list_goes_on_behind_the_last_row(today: None, db: None) -> None:
    people, _ = story()
    for n in range(30):
        registered(people, n=n % 10)
    ledger.rebuild(cast.DAY)
    office = signed_in_as(people.superior)
    first = page(office, "/duties/list/?year=2026")
    assert first.count('class="why-row"') == 50
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
    assert following
    second = page(office, "/duties/list/" + following[1].replace("&amp;", "&"))
    ids = [set(re.findall(r'id="why-([0-9a-f-]+)"', html)) for html in (first, second)]
    assert ids[1]
    assert not ids[0] & ids[1]
