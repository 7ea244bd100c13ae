"""Numbers of items and matters, gapless by unit and year, and the codes with which petitioners ask."""

import secrets

from django.db import connection

from xiafang.casework.models import Numbering
from xiafang.organizations.models import Organization

_WORDS = {Numbering.Series.MATTER: "信", Numbering.Series.ITEM: "信件"}
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken on paper or on the phone
_LENGTH = 10
_GIVE = "UPDATE casework_numbering SET last = last + 1 WHERE organization_id = %s AND series = %s AND year = %s"


def give(unit: Organization, series: Numbering.Series, year: int) -> tuple[int, str]:
    """Return the next serial of `unit` in `year`, and the number as written; the row stays locked until the end.

    A number is gapless because it is given in the transaction that uses it. The prefix is the unit's short name, or its
    name, longer where another unit has it already. One query; more the first time in a year.
    """
    key = {"organization": unit, "series": series, "year": year}
    given = _next(unit, series, year)
    if given is None:
        Numbering.objects.get_or_create(**key, defaults={"prefix": _prefix(unit)})
        given = _next(unit, series, year)
    assert given, "a series that was begun counts"  # noqa: S101 - it stands in this transaction, or was waited for
    last, prefix = given
    return last, _written(prefix, series, year, last)


def give_above(unit: Organization, below: Organization, series: Numbering.Series, year: int) -> tuple[int, str]:
    """Return the same out of the series of `unit` to whoever keeps the register of `below` alone, a unit under it.

    A matter about `below` leaves no hole in what its colleagues see (ADR 0032); the database checks who asks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT serial, begins FROM casework_number_above(%s, %s, %s, %s::smallint, %s)",
            [below.pk, unit.pk, series, year, _prefix(unit)],
        )
        last, prefix = cursor.fetchone()
    return last, _written(prefix, series, year, last)


def _written(prefix: str, series: Numbering.Series, year: int, last: int) -> str:
    return f"{prefix}{_WORDS[series]}〔{year}〕{last}号"


def give_many(unit: Organization, series: Numbering.Series, year: int, count: int) -> list[tuple[int, str]]:
    """Return the next `count` serials and numbers as written. Two statements: the table gives them one by one."""
    first, number = give(unit, series, year)
    if count > 1:
        with connection.cursor() as cursor:
            cursor.executemany(_GIVE, [[unit.pk, series, year]] * (count - 1))
    written = number.removesuffix(f"{first}号")
    return [(serial, f"{written}{serial}号") for serial in range(first, first + count)]


def _next(unit: Organization, series: Numbering.Series, year: int) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{_GIVE} RETURNING last, prefix", [unit.pk, series, year])
        row: tuple[int, str] | None = cursor.fetchone()
        return row


def _prefix(unit: Organization) -> str:
    """Return what no other unit can be called: two units of one name differ in their parent's (a constraint)."""
    names = {unit.short_name, unit.name} - {""}
    own = unit.short_name or unit.name
    shared = Organization.objects.exclude(pk=unit.pk).filter(name__in=names) | Organization.objects.exclude(
        pk=unit.pk
    ).filter(short_name__in=names)
    return f"{unit.parent}{own}" if unit.parent and shared.exists() else own


def query_code() -> str:
    """Return a fresh code; 10 characters of 31 cannot be guessed, and are few enough to be read out."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
