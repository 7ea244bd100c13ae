"""Files kept between upload and import: each upload's its own, as large as a browser may send, gone when done with."""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.ledgers import trail
from xiafang.ledgers.models import Act, Job, Upload
from xiafang.ledgers.plans import Answer
from xiafang.organizations.models import Organization

LARGEST = 64 * 2**20
KEPT = timedelta(days=7)
_WHOLE = "0"  # no row: what was said of all of a sheet


def keep(
    pieces: Iterable[bytes], *, filename: str, size: int, by: User, at: datetime, unit: Organization | None
) -> Upload:
    """Keep a file for its preview. Raises NotAllowed when it is too large for the browser."""
    if size > LARGEST:
        raise NotAllowed(
            f"“{filename}”有 {size / 2**20:.1f} MB，超过 {LARGEST // 2**20} MB：请拆成几个文件，或由运维人员用命令行 "
            "xiafang import 导入。",
            field="file",
        )
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    digest = sha256()
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    upload = Upload.objects.create(
        user=by, digest=digest.hexdigest(), filename=filename[-200:], unit=unit, uploaded_at=at
    )
    Path(name).replace(path_of(upload))
    trail.record(Act.BROUGHT, upload, by=by, at=at, said=f"{size / 1024:.0f} KB")
    return upload


def _folder() -> Path:
    return Path(settings.DATA) / "imports"


def path_of(upload: Upload) -> Path:
    """Return where the file lies: nobody else's, for nobody sees whether others wait for the same one."""
    return _folder() / str(upload.pk)


def refused_path(upload: Upload) -> Path:
    """Return where the workbook of the rows that were not taken lies, once it is done."""
    return _folder() / f"{upload.pk}.xlsx"


def seen_path(upload: Upload) -> Path:
    """Return where it is kept what was seen of its rows."""
    return _folder() / f"{upload.pk}.seen"


def answers_of(upload: Upload) -> dict[tuple[str, int], Answer]:
    """Return the answers by sheet and row."""
    return {
        (sheet, int(row)): Answer(said)
        for place, said in upload.answers.items()
        for row, _, sheet in [place.partition(" ")]
        if row != _WHOLE
    }


def answers_for_all(upload: Upload) -> dict[str, str]:
    """Return what was said of all rows of a sheet, by the sheet's name."""
    return {
        sheet: said
        for place, said in upload.answers.items()
        for row, _, sheet in [place.partition(" ")]
        if row == _WHOLE
    }


def answer(upload: Upload, sheet: str, row: int, said: Answer) -> None:
    """Keep the answer to the question of a row."""
    upload.answers[f"{row} {sheet}"] = said.value
    upload.save(update_fields=["answers"])


def answer_for_all(upload: Upload, sheet: str, said: str) -> None:
    """Keep what was said of all rows of a sheet."""
    upload.answers[f"{_WHOLE} {sheet}"] = said
    upload.save(update_fields=["answers"])


def discard(upload: Upload, *, by: User | None, at: datetime) -> None:
    """Remove the files of an upload, its own and its refused rows; one that was not imported is forgotten with them."""
    there = [path for path in (refused_path(upload), path_of(upload), seen_path(upload)) if path.exists()]
    for path in there:
        path.unlink(missing_ok=True)
    if there or upload.done_at is None:
        trail.record(Act.CLEARED, upload, by=by, at=at)
    if upload.done_at is None:
        upload.delete()


def clear(now: datetime) -> int:
    """Remove what has lain for longer than KEPT, and return how many files: they hold the names of petitioners.

    Done by the owner of the tables, who sees all uploads. Those that were never carried out are forgotten,
    and so is what was said of the work on them and on exports.
    """
    before = now - KEPT
    old = [file for file in _folder().glob("*") if file.stat().st_mtime < before.timestamp()]
    lying = {file.stem for file in old}
    for upload in Upload.objects.filter(uploaded_at__lt=before):
        if upload.done_at is None or str(upload.pk) in lying:
            discard(upload, by=None, at=now)
    for file in old:
        file.unlink(missing_ok=True)
    Job.objects.filter(ended_at__lt=before).delete()
    return len(old)


def forget(upload: Upload) -> None:
    """Remove the file that was brought, and what was seen of its rows."""
    path_of(upload).unlink(missing_ok=True)
    seen_path(upload).unlink(missing_ok=True)
