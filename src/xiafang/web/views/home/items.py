"""What a home page is made of: sections of entries, each with the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from xiafang.web.subjects import Named

NOTHING = Named("")


class Act(NamedTuple):
    """A thing to do, one click away; `label` is what the button says."""

    label: str
    href: str


@dataclass(frozen=True)
class Item:
    """One entry: its sign, what it is, what it speaks of, how it stands, and what to do."""

    what: str
    about: Named = NOTHING
    short: str = ""
    day: date | None = None
    sign: SafeString | str = ""
    act: Act | None = None


@dataclass(frozen=True)
class Section:
    """Entries under one heading; `count` in all, `more` leads to those that are not shown."""

    key: str
    title: str
    items: Sequence[Item] = field(default_factory=list)
    count: int = 0
    more: str = ""
    empty: str = ""
    tone: str = ""

    @property
    def hidden(self) -> int:
        """Return how many are not shown."""
        return max(0, self.count - len(self.items))
