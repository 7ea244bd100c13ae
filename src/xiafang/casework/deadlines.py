"""Limits that refuse an act (not those that are merely late), counted by the regulation's calendar and our own days."""

from datetime import date

from xiafang.organizations import facts
from xiafang.organizations.policy import in_force
from xiafang.regulation.calendar import Calendar, Deadline
from xiafang.regulation.policy import Policy

OBJECTION_WORKING_DAYS = 5  # 条例第二十三条第三款; no duty of the regulation, so not in its policy pack


def office_calendar() -> Calendar:
    """Return the calendar with the office's own official days. One query."""
    own = facts.calendar()
    return Calendar(
        holidays=map(date.fromisoformat, own["holidays"]), workdays=map(date.fromisoformat, own["workdays"])
    )


def last_day_to_object(passed_on: date) -> Deadline:
    """Return the last day on which the receiver may object to a transfer (条例第二十三条第三款)."""
    return office_calendar().working_days(OBJECTION_WORKING_DAYS)[passed_on]


def last_day_by_statute(accepted_on: date) -> Deadline:
    """Return the end of the statutory limit (条例第三十四条), before which alone it can be extended."""
    return office_calendar().days(_of(accepted_on).count("case.statutory_limit.days"))[accepted_on]


def longest_extension(accepted_on: date) -> int:
    """Return by how many days at most."""
    return _of(accepted_on).count("case.statutory_limit.max_extension_days")


def _of(accepted_on: date) -> Policy:
    return in_force().in_year(accepted_on.year)
