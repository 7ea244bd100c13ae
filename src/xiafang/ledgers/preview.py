"""A file looked at before it is imported: what would become of its rows, kept for its page (ADR 0056)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from xiafang.adapters.sheets import Book, open_book
from xiafang.ledgers import uploads
from xiafang.ledgers.asides import beside
from xiafang.ledgers.importer import Importer, begin
from xiafang.ledgers.jobs import Running, Stopped
from xiafang.ledgers.kinds.registry import KINDS
from xiafang.ledgers.models import Upload
from xiafang.ledgers.plans import ForAll, No, Plan, Verdict
from xiafang.ledgers.running import Part, Tally, parts, planned
from xiafang.ledgers.seen import Seen

FEW = 15  # rows kept of each verdict; of questions more, for each can be answered
MOST_ASKED = 100


@dataclass
class Looked:
    """A table, and who imports it; `why` says why nobody does, when it is none of this importer's.

    `after` another one of the file that is written first: what it refers to may be there by then.
    """

    part: Part
    why: str = ""
    after: bool = False
    importer: Importer | None = None
    for_all: ForAll | None = None
    tally: Tally = field(default_factory=Tally)
    things: Counter[Verdict] = field(default_factory=Counter)
    writes: int = 0
    rows: dict[Verdict, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Return whether something is to be said of the whole table before any row can be planned."""
        return self.for_all is not None and self.for_all.value is None

    @property
    def told(self) -> str:
        """Return what holds for all rows, in words; nothing when each says it itself."""
        return f"{self.for_all.label} {self.for_all.said}" if self.for_all else ""

    def add(self, plan: Plan) -> None:
        """Count a plan, and keep it while few of its verdict are kept."""
        self.tally.add(plan)
        self.things[plan.verdict] += 1
        self.writes += len(plan.lines) if plan.carry is not None else 0
        kept = self.rows.setdefault(plan.verdict, [])
        if len(kept) < (MOST_ASKED if plan.verdict == Verdict.ASKED else FEW):
            sheet, row = plan.line.place
            kept.append({"sheet": sheet, "row": row, "cell": plan.cell, "said": plan.said})

    def kept(self) -> dict[str, Any]:
        """Return what its page shows, as JSON holds it."""
        table = self.part.table
        for_all = self.for_all and {
            "label": self.for_all.label,
            "said": self.for_all.said,
            "question": self.for_all.question,
            "value": self.for_all.value and self.for_all.value.value,
            "choices": [{"value": choice.value, "label": str(choice.label)} for choice in self.for_all.choices],
        }
        return {
            "label": self.part.ledger.label,
            "sheet": table.sheet.name,
            "heading": table.first_row,
            "known": len(table.columns),
            "unread": self.part.unread,
            "hidden": list(table.hidden),
            "unseen": self.part.unseen,
            "skipped": "、".join(f"{kind} {number} 行" for kind, number in Counter(table.skipped.values()).items()),
            "why": self.why,
            "for_all": for_all,
            "asks": self.asks,
            "again": self.tally.counts[Verdict.REFUSED] if self.after else 0,
            "counts": {str(verdict): self.tally.counts[verdict] for verdict in Verdict},
            "things": {str(verdict): self.things[verdict] for verdict in Verdict},
            "rows": {str(verdict): rows for verdict, rows in self.rows.items()},
        }


def look(running: Running) -> None:
    """Plan the whole file, a piece at a time, and keep what its rows would become.

    Raises Unusable, NotAllowed, Stopped.
    """
    upload = running.job.upload
    assert upload is not None  # noqa: S101 - a constraint of its table
    seen = Seen()
    with open_book(uploads.path_of(upload), name=upload.filename) as book:
        tables = opened(book, upload, running)
        for number, table in enumerate(tables):
            table.after = any(before.writes for before in tables[:number])
            for plans in planned(table.part, table.importer) if table.importer and not table.asks else ():
                for plan in plans:
                    table.add(plan)
                    if table.after and plan.verdict == Verdict.REFUSED:
                        seen.add_again(plan)
                    seen.add(plan, table.told)
                    running.done(len(plan.lines))
                running.go_on()
        with running.asking() as asks:
            mine = [ledger for ledger in KINDS.values() if ledger.open_to(asks)]
        asides = beside(book, [table.part.table.sheet for table in tables], mine)
    asked = any(table.asks for table in tables)
    found = {
        "tables": [table.kept() for table in tables],
        "asides": [{"sheet": aside.sheet, "why": aside.why, "hidden": aside.hidden} for aside in asides],
        "asks": asked,  # nothing is written before every table is told what its rows do not say
        "writes": 0 if asked else sum(table.writes for table in tables),
        "rows": sum(sum(table.tally.counts.values()) for table in tables),
    }
    with running.asking():
        if not Upload.objects.filter(pk=upload.pk, done_at=None).update(found=found, looked=running.job.pk):
            raise Stopped  # put away meanwhile
        seen.write(uploads.seen_path(upload))


def opened(book: Book, upload: Upload, running: Running) -> list[Looked]:
    """Return the tables of a file with who imports each."""
    found = [Looked(part) for part in parts(book)]
    given = uploads.answers_for_all(upload)
    for table in found:
        with running.asking() as asks:
            ledger = table.part.ledger
            if not ledger.open_to(asks):
                roles = "、".join(role.label for role in ledger.roles)
                table.why = f"{ledger.label}台账由{roles}导入，您不能导入这张表。"
                continue
            try:
                table.importer = begin(
                    running.user,
                    timezone.now(),
                    digest=upload.digest,
                    filename=upload.filename,
                    roles=ledger.roles,
                    unit=upload.unit,
                )
            except No as no:
                table.why = str(no)
                continue
        table.importer.answers = uploads.answers_of(upload)
        said = given.get(table.part.table.sheet.name, "")
        table.for_all = table.importer.for_all = table.part.for_all(upload.filename, said)
    return found
