"""The working calendar: the table against the State Council's arrangements, and the counting of days."""

import hashlib
from datetime import date, timedelta

import msgspec
import pytest

from xiafang.regulation.calendar import (
    Calendar,
    CalendarTable,
    YearTable,
    days_after,
    days_before,
    fixed,
    months_later,
    shipped_table,
)
from xiafang.regulation.calendar_fill import build_table

D = date.fromisoformat
CALENDAR = Calendar()


# Each was computed with three libraries that know the make-up days, which agree.
@pytest.mark.parametrize(
    ("start", "unit", "amount", "nominal", "due"),
    [
        # 10(1) 11(2) 12(3) 13(4) 16(5)
        pytest.param("2025-06-09", "working_days", 5, None, "2025-06-16", id="1: plain week"),
        # 9(1) 10(2) 11(3) 12(4) 13(5)
        pytest.param("2025-06-07", "working_days", 5, None, "2025-06-13", id="2: received on a Saturday"),
        # 02-12…16 off, Sunday 02-18 worked: 7(1) 8(2) 9(3) 18(4) 19(5)
        pytest.param("2024-02-06", "working_days", 5, None, "2024-02-19", id="3: spring festival, 02-09 worked"),
        # 18(1) 19(2) 20(3) 21(4) 22(5)
        pytest.param("2024-02-09", "working_days", 5, None, "2024-02-22", id="4: from new year's eve, worked then"),
        # Sunday 01-26 worked, 01-28…02-04 off: 26(1) 27(2) 5(3) 6(4) 7(5)
        pytest.param("2025-01-24", "working_days", 5, None, "2025-02-07", id="5: make-up Sunday, spring festival 2025"),
        # Sunday 09-28 worked, 10-01…08 off: 28(1) 29(2) 30(3) 9(4) 10(5)
        pytest.param("2025-09-26", "working_days", 5, None, "2025-10-10", id="6: make-up Sunday, eight days off"),
        # Saturday 10-11 worked: 9(1) 10(2) 11(3) 13(4) 14(5)
        pytest.param("2025-09-30", "working_days", 5, None, "2025-10-14", id="7: the day before the national day"),
        # 01-01…03 off, Sunday 01-04 worked: 4(1) 5(2) 6(3) 7(4) 8(5)
        pytest.param("2025-12-31", "working_days", 5, None, "2026-01-08", id="8: turn of the year, make-up Sunday"),
        # Saturday 02-14 worked, to 02-23 off: 14(1) 24(2) 25(3) 26(4) 27(5)
        pytest.param("2026-02-13", "working_days", 5, None, "2026-02-27", id="9: make-up Saturday, nine days off"),
        # 05-01…05 off, Saturday 05-09 worked: 6(1) 7(2) 8(3) 9(4) 11(5)
        pytest.param("2026-04-30", "working_days", 5, None, "2026-05-11", id="10: labour day 2026"),
        # 10-01…07 off, Saturday 10-10 worked: 8(1) 9(2) 10(3) 12(4) 13(5)
        pytest.param("2026-09-30", "working_days", 5, None, "2026-10-13", id="11: national day 2026"),
        pytest.param("2025-09-20", "days", 15, "2025-10-05", "2025-10-09", id="12: ends in the national day"),
        pytest.param("2025-09-26", "days", 15, "2025-10-11", "2025-10-11", id="13: ends on a worked Saturday"),
        pytest.param("2025-06-06", "days", 15, "2025-06-21", "2025-06-23", id="14: ends on a plain Saturday"),
        pytest.param("2026-02-05", "days", 15, "2026-02-20", "2026-02-24", id="15: ends in the spring festival"),
        pytest.param("2024-01-11", "days", 30, "2024-02-10", "2024-02-18", id="16: moves onto a worked Sunday"),
        pytest.param("2025-03-02", "days", 60, "2025-05-01", "2025-05-06", id="17: 60 days end on 05-01"),
        pytest.param("2024-01-31", "days", 60, "2024-03-31", "2024-04-01", id="18: over a leap February"),
        pytest.param("2025-01-31", "days", 60, "2025-04-01", "2025-04-01", id="19: over a plain February"),
        pytest.param("2025-07-03", "days", 90, "2025-10-01", "2025-10-09", id="20: 60 + 30 days"),
        pytest.param("2024-01-31", "months", 1, "2024-02-29", "2024-02-29", id="21: no 31 February, leap year"),
        pytest.param("2025-01-31", "months", 1, "2025-02-28", "2025-02-28", id="22: no 31 February"),
        pytest.param("2025-08-31", "months", 1, "2025-09-30", "2025-09-30", id="23: no 31 September"),
        pytest.param("2025-09-01", "months", 1, "2025-10-01", "2025-10-09", id="24: a month ends on 10-01"),
        pytest.param("2025-12-31", "months", 2, "2026-02-28", "2026-02-28", id="25: ends on a worked Saturday"),
        pytest.param("2025-08-08", "months", 2, "2025-10-08", "2025-10-09", id="26: ends on 10-08, off in 2025"),
        pytest.param("2026-07-01", "months", 2, "2026-09-01", "2026-09-01", id="27a: two months"),
        pytest.param("2026-07-01", "days", 60, "2026-08-30", "2026-08-31", id="27b: later than 60 days"),
        pytest.param("2026-01-01", "months", 2, "2026-03-01", "2026-03-02", id="28a: two months"),
        pytest.param("2026-01-01", "days", 60, "2026-03-02", "2026-03-02", id="28b: not later than 60 days"),
        pytest.param("2024-02-29", "months", 12, "2025-02-28", "2025-02-28", id="29: twelve months from 29 February"),
        pytest.param("2024-11-30", "months", 3, "2025-02-28", "2025-02-28", id="30: three months from 30 November"),
        pytest.param("2026-01-31", "months", 2, "2026-03-31", "2026-03-31", id="in one step, not 02-28 and a month"),
    ],
)
def test_worked_cases(start: str, unit: str, amount: int, nominal: str | None, due: str) -> None:
    limit = getattr(CALENDAR, unit)(amount)[D(start)]
    assert (str(limit.day), limit.provisional) == (due, False)
    assert str(limit.nominal) == (nominal or due)
    assert (limit.rule, limit.start, limit.amount) == (unit, D(start), amount)
    assert limit.calendar == shipped_table().version


