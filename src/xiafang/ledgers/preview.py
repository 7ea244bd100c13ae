"""A file looked at before it is imported, and imported when what was seen still holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.adapters.sheets import Book, Unusable, open_book
from xiafang.ledgers import trail, uploads
from xiafang.ledgers.asides import Aside, beside
from xiafang.ledgers.claiming import claim
from xiafang.ledgers.importer import Importer, begin
from xiafang.ledgers.kinds.registry import KINDS
from xiafang.ledgers.models import Act, Upload
from xiafang.ledgers.plans import ForAll, No, Plan, Verdict
from xiafang.ledgers.refusals import Refusals
from xiafang.ledgers.running import Part, Tally, carry_out, parts, planned

# A row that changes what is there costs some forty statements, and a request should end within a minute.
MOST_ROWS = 1_000


class Stale(NotAllowed):
    """Since the preview something has changed, so that other things would be done than were seen."""


@dataclass
class Looked:
    """What would become of a table; `why` says why nothing will, when it is none of this importer's."""

    part: Part
    plans: list[Plan] = field(default_factory=list)
    why: str = ""
    importer: Importer | None = None
    for_all: ForAll | None = None

    @property
    def asks(self) -> bool:
        """Return whether something is to be said of the whole table before any row can be planned."""
        return self.for_all is not None and self.for_all.value is None

    @property
    def counts(self) -> Sequence[tuple[Verdict, int]]:
        """How many rows of each verdict, in their order."""
        tally = Tally()
        for plan in self.plans:
            tally.add(plan)
        return [(verdict, tally.counts[verdict]) for verdict in Verdict]


@dataclass
class Preview:
    """The whole file. `version` is a digest of all that would be done."""

    tables: list[Looked]
    asides: list[Aside]
    version: str

    @property
    def asks(self) -> bool:
        """Return whether any table is to be answered for first."""
        return any(table.asks for table in self.tables)

    @property
    def writes(self) -> int:
        """How many rows would be written: none before every table is told what its rows do not say."""
        if self.asks:
            return 0
        return sum(len(plan.lines) for table in self.tables for plan in table.plans if plan.carry is not None)


def look(upload: Upload, *, by: User, at: datetime, asks: Standing, alone: bool = False) -> Preview:
    """Plan the whole file. Raises Unusable when it cannot be read, or is too long for the browser.

    Where it is to be imported at once, `alone` lets nobody else import for the same units. Raises NotAllowed.
    """
    with open_book(uploads.path_of(upload), name=upload.filename) as book:
        found = parts(book)
        tables = [_look(part, book, upload, by, at, asks, alone=alone) for part in found]
        mine = [ledger for ledger in KINDS.values() if ledger.open_to(asks)]
        asides = beside(book, [part.table.sheet for part in found], mine)
    told = [f"{table.for_all.label} {table.for_all.said}" for table in tables if table.for_all]
    said = "\n".join([*told, *(f"{p.verdict} {p.line.place} {p.said}" for table in tables for p in table.plans)])
    return Preview(tables, asides, sha256(said.encode()).hexdigest())


def _look(part: Part, book: Book, upload: Upload, by: User, at: datetime, asks: Standing, *, alone: bool) -> Looked:
    found = Looked(part)
    if not part.ledger.open_to(asks):
        roles = "、".join(role.label for role in part.ledger.roles)
        found.why = f"{part.ledger.label}台账由{roles}导入，您不能导入这张表。"
        return found
    try:
        importer = begin(
            by, at, digest=book.digest, filename=upload.filename, roles=part.ledger.roles, unit=upload.unit
        )
    except No as no:
        found.why = str(no)
        return found
    if alone:
        claim(importer.units)
    importer.answers = uploads.answers_of(upload)
    found.importer = importer
    given = uploads.answers_for_all(upload).get(part.table.sheet.name, "")
    found.for_all = importer.for_all = part.for_all(upload.filename, given)
    if found.asks:
        return found
    for plans in planned(part, importer):
        found.plans += plans
        if len(found.plans) > MOST_ROWS:
            raise Unusable(
                f"表“{part.table.sheet.name}”超过 {MOST_ROWS} 行，网页上办不完：请拆成几个文件，或由运维人员用命令行 "
                "xiafang import 导入。"
            )
    return found


def carry(upload: Upload, *, version: str, by: User, at: datetime, asks: Standing) -> Tally:
    """Import the file as it was seen, each row whole or not at all, and keep the rows that were not taken.

    Raises Stale when something has changed since `version` was seen, NotAllowed when it was imported already, or
    somebody else imports for the same units.
    """
    locked = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, user=by, done_at=None).first()
    if locked is None:
        raise NotAllowed("这个文件已经导入过了：请看下面的结果。")
    upload = locked
    preview = look(upload, by=by, at=at, asks=asks, alone=True)
    if preview.version != version or preview.asks:
        raise Stale("在您核对之后，系统中的数据有了变化，已重新核对：请再看一遍，然后导入。")
    tally, refusals = Tally(), Refusals()
    for table in preview.tables:
        refusals.begin(table.part, table.for_all)

        def tell(plan: Plan) -> None:
            tally.add(plan)
            refusals.add(plan)

        if table.importer is not None:
            carry_out(table.plans, table.importer, tell)
    refusals.write(uploads.refused_path(upload))
    upload.done_at = at
    upload.counts = {str(verdict): number for verdict, number in tally.counts.items()}
    upload.save(update_fields=["done_at", "counts"])
    trail.record(Act.IMPORTED, upload, by=by, at=at, said=trail.said_of(tally.counts))
    transaction.on_commit(lambda: uploads.forget(upload))
    return tally
