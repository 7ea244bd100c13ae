"""The counts beside the ledger are its rows', whatever becomes of the rows and of the tree."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from django.db import connection

from casework.office import registered
from promises.counting import counted, in_changes, kept
from supervision.story import Office
from visits.story import visitors
from xiafang.organizations.models import Organization
from xiafang.promises import ledger
from xiafang.promises.models import Row

DAY = date(2026, 6, 15)


def rows(unit: Organization, many: int) -> list[Row]:
    due = [date(2026, month, 28) for month in range(1, 13)]
    made = [
        Row(
            year=2026,
            duty=f"case.{n % 7}",
            subject=f"case:{unit.pk}-{n}",
            root=unit.pk,
            due=due[n % 12],
            need=1,
            have=1,
            exempt=n % 5 == 0,
            completed_on=due[n * 5 % 12] if n % 3 else None,
            organization=unit,
        )
        for n in range(many)
    ]
    return Row.objects.bulk_create(made)


def test_counts_follow_the_ledger_made_anew_and_emptied(office: Office) -> None:
    ledger.rebuild(DAY)
    assert kept() == counted() != {}
    ledger.rebuild(DAY)
    assert kept() == counted()
    Row.objects.all().delete()
    assert kept() == {}
    rows(office.land.county, 50)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE promises_row")
    assert kept() == {}


def test_changes_are_folded_now_and_then(office: Office) -> None:
    """The thousandth change folds all: none are lost, what was taken back leaves nothing."""
    for n in range(8):
        made = rows(office.land.county, 300)
        assert kept() == counted()
        Row.objects.filter(pk__in=[row.pk for row in made[n:]]).update(exempt=True)
        assert kept() == counted()
        Row.objects.filter(pk__in=[row.pk for row in made]).delete()
        assert kept() == {}
    assert in_changes() < 1000 + 300


def test_an_organization_that_moves_takes_its_counts_along(office: Office) -> None:
    land = office.land
    rows(land.county, 40)
    rows(land.city, 30)
    for parent in (land.far.parent, land.department):
        Organization.objects.filter(pk=land.county.pk).update(parent=parent)
        assert kept() == counted()
    Organization.objects.filter(pk=land.city.pk).update(parent=land.far.parent)
    assert kept() == counted()


def test_nobody_reads_the_counts_but_the_board(web_role: Callable[[], AbstractContextManager[None]]) -> None:
    people = visitors()
    registered(people)
    ledger.rebuild(DAY)
    assert kept()
    with web_role():
        assert kept() == {}
