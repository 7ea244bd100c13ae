"""The pages of a person and of a unit, and why a state is as it is: the rules' own findings, as of any day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

import cast
from casework.office import day
from visits.story import planned
from web.asking import page, queries
from web.duties import Web, signed_in_as, story
from xiafang.organizations.models import Organization
from xiafang.promises import board, ledger
from xiafang.promises.facts import facts
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.regulation.findings import Finding
from xiafang.web.signs import WORDS
from xiafang.web.views.duties import judging

TOKEN = re.compile(r"\"\w{64}\"")  # against forged requests, another one in each answer
PAST = (day(-100), day(9), day(10), cast.DAY)
QUOTA = re.compile(r'quota-head"><h3>([^<]+)</h3><span class="soft">([^<]*)</span>.*?<strong>(\d+)</strong>', re.DOTALL)


def findings(subject: str, on: date) -> list[Finding]:
    """What `xiafang check --as-of` says of a subject."""
    return [found for found in evaluate(facts(year=on.year, as_of=on)) if found.subject == subject]


@pytest.mark.parametrize("on", PAST)
def test_a_persons_page_as_of_a_day_is_what_check_says_of_that_day(today: None, db: None, on: date) -> None:
    people, _ = story()
    html = page(signed_in_as(people.superior), f"/duties/officials/{people.deputy.pk}/?day={on}")
    said = findings(f"official:{people.deputy.pk}", on)
    assert said
    for finding in said:
        assert finding.why in html
    assert len(QUOTA.findall(html)) == len(said)


@pytest.mark.parametrize("on", PAST)
def test_a_units_page_as_of_a_day_is_what_check_says_of_that_day(today: None, db: None, on: date) -> None:
    people, _ = story()
    html = page(signed_in_as(people.superior), f"/duties/organizations/{people.land.city.pk}/?day={on}")
    said = findings(f"organization:{people.land.city.pk}", on)
    assert said
    for finding in said:
        assert finding.why in html


@pytest.mark.parametrize("who", ["superior", "office", "leader", "handler", "liaison"])
def test_a_unit_today_is_counted_as_it_would_be_judged(
    web_role: Web, today: None, db: None, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Judging everything, as for an earlier day, gives the same page."""
    people, _ = story()
    unit = people.land.division if who == "liaison" else people.land.city
    client = signed_in_as(people[who])
    address = f"/duties/organizations/{unit.pk}/"
    with web_role():
        counted = TOKEN.sub("", page(client, address))
        monkeypatch.setattr(judging, "of_unit_today", lambda unit, day, most: judged(unit, day))
        monkeypatch.setattr(board, "work", judged_work)
        assert TOKEN.sub("", page(client, address)) == counted
    assert who not in ("superior", "office") or "要紧的在前" in counted


def judged(unit: Organization, day: date) -> tuple[list[judging.Judged], list[judging.Owed]]:
    found = judging.of_unit(unit, day)
    return found, judging.owed(found)


def judged_work(scope: board.Scope, unit: Organization) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for finding, official in judging.of_unit(unit, scope.day):
        if official is None and finding.subject != f"organization:{unit.pk}":
            found.setdefault(finding.duty, Counter())[finding.status] += 1
    return found


def test_the_visit_that_counted_is_linked_and_the_one_ahead_is_in_the_forecast(
    web_role: Web, today: None, db: None
) -> None:
    people, _ = story()
    leader = signed_in_as(people.leader)
    with web_role():
        html = page(leader, f"/duties/officials/{people.deputy.pk}/")
    met = Row.objects.get(official=people.deputy, duty="visits.quarter", period="2026Q2")
    assert met.evidence[0].removeprefix("visit:") in html
    assert "本季度已完成 1/1" in html
    assert f"{day(25)}" in html
    planned(people, n=4, on=60, leaders=[people.boss])
    with web_role():
        html = page(signed_in_as(people.principal), f"/duties/officials/{people.boss.pk}/")
    assert "尚未安排，还差 1 次，最迟 2026-06-30" in html


def test_before_the_visit_the_forecast_says_that_it_will_do(today: None, db: None) -> None:
    people, _ = story()
    html = page(signed_in_as(people.superior), f"/duties/officials/{people.deputy.pk}/?day={day(5)}")
    assert f"按已安排的下访，本季度将于 {day(10)} 完成 1/1" in html
    assert "截至 2026年6月6日" in html


def test_a_day_that_is_none_says_so_and_shows_today(today: None, db: None) -> None:
    people, _ = story()
    html = page(signed_in_as(people.superior), f"/duties/officials/{people.deputy.pk}/?day=2026-02-30")
    assert "2026-02-30”不是有效日期" in html
    assert "本季度已完成 1/1" in html


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("principal", 200), ("office", 200), ("superior", 200)]
    + [(who, 404) for who in ("county", "neighbour", "handler", "liaison", "nobody", "accused")],
)
def test_who_opens_a_person(web_role: Web, today: None, db: None, who: str, status: int) -> None:
    people, _ = story()
    client = signed_in_as(people[who])
    with web_role():
        assert client.get(f"/duties/officials/{people.deputy.pk}/").status_code == status


def test_a_leader_sees_nothing_of_what_the_others_of_the_unit_owe(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    with web_role():
        own = page(signed_in_as(people.leader), f"/duties/organizations/{people.land.city.pk}/")
        whole = page(signed_in_as(people.office), f"/duties/organizations/{people.land.city.pk}/")
    boss = f"/duties/officials/{people.boss.pk}/"
    assert boss in whole
    assert boss not in own
    assert f"/duties/officials/{people.deputy.pk}/" in own


def test_why_gives_sentence_derivation_parameter_and_article(web_role: Web, today: None, db: None) -> None:
    people, matters = story()
    row = Row.objects.get(duty="case.statutory_limit", matter=matters["planned"].pk)
    client = signed_in_as(people.office)
    with web_role():
        fragment = client.get(f"/duties/why/{row.pk}/", headers={"HX-Request": "true"}).content.decode()
        whole = page(client, f"/duties/why/{row.pk}/")
    for html in (fragment, whole):
        assert f"“{matters['planned'].number}”" in html
        assert "自 2026-06-02 起 60 日" in html
        assert "条例第三十四条" in html
        assert WORDS["pending"] in html
    assert "<html" not in fragment
    assert "<html" in whole


def test_pages_cost_the_same_however_much_there_is(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    client = signed_in_as(people.superior)
    addresses = (f"/duties/officials/{people.deputy.pk}/", f"/duties/organizations/{people.land.city.pk}/")
    with web_role():
        few = [queries(client, address) for address in addresses]
    for n in range(6):
        planned(people, n=4, on=26 + n)
    ledger.rebuild(cast.DAY)
    with web_role():
        assert [queries(client, address) for address in addresses] == few


def test_nothing_is_asked_of_who_has_no_quota(today: None, db: None) -> None:
    people, _ = story()
    html = page(signed_in_as(people.superior), f"/duties/officials/{people.head.pk}/")
    assert "没有下访次数和包案件数的要求" in html
    assert page(
        signed_in_as(people.superior), f"/duties/officials/{people.head.pk}/?day={cast.DAY + timedelta(days=400)}"
    )
