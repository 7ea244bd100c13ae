"""Events: their canonical form and its digest. The form is fixed for good: digests of old events must stay provable."""

import json
from datetime import UTC
from hashlib import sha256

from xiafang.visits.models import Event

_IDS = ("visit", "shortlist", "letter", "matter", "on_behalf_of")


def canonical(event: Event) -> bytes:
    """Return the event as bytes: UTF-8 JSON, keys sorted, no spaces, the moment of entry in UTC."""
    ids = {name: getattr(event, f"{name}_id") for name in _IDS}
    form = {name: str(value) if value else None for name, value in ids.items()} | {
        "id": str(event.id),
        "act": event.act,
        "user": event.user_id,
        "deed_on": event.deed_on.isoformat(),
        "entered_at": event.entered_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "cite": event.cite,
        "said": event.said,
        "told": event.told,
        "facts": event.facts,
        "origin": event.origin,
        "version": event.version,
    }
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(event: Event) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(event)).hexdigest()
