"""Serving evidence: the one way to a file, which asks for sight again each time."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from xiafang.accounts.rights import Actor
from xiafang.casework import files
from xiafang.visits.models import Evidence


@dataclass(frozen=True)
class Served:
    """A file as it is sent: always to be saved under its name, never run or shown as a page."""

    content: bytes
    filename: str
    media_type: str


class DamagedError(Exception):
    """The file is missing, or no longer what was stored under its digest."""


def serve(evidence: UUID, *, by: Actor) -> Served:
    """Return the file of an evidence that `by` may see.

    The database must have been told that `by` asks. Raises Evidence.DoesNotExist when it is out of sight or voided,
    DamagedError when the file is not what was stored.
    """
    row = Evidence.objects.visible_to(by).valid().get(pk=evidence)
    try:
        content = files.path_of(row.sha256).read_bytes()
    except OSError as error:
        raise DamagedError(row.sha256) from error
    if sha256(content).hexdigest() != row.sha256:
        raise DamagedError(row.sha256)
    return Served(content, row.filename, row.media_type)
