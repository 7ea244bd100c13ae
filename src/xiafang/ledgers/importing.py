"""A file imported as it was seen: a piece at a time, each row whole or not at all (ADR 0056)."""

from contextlib import ExitStack
from functools import partial

from django.db import transaction
from django.utils import timezone

from xiafang.accounts.refusals import NotAllowed
from xiafang.adapters.sheets import open_book
from xiafang.casework.models import Event
from xiafang.ledgers import trail, uploads
from xiafang.ledgers.claiming import claimed
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.jobs import Busy, Running, Stopped
from xiafang.ledgers.models import Act, Upload
from xiafang.ledgers.plans import Plan, Verdict
from xiafang.ledgers.preview import Looked, opened
from xiafang.ledgers.refusals import Refusals
from xiafang.ledgers.running import Tally, carry_out, planned
from xiafang.ledgers.seen import Seen

_NOW = {Verdict.CREATED: "现在会新增", Verdict.CHANGED: "现在会更新"}


def carry(running: Running) -> None:
    """Write what was seen of the file, and keep the rows that were not taken. Raises Unusable, NotAllowed, Busy.

    A row that would become something else than was seen is not written and says so, but for one that was refused and is
    looked at again once what stands before it in the file is written. Stopped half-way, the import is
    done as far as it went; done anew after its process was killed, what it had written shows as unchanged.
    """
    upload = running.job.upload
    assert upload is not None  # noqa: S101 - a constraint of its table
    if upload.done_at is not None:  # killed right after it was done
        uploads.forget(upload)
        return
    tally, refusals = Tally(), Refusals()
    seen = Seen.read(uploads.seen_path(upload))
    running.expect(upload.found.get("rows", 0))
    with open_book(uploads.path_of(upload), name=upload.filename) as book, ExitStack() as claims:
        found = opened(book, upload, running)
        tables = [table for table in found if table.importer and not table.asks]
        if not tables:
            raise NotAllowed(found[0].why or "要先回答的问题还没有回答：请重新核对。")
        _claim(tables, claims)
        _remember(tables, running)
        try:
            for table in tables:
                refusals.begin(table.part, table.for_all)
                _carry(table, running, seen, tally, refusals)
        except Stopped:
            _finish(running, upload, tally, refusals)
            raise
        except Exception:
            _enter_part(running, upload, tally)
            raise
        _finish(running, upload, tally, refusals)


def _claim(tables: list[Looked], claims: ExitStack) -> None:
    """Let nobody else import for the same units, from before the first row to after the last. Raises Busy."""
    try:
        for table in tables:
            claims.enter_context(claimed(_importer(table).units))
    except NotAllowed as refusal:
        raise Busy("您的单位或者它的上级、下级正在导入台账：等它结束后自动开始。") from refusal


def _remember(tables: list[Looked], running: Running) -> None:
    """Let a job that is done anew know what it registered before: rows of one file are told apart by who keeps it."""
    upload = running.job.upload
    if running.job.tries > 1 and upload is not None:
        with running.asking():
            before = Event.objects.filter(entered_at__gte=running.job.asked_at, act="register", user=running.user)
            made = set(before.filter(origin__contains=upload.digest).values_list("matter", flat=True))
        for table in tables:
            _importer(table).made |= made


def _importer(table: Looked) -> Importer:
    assert table.importer is not None  # noqa: S101 - asked for by the only caller
    return table.importer


def _carry(table: Looked, running: Running, seen: Seen, tally: Tally, refusals: Refusals) -> None:
    importer = _importer(table)

    def tell(plan: Plan) -> None:
        tally.add(plan)
        refusals.add(plan)
        running.done(len(plan.lines))

    for plans in planned(table.part, importer):
        for plan in plans:
            if plan.carry is not None and not (seen.holds(plan, table.told) or _as_asked(plan, table, running, seen)):
                plan.refuse(
                    f"与核对时看到的不同，没有写入（{_NOW[plan.verdict]}：{plan.said}）：请把这一行再上传一次，核对后导入。"
                )
        carry_out(plans, importer, tell, running.go_on)


def _as_asked(plan: Plan, table: Looked, running: Running, seen: Seen) -> bool:
    """Return whether the row was answered for since it was looked at, and would still be asked the same question."""
    importer = _importer(table)
    if plan.line.place not in importer.answers:
        return False
    answers, importer.answers = importer.answers, {}
    try:
        with running.asking():
            (question, *_) = table.part.ledger.plan(plan.lines, importer)
    finally:
        importer.answers = answers
    return seen.holds(question, table.told)


def _enter_part(running: Running, upload: Upload, tally: Tally) -> None:
    """Enter for the audit what was written before it came to an end that nobody asked for."""
    if tally.counts[Verdict.CREATED] or tally.counts[Verdict.CHANGED]:
        said = f"没有办完：{trail.said_of(tally.counts)}"
        with running.named():
            trail.record(Act.IMPORTED, upload, by=running.user, at=timezone.now(), said=said)


def _finish(running: Running, upload: Upload, tally: Tally, refusals: Refusals) -> None:
    refusals.write(uploads.refused_path(upload))
    now = timezone.now()
    with running.asking():
        upload.done_at = now
        upload.counts = {str(verdict): number for verdict, number in tally.counts.items()}
        upload.found = {}
        upload.save(update_fields=["done_at", "counts", "found"])
        trail.record(Act.IMPORTED, upload, by=running.user, at=now, said=trail.said_of(tally.counts))
        transaction.on_commit(partial(uploads.forget, upload))
