"""Events: their canonical form and its digest. The form is fixed for good: digests of old events must stay provable.

The encoding and what all events of matters and visits say stand here, for every table of events.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from xiafang.casework.models import Event

if TYPE_CHECKING:
    from xiafang.visits.models import Event as VisitEvent

_IDS = ("matter", "on_behalf_of")
_FORM = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encoded(form: dict[str, Any]) -> bytes:
    """Return the form of an event as bytes: UTF-8 JSON, keys sorted, no spaces."""
    return _FORM.encode(form).encode()


def moment(at: datetime) -> str:
    """Return a moment as forms write it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def of_step(event: "Event | VisitEvent", ids: Sequence[str]) -> bytes:
    """Return an event of a step as bytes, with the `ids` of what it is about and for whom it was done."""
    about = {name: getattr(event, f"{name}_id") for name in ids}
    return encoded(
        {name: str(value) if value else None for name, value in about.items()}
        | {
            "id": str(event.id),
            "act": event.act,
            "user": event.user_id,
            "deed_on": event.deed_on.isoformat(),
            "entered_at": moment(event.entered_at),
            "cite": event.cite,
            "said": event.said,
            "told": event.told,
            "facts": event.facts,
            "origin": event.origin,
            "version": event.version,
        }
    )


def canonical(event: Event) -> bytes:
    """Return the event as bytes."""
    return of_step(event, _IDS)


def digest(event: Event) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(event)).hexdigest()
