"""A list written to a file: at once while it is short, beside the requests when it is long (ADR 0056)."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.adapters.sheets import Value
from xiafang.adapters.sheets.writing import write_csv, write_xlsx
from xiafang.ledgers.exporting import Exported
from xiafang.ledgers.jobs import Running
from xiafang.web.views.ledgers import lists

KEPT = timedelta(days=1)  # there may be names in it
MOST_ROWS = 1_048_575  # of a sheet, below its headings


def write(path: Path, found: Exported, rows: Iterable[Sequence[Value]], form: str) -> None:
    """Write a list, row by row, as xlsx or csv. Raises NotAllowed for more rows than a sheet has."""
    if form == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(file, found.headings, rows)
    else:
        write_xlsx(path, [(found.title, found.headings, _fitting(rows))], title=found.title)


def _fitting(rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise NotAllowed(f"超过 {MOST_ROWS} 行，一张 Excel 表放不下：请改用 CSV，或者缩小条件。")
        yield row


def path_of(job: UUID, form: str) -> Path:
    """Return where the file of a job lies."""
    return _folder() / f"{job}.{form}"


def _folder() -> Path:
    return Path(settings.DATA) / "exports"


def export(running: Running) -> str:
    """Write the list that was asked for, each piece as whoever asked; return its title. Raises NotAllowed."""
    asked = running.job.asked
    with running.asking() as known:
        found = lists.asked_again(running.user, known, asked)
    if found.count is not None:
        running.expect(found.count)
    path = path_of(running.job.pk, asked["format"])
    with tempfile.TemporaryDirectory(dir=_halves()) as folder:
        half = Path(folder) / path.name
        half.touch(mode=0o600)
        write(half, found, _rows(found, running, known), asked["format"])
        half.replace(path)
    return found.title


def _rows(found: Exported, running: Running, asked: Standing) -> Iterator[Sequence[Value]]:
    pieces = iter(found.pieces)
    while True:
        with running.asking() as known:
            if known.roles != asked.roles:
                raise NotAllowed("您的角色在导出中有了变化，没有继续：请核对权限后重新导出。")
            piece = next(pieces, None)
        if piece is None:
            return
        records, rows = piece
        yield from rows
        running.done(records)
        running.go_on()


def clear(now: datetime) -> None:
    """Remove files that have lain for longer than KEPT, and what a killed process left half-written."""
    before = (now - KEPT).timestamp()
    halves = sorted(_halves().rglob("*"), reverse=True)  # what is in a folder before the folder
    for file in (*_folder().glob("*.*"), *halves):
        with suppress(OSError):  # somebody else was quicker, or a folder is not empty
            if file.stat().st_mtime < before:
                file.rmdir() if file.is_dir() else file.unlink()


def keep_halves() -> None:
    """Have this process keep what it writes on the way where `clear` finds it, should the process be killed."""
    tempfile.tempdir = str(_halves())


def _halves() -> Path:
    folder = _folder() / "halves"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
