"""From a visit to the ledger: people are received, the matter is closed, the duty is met; the wall holds here too."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from casework.office import accepted, closed, day, how, registered
from visits.story import Visiting, held, planned, visitors
from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.casework import acts as casework
from xiafang.casework.acts.accused import Accused
from xiafang.promises import ledger
from xiafang.promises.facts import facts
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.visits import acts as visits
from xiafang.visits.codes import DiscoveryKind

Web = Callable[[], AbstractContextManager[None]]
TODAY = day(20)


@pytest.fixture
def people(db: None) -> Visiting:
    return visitors()


def status(duty: str, subject: str, period: str = "") -> str:
    row = Row.objects.with_status(TODAY).get(duty=duty, subject=subject, period=period)
    return str(row.status)


def test_a_visit_at_which_people_were_received_turns_the_quarter_green_with_its_evidence(people: Visiting) -> None:
    subject = f"official:{people.deputy.pk}"
    ledger.rebuild(TODAY)
    assert status("visits.quarter", subject, "2026Q2") == "pending"
    visit = held(people, registered(people))
    ledger.rebuild(TODAY)
    row = Row.objects.get(duty="visits.quarter", subject=subject, period="2026Q2")
    assert row.status_on(TODAY) == "met"
    assert row.evidence == [f"visit:{visit.pk}"]
    assert row.completed_on == visit.date
    assert row.organization == people.land.city


def test_a_closed_matter_meets_its_limits_and_says_what_came_of_it(people: Visiting) -> None:
    matter = closed(people)
    ledger.rebuild(TODAY)
    for duty in ("case.statutory_limit", "case.disposition"):
        row = Row.objects.get(duty=duty, matter=matter.pk)
        assert row.status_on(TODAY) == "met", duty
        assert row.organization == matter.responsible


def test_the_ledger_equals_the_engine_after_all_that(people: Visiting) -> None:
    closed(people)
    held(people, registered(people))
    planned(people, accepted(people))
    ledger.rebuild(TODAY)
    assert ledger.verify(TODAY) == []
    for later in (0, 5, 30, 100, 200):
        on = day(20 + later)
        judged = {
            (f.duty, f.subject, f.period or ""): f.status
            for f in evaluate(facts(year=2026, as_of=on))
            if f.duty != "principal.one"
        }
        rows = Row.objects.with_status(on).filter(year=2026)
        assert {(row.duty, row.subject, row.period): row.status for row in rows} == judged


def matters_seen(user: User | None, web_role: Web) -> set[object]:
    with web_role():
        if user is None:
            standing.forget()
        else:
            standing.identify(user, on=TODAY)
        return set(Row.objects.exclude(matter=None).values_list("matter", flat=True))


def test_what_is_owed_on_a_matter_is_seen_with_the_matter_and_by_nobody_else(people: Visiting, web_role: Web) -> None:
    matter = casework.assign(matter=accepted(people), to=[people.handler], **how(people.office, 2))
    ledger.rebuild(TODAY)
    for name in ("office", "second", "superior", "handler", "principal"):
        assert matters_seen(people[name], web_role) == {matter.pk}, name
    for name in ("county", "neighbour", "far", "other_handler", "nobody"):
        assert matters_seen(people[name], web_role) == set(), name
    assert matters_seen(None, web_role) == set()


def test_whoever_is_recused_sees_nothing_of_it_in_the_ledger(people: Visiting, web_role: Web) -> None:
    matter = accepted(people)
    recusal = casework.ask_recusal(matter=matter, user=people.second, reason="亲属", **how(people.office, 2))
    casework.decide_recusal(recusal=recusal, granted=True, ground="属实", **how(people.office, 2))
    ledger.rebuild(TODAY)
    assert Row.objects.filter(matter=matter.pk).exists()
    assert matters_seen(people.second, web_role) == set()
    assert matters_seen(people.office, web_role) == {matter.pk}


def test_a_discovery_in_a_matter_is_seen_with_the_matter(people: Visiting, web_role: Web) -> None:
    matter = accepted(people)
    visit = held(people, matter)
    ledger.rebuild(TODAY)
    found = visits.add_discovery(
        visit=visit, kind=DiscoveryKind.HOT, text="示例", matter=matter, **how(people.office, 10)
    )
    elsewhere = visits.add_discovery(visit=visit, kind=DiscoveryKind.HOT, text="示例", **how(people.office, 10))

    def seen(user: User) -> set[object]:
        with web_role():
            standing.identify(user, on=TODAY)
            return set(Row.objects.filter(duty="hot.report").values_list("root", flat=True))

    assert seen(people.second) == {found.pk, elsewhere.pk}
    recusal = casework.ask_recusal(matter=matter, user=people.second, reason="亲属", **how(people.office, 11))
    casework.decide_recusal(recusal=recusal, granted=True, ground="属实", **how(people.office, 11))
    assert seen(people.second) == {elsewhere.pk}
    assert seen(people.office) == {found.pk, elsewhere.pk}
    assert ledger.verify(TODAY) == []


def test_what_is_owed_on_a_matter_about_a_unit_is_hidden_from_that_unit(people: Visiting, web_role: Web) -> None:
    land = people.land
    matter = registered(people, accused=[Accused(unit=land.county)])
    ledger.rebuild(TODAY)
    assert Row.objects.filter(matter=matter.pk).exists()
    assert matters_seen(people.county, web_role) == set()
    assert matters_seen(people.accused, web_role) == set()
    assert matters_seen(people.superior, web_role) == {matter.pk}


def test_a_void_matter_owes_nothing(people: Visiting) -> None:
    matter = registered(people)
    ledger.rebuild(TODAY)
    assert Row.objects.filter(matter=matter.pk).exists()
    casework.propose_void(matter=matter, reason="误登记", **how(people.office, 1))
    casework.confirm_void(matter=matter, **how(people.second, 1))
    ledger.rebuild(TODAY)
    assert not Row.objects.filter(matter=matter.pk).exists()