def days(year: int, text: str) -> list[date]:
    """`04-04…05` is a stretch of days."""
    found: list[date] = []
    for part in text.split(", "):
        first, _, last = part.partition("…")
        month = first[:3]
        stop = last if "-" in last else month + (last or first[3:])
        day = D(f"{year}-{first}")
        while day <= D(f"{year}-{stop}"):
            found.append(day)
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("year", "working", "worked", "off"),
    [
        (
            2024,
            251,
            "02-04, 02-18, 04-07, 04-28, 05-11, 09-14, 09-29, 10-12",
            "01-01, 02-12…16, 04-04…05, 05-01…03, 06-10, 09-16…17, 10-01…04, 10-07",
        ),
        (
            2025,
            248,
            "01-26, 02-08, 04-27, 09-28, 10-11",
            "01-01, 01-28…31, 02-03…04, 04-04, 05-01…02, 05-05, 06-02, 10-01…03, 10-06…08",
        ),
        (
            2026,
            248,
            "01-04, 02-14, 02-28, 05-09, 09-20, 10-10",
            "01-01…02, 02-16…20, 02-23, 04-06, 05-01, 05-04…05, 06-19, 09-25, 10-01…02, 10-05…07",
        ),
    ],
)
def test_official_years(year: int, working: int, worked: str, off: str) -> None:
    table = shipped_table().years[year]
    assert table.status == "official"
    assert table.worked == days(year, worked)
    assert sorted(table.off) == days(year, off)
    every = (date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    assert sum(map(CALENDAR.is_working, every)) == working


def test_2027_is_provisional() -> None:
    """The statutory festivals with their days in lieu, and no make-up days."""
    table = shipped_table().years[2027]
    assert (table.status, table.worked) == ("provisional", [])
    assert sorted(table.off) == days(
        2027, "01-01, 02-05, 02-08…10, 04-05, 05-03…04, 06-09, 09-15, 10-01, 10-04…05"
    )  # 02-06, 02-07, 05-01, 05-02, 10-02, 10-03 are weekend days
    assert {day for day, year in shipped_table().years.items() if year.status == "official"} == set(range(1950, 2027))


def test_shipped_table_is_what_the_holidays_package_gives() -> None:
    """Run `xiafang calendar fill` when the package knows more, and look at the difference."""
    assert build_table() == shipped_table()


def test_version_is_the_digest_of_the_years() -> None:
    table = shipped_table()
    digest = hashlib.sha256(msgspec.json.encode(table.years)).hexdigest()
    assert table.version == f"2026-{digest[:8]}"


def test_overrides() -> None:
    """They beat the table, are named in the version, and are not provisional."""
    calendar = Calendar(holidays=[D("2026-03-03"), D("2027-03-03")], workdays=[D("2026-05-01"), D("2026-03-08")])
    assert calendar.version == f"{shipped_table().version}+4处自定"
    assert calendar.why_off(D("2026-03-03")) == "自定休息日"
    assert calendar.is_working(D("2026-05-01"))
    assert calendar.is_working(D("2026-03-08"))
    # 03-03 off, Sunday 03-08 worked: 4(1) 5(2) 6(3) 8(4) 9(5)
    assert calendar.working_days(5)[D("2026-03-02")].day == D("2026-03-09")
    assert not calendar.is_provisional(D("2027-03-03"))
    assert calendar.is_provisional(D("2027-03-04"))
    assert Calendar(holidays=[D("2026-03-03")]).version.endswith("+1处自定")


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-03-02", None),
        ("2026-03-07", "周六"),
        ("2026-03-08", "周日"),
        ("2026-02-14", None),
        ("2026-10-05", "国庆节"),
        ("2099-12-28", None),
        ("2150-01-01", None),
        ("2150-01-03", "周六"),
    ],
)
def test_why_a_day_is_off(day: str, reason: str | None) -> None:
    given = CALENDAR.why_off(D(day))
    assert given == reason or (reason == "国庆节" and given is not None)
    assert CALENDAR.is_working(D(day)) is (reason is None)


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        ("0001-01-01", False),
        ("2026-12-31", False),
        ("2027-01-01", True),
        ("2100-12-31", True),
        ("2101-01-01", True),
        ("9999-12-31", True),
    ],
)
def test_provisional_years(day: str, provisional: bool) -> None:
    assert CALENDAR.is_provisional(D(day)) is provisional


