"""Two connections at once, as the web role: one leader's visits both count, and one visit is recorded by one person."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from pytest_django import Settings

from at_once import at_once
from casework.office import day, registered
from visits.story import Visiting, planned, reception, record, visitors
from xiafang.accounts.refusals import NotAllowed
from xiafang.organizations.touching import Touched
from xiafang.promises import keeping, ledger
from xiafang.promises.models import Row
from xiafang.visits.codes import Status
from xiafang.visits.models import Event, Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path) -> Visiting:
    settings.DATA = tmp_path
    return visitors()


def as_web_role(job: Callable[[], object]) -> Callable[[], None]:
    """Return the job in a transaction of the role that serves pages."""

    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {django_settings.WEB_ROLE}")
            job()

    return run


def test_one_leaders_visits_recorded_at_once_both_count(people: Visiting, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = [planned(people, on=on) for on in (10, 11)]
    ledger.rebuild(day(12))
    written, look = threading.Barrier(2), keeping._held

    def held(touched: Touched) -> Any:
        written.wait(10)  # both have written their visit, neither is committed: now both judge
        return look(touched)

    monkeypatch.setattr(keeping, "_held", held)
    by = (people.office, people.second)
    jobs = (as_web_role(lambda v=v, b=b: record(people, v, by=b)) for v, b in zip(visits, by, strict=True))
    assert at_once(*jobs, refused=NotAllowed) == []
    row = Row.objects.get(duty="visits.quarter", official=people.deputy, period="2026Q2")
    assert (row.have, sorted(row.evidence)) == (2, sorted(f"visit:{visit.pk}" for visit in visits))
    assert ledger.verify(day(12)) == []


def test_of_two_who_record_one_visit_at_once_the_second_is_told(people: Visiting) -> None:
    matter = registered(people)
    visit = planned(people, matter)
    ledger.rebuild(day(12))

    def job(who: str, said: str) -> Callable[[], object]:
        mine = Visit.objects.get(pk=visit.pk)
        words = [reception(matter, decided=said)]
        return as_web_role(lambda: record(people, mine, matter, by=people[who], receptions=words, version=mine.version))

    refusals = at_once(job("office", "三日内退还"), job("second", "五日内退还"), refused=NotAllowed)
    assert len(refusals) == 1
    assert "您的内容没有保存" in str(refusals[0])
    visit.refresh_from_db()
    assert (visit.status, visit.matters.count()) == (Status.HELD, 1)
    (event,) = Event.objects.filter(visit=visit, act="record_visit", matter=None)
    assert visit.matters.get().decided == ("三日内退还" if event.user == people.office else "五日内退还")
    assert Row.objects.get(duty="visits.quarter", official=people.deputy, period="2026Q2").have == 1
    assert ledger.verify(day(12)) == []
