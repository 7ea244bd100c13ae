"""What was done with files brought for import, for the audit: who brought which, what was written, when it went."""

from collections.abc import Mapping
from datetime import datetime

from xiafang.accounts.models import User
from xiafang.ledgers.models import Act, Event, Upload
from xiafang.ledgers.plans import Verdict
from xiafang.organizations.models import Organization


def record(act: Act, upload: Upload, *, by: User | None, at: datetime, said: str = "") -> None:
    """Enter what was done with a file that was brought in the browser; `by` is nobody for the console."""
    Event.objects.create(
        act=act,
        upload=upload.pk,
        user=by,
        unit_id=upload.unit_id,
        filename=upload.filename,
        file=upload.digest,
        said=said,
        entered_at=at,
    )


def imported(
    *,
    filename: str,
    digest: str,
    unit: Organization | None,
    by: User | None,
    at: datetime,
    counts: Mapping[Verdict, int],
) -> None:
    """Enter that a file was imported on the console."""
    Event.objects.create(
        act=Act.IMPORTED,
        user=by,
        unit=unit,
        filename=filename[-200:],
        file=digest,
        said=said_of(counts),
        entered_at=at,
    )


def said_of(counts: Mapping[Verdict, int]) -> str:
    """Return how many rows became what."""
    return "，".join(f"{verdict.label} {counts[verdict]} 行" for verdict in Verdict if counts.get(verdict))