@pytest.mark.parametrize(
    ("start", "amount", "due", "provisional"),
    [
        pytest.param("2026-12-24", 5, "2026-12-31", False, id="25(1) 28(2) 29(3) 30(4) 31(5): does not look at 2027"),
        pytest.param("2026-12-25", 5, "2027-01-04", True, id="looks at 2027"),
        pytest.param("2027-01-04", 0, "2027-01-04", False, id="0 working days ask of no day"),
        pytest.param("2026-12-26", 4, "2026-12-31", False, id="28(1) 29(2) 30(3) 31(4)"),
    ],
)
def test_a_count_is_provisional_when_it_asked_of_a_provisional_day(
    start: str, amount: int, due: str, provisional: bool
) -> None:
    limit = CALENDAR.working_days(amount)[D(start)]
    assert (str(limit.day), limit.provisional) == (due, provisional)


@pytest.mark.parametrize(
    ("unit", "amount", "due"),
    [
        pytest.param("working_days", 0, "2025-06-07", id="0 working days: the day itself"),
        pytest.param("days", 0, "2025-06-09", id="0 days: moved"),
        pytest.param("months", 0, "2025-06-09", id="0 months: moved"),
    ],
)
def test_nothing_from_a_saturday(unit: str, amount: int, due: str) -> None:
    limit = getattr(CALENDAR, unit)(amount)[D("2025-06-07")]
    assert str(limit.day) == due


def test_the_end_of_all_days() -> None:
    """The last day that can be written stands for everything beyond it."""
    last = date.max
    assert CALENDAR.working_days(5)[D("9999-12-30")].day == last
    assert CALENDAR.days(5)[D("9999-12-30")].day == last
    assert CALENDAR.months(1)[D("9999-12-02")].day == last
    assert CALENDAR.moved(last).day == last  # a Friday
    off = Calendar(holidays=[last, D("9999-12-30")])
    assert off.moved(D("9999-12-30")).day == last
    assert CALENDAR.days(10**30)[D("2026-01-01")].day == last
    assert months_later(D("9999-11-30"), 1) == D("9999-12-30")
    assert months_later(D("9999-12-01"), 1) == last
    assert CALENDAR.months(10**30)[D("2026-01-01")].day == last


def test_the_beginning_of_all_days() -> None:
    assert days_before(date.min, 1).day == date.min
    assert days_before(D("0001-01-02"), 1).day == date.min
    assert days_before(D("2026-01-01"), 10**30).day == date.min


def test_fixed_days_are_not_moved() -> None:
    saturday = D("2025-06-07")
    assert fixed(saturday).day == saturday
    assert days_after(saturday, 7).day == D("2025-06-14")
    assert days_before(saturday, 7).day == D("2025-05-31")


def test_limits_are_worked_out_once() -> None:
    limits = CALENDAR.working_days(5)
    assert limits[D("2026-03-02")] is limits[D("2026-03-02")]
    assert CALENDAR.working_days(5) is limits


def test_a_table_with_a_gap() -> None:
    """A year that the table lacks between years it has is not held for provisional; one behind them is."""
    years = {
        2024: YearTable("official", {}, []),
        2026: YearTable("provisional", {D("2026-01-01"): "元旦"}, [D("2026-01-03")]),
    }
    calendar = Calendar(CalendarTable("trial", "", years))
    assert [calendar.is_provisional(D(f"{year}-06-01")) for year in (2023, 2024, 2025, 2026, 2027)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert calendar.is_working(D("2026-01-03"))
    assert calendar.why_off(D("2026-01-01")) == "元旦"
