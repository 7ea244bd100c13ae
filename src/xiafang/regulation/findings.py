"""A finding says whether one subject met one duty."""

from datetime import date
from typing import Literal

import msgspec

from xiafang.regulation.calendar import Deadline


class _Written(dict[date, str]):
    """Each date as it stands in sentences; kept, since the same few hundred days come back a million times."""

    def __missing__(self, day: date) -> str:
        text = self[day] = day.isoformat()
        return text


WRITTEN = _Written()

Status = Literal["met", "late", "pending", "breached", "exempt"]


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One subject, one duty; written to JSON key by key as the facts specification says.

    `derivation` is the way to `due`, there only when the evaluation was asked to explain; else it is not in the JSON.
    """

    duty: str
    article: str
    subject: str
    period: str | None
    due: date
    status: Status
    need: int
    have: int
    completed_on: date | None
    evidence: tuple[str, ...]
    why: str
    provisional: bool
    derivation: Deadline | msgspec.UnsetType = msgspec.UNSET

    @property
    def order(self) -> tuple[str, str, str, date]:
        """Return the key that findings are sorted by; text is compared by code point."""
        return (self.duty, self.subject, self.period or "", self.due)
