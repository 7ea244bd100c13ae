"""Events: their canonical form and its digest. The form is fixed for good: digests of old events must stay provable."""

from hashlib import sha256

from xiafang.casework.events import of_step
from xiafang.visits.models import Event

_IDS = ("visit", "shortlist", "letter", "matter", "on_behalf_of")


def canonical(event: Event) -> bytes:
    """Return the event as bytes."""
    return of_step(event, _IDS)


def digest(event: Event) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(event)).hexdigest()
