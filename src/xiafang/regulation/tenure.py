"""Tenure: for how much of a period an official holds a post that a duty binds, approved absences left out.

Days are bits of one integer, so that each day is counted once however posts and absences overlap.
"""

from datetime import date
from fractions import Fraction

import msgspec

from xiafang.regulation.facts import Official
from xiafang.regulation.periods import Period
from xiafang.regulation.situation import Binding


class Tenure(msgspec.Struct, frozen=True):
    """`days` in post and not absent, of the `length` days of the period."""

    days: int
    length: int

    def is_shorter_than(self, share: Fraction) -> bool:
        """Say whether the days are less than `share` of the period, compared exactly."""
        return self.days < share * self.length


def tenure(official: Official, period: Period, binding: Binding) -> Tenure | None:
    """Return the official's tenure in `period`; None when no post that `binding` covers is held on any day of it."""
    held = 0
    for post in official.posts:
        if binding(post):
            held |= _days(post.from_day, post.to_day, period)
    if not held:
        return None
    absent = 0
    for exemption in official.exemptions:
        absent |= _days(exemption.from_day, exemption.to_day, period)
    return Tenure((held & ~absent).bit_count(), period.length)


def _days(first: date, last: date | None, period: Period) -> int:
    """Return the days of `period` within first…last as bits, the period's first day lowest."""
    start = max(first, period.first)
    end = period.last if last is None else min(last, period.last)
    if start > end:
        return 0
    length = (end - start).days + 1
    return ((1 << length) - 1) << (start - period.first).days
