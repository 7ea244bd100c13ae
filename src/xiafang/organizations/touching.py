"""What an act touches, collected until it ends, for what is derived from it: the duty ledger (ADR 0040).

An act stands in `with act():`, its transaction, and says `touch(Kind.MATTER, matter.pk)`. When the outermost act ends,
still inside the transaction, what was touched goes to whoever asked for it with `when_touched` (`promises`, at start):
so the ledger is in step with the register at every commit, and nothing below `promises` knows of it.

Who writes many rows (an import, the demo) does so in `with together():`, by some hundred acts: what they touch is then
worked out once, at its end. Within one great transaction that is the way to write 100,000 rows:

    with transaction.atomic():
        for some in batched(rows, 500):
            with together():
                for row in some:
                    register(…)

Nothing leaks: an act that fails takes what it touched with it, as its transaction takes what it wrote.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from threading import local
from uuid import UUID

from django.db import transaction


class Kind(StrEnum):
    """What can be touched."""

    ORGANIZATION = "organization"
    OFFICIAL = "official"
    CALENDAR_DAY = "calendar_day"
    MATTER = "matter"
    VISIT = "visit"
    SHORTLIST = "shortlist"
    LETTER = "letter"
    AGREEMENT = "agreement"
    PLAN = "plan"
    INSPECTION = "inspection"
    INSPECTION_FINDING = "inspectionfinding"
    SANCTION = "sanction"
    BULLETIN = "bulletin"
    ASSESSMENT = "assessment"


Touched = Mapping[Kind, frozenset[UUID | date]]
"""What was touched: ids by kind, of the calendar the days."""

Handler = Callable[[Touched], None]


class _Frames(local):
    """The acts that the running thread is in, innermost last, each with what it touched so far."""

    def __init__(self) -> None:
        self.open: list[set[tuple[Kind, UUID | date]]] = []


_frames = _Frames()
_handlers: list[Handler] = []


def when_touched(handler: Handler) -> None:
    """Let `handler` hear what each outermost act touched, within its transaction; said once, at start."""
    _handlers.append(handler)


def touch(kind: Kind, what: UUID | date) -> None:
    """Say that the running act touched something. Raises RuntimeError outside of acts."""
    if not _frames.open:
        raise RuntimeError(f"{kind} {what} is touched outside of any act")
    _frames.open[-1].add((kind, what))


@contextmanager
def act() -> Iterator[None]:
    """One transaction, in which what is touched is heard at the end of the outermost act."""
    with transaction.atomic():
        mine: set[tuple[Kind, UUID | date]] = set()
        _frames.open.append(mine)
        try:
            yield
        finally:
            _frames.open.pop()
        if _frames.open:
            _frames.open[-1] |= mine
        elif mine:
            touched = {kind: frozenset(what for of, what in mine if of == kind) for kind in {of for of, _ in mine}}
            for handler in _handlers:
                handler(touched)


together = act
"""Many acts whose touches are heard once, at the end: all of them or none are written."""
