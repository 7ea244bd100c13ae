"""A file from its first row to its last: planned a piece at a time, and carried out, row by row or not at all."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction

from xiafang.accounts.refusals import NotAllowed
from xiafang.adapters.sheets import Book, Table, Unusable
from xiafang.casework.acts import Batch
from xiafang.ledgers.asides import none_of
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.kinds.ledger import Ledger
from xiafang.ledgers.kinds.registry import KINDS, recognise
from xiafang.ledgers.plans import Column, ForAll, Line, No, Plan, Verdict, read_line
from xiafang.organizations.touching import together

MOST_RUNS = 5
PIECE = 1000
TOGETHER = 100
MOST_WHOLE = 20_000


@dataclass(frozen=True)
class Part:
    """A table of the file, and of which kind it is."""

    ledger: Ledger
    table: Table

    @property
    def unread(self) -> list[str]:
        """Return the headings that say nothing to us."""
        known = set(self.table.columns.values())
        return [text for column, text in self.table.headings.items() if column not in known and text]

    @property
    def unseen(self) -> str:
        """Return how many of the rows read so far are hidden, and where the first stand; nothing for none."""
        rows = self.table.unseen
        places = _runs(rows)
        more = "等" if len(places) > MOST_RUNS else ""
        return f"{len(rows)}行，第{'、'.join(places[:MOST_RUNS])}行{more}" if rows else ""

    def for_all(self, filename: str, given: str = "") -> ForAll | None:
        """Return what holds for all rows, by the names of sheet and file or as `given`; or what is to be asked."""
        return self.ledger.for_all(self.table, filename, given)


def _runs(numbers: Sequence[int]) -> list[str]:
    """Return ascending numbers with those that follow on one another taken together."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [str(first) if first == last else f"{first}至{last}" for first, last in found]


@dataclass
class Tally:
    """What became of the rows."""

    counts: Counter[Verdict] = field(default_factory=Counter)

    def add(self, plan: Plan) -> None:
        """Count the rows of a plan."""
        self.counts[plan.verdict] += len(plan.lines)

    @property
    def clean(self) -> bool:
        """Return whether nothing was refused or is to be asked."""
        return not (self.counts[Verdict.REFUSED] or self.counts[Verdict.ASKED])


def parts(book: Book, *, sheet: str = "", kind: str = "", near: Collection[Ledger] = ()) -> list[Part]:
    """Return the tables of the file that are ledgers, in the order of its sheets.

    Hidden sheets are read only when they are named. Raises Unusable when there is none, NoLedger when no sheet is a
    ledger: then it is said what they lack to be one of `near`, or of all.
    """
    named = [s for s in book.sheets if (s.name == sheet if sheet else not s.hidden)]
    if not named:
        names = "、".join(f"“{s.name}”" for s in book.sheets)
        raise Unusable(f"没有名为“{sheet}”的工作表：文件里有{names}。" if sheet else "表都隐藏了：请取消隐藏。")
    wanted = [KINDS[kind]] if kind else list(KINDS.values())
    found = [Part(*known) for one in named if (known := recognise(one, wanted))]
    if not found:
        raise none_of(named, near or wanted)
    order = list(KINDS)
    return sorted(found, key=lambda part: order.index(part.ledger.kind))


def planned(part: Part, importer: Importer) -> Iterator[list[Plan]]:
    """Give the plans of the table's rows, a piece of the file at a time, each planned in a transaction of its own."""
    columns: dict[str, Column] = {column.field: column for column in part.ledger.columns}
    lines = (read_line(record, columns, part.table.sheet.from_1904) for record in part.table.records())
    if part.ledger.whole:
        whole = list(islice(lines, MOST_WHOLE + 1))
        if len(whole) > MOST_WHOLE:
            raise Unusable(f"表“{part.table.sheet.name}”超过 {MOST_WHOLE} 行：请拆成几个文件。")
        with importer.asking():
            plans = part.ledger.plan(whole, importer)
        yield plans
        return
    for piece in _pieces(lines, part.ledger):
        with importer.asking():
            plans = part.ledger.plan(piece, importer)
        yield plans


def _pieces(lines: Iterable[Line], ledger: Ledger) -> Iterator[list[Line]]:
    """Cut the rows into pieces, never between rows that are one thing."""
    piece: list[Line] = []
    for line in lines:
        if len(piece) >= PIECE and not (ledger.one and ledger.one(line) == ledger.one(piece[-1])):
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def carry_out(
    plans: Sequence[Plan],
    importer: Importer,
    tell: Callable[[Plan], None],
    go_on: Callable[[], None] = lambda: None,
) -> None:
    """Do what is planned, each row whole or not at all; a row that an act refuses says so.

    What is wholly new is written at once. Whatever is refused there, or changes what is there, goes through the acts, a
    hundred together: so that the duty ledger is worked out once, and nobody waits long for a matter or a number. `tell`
    hears of each plan, in order, once it is done with; `go_on` is called between transactions and may raise.
    """
    with importer.asking(), together():
        done = _at_once([plan for plan in plans if plan.compose is not None], importer)
    left = deque(plan for plan in plans if plan.carry is not None and id(plan) not in done)
    untold = deque(plans)
    while untold:
        while untold and not (left and untold[0] is left[0]):
            tell(untold.popleft())
        go_on()
        hundred = [left.popleft() for _ in range(min(TOGETHER, len(left)))]
        if hundred:
            with importer.asking(), together():
                for plan in hundred:
                    _carry(plan)


def _at_once(plans: Sequence[Plan], importer: Importer) -> set[int]:
    """Write wholly new rows together and return the `id` of the plans that were carried out.

    Where the database does not take them all, each half is tried alone, so that one bad row costs little.
    """
    if not plans:
        return set()
    done: set[int] = set()
    try:
        with transaction.atomic():
            batch = Batch({"by": importer.by, "at": importer.at, "on": importer.today})
            for plan in plans:
                with suppress(No, NotAllowed, ObjectDoesNotExist):
                    plan.compose(batch)  # type: ignore[misc]  # asked for by the only caller
                    done.add(id(plan))
            batch.write()
    except DatabaseError:
        if _lost():
            raise
        middle = len(plans) // 2
        return _at_once(plans[:middle], importer) | _at_once(plans[middle:], importer) if middle else set()
    return done


def _carry(plan: Plan) -> None:
    assert plan.carry is not None  # noqa: S101 - asked for by the only caller
    try:
        with transaction.atomic():
            plan.carry()
    except No as no:
        plan.refuse(str(no), no.field, no.line)
    except NotAllowed as refusal:
        plan.refuse(str(refusal), _FIELDS.get(refusal.field, refusal.field))
    except (DatabaseError, ObjectDoesNotExist):
        if _lost():
            raise
        plan.refuse("写入时与其他数据不符（例如它所依据的行没有导入）：请核对这一行，或者在网页上办理。")


def _lost() -> bool:
    """Return whether the connection is gone, and with it transaction and locks: no row is to blame for that."""
    known: Any = connection.connection
    return connection.closed_in_transaction or known is None or bool(known.closed)


_FIELDS = {"official": "sponsor", "leaders": "leaders", "petitioners": "petitioners", "to": "responsible"}
"""Facts of acts → columns of ledgers, where the two are called otherwise."""
