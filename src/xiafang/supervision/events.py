"""The history of a record: one event for each act, and its digest.

The canonical form is fixed for good: digests of old events must stay provable.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from xiafang.accounts.models import User
from xiafang.accounts.rights import Actor
from xiafang.casework.events import encoded, moment
from xiafang.organizations import touching
from xiafang.organizations.writing import insert
from xiafang.supervision.kinds import Act, RecordKind
from xiafang.supervision.models import Event, Record

_NOT_FACTS = {"voided_at", "void_reason"}


def record(row: Record, act: Act, *, by: Actor, on: date, at: datetime, said: str) -> None:
    """Append to the history of `row` what was done, with the facts that it now states; the act touched it."""
    record_all([(row, on, said)], act, by=by, at=at)


def record_all(done: Sequence[tuple[Record, date, str]], act: Act, *, by: Actor, at: datetime) -> None:
    """Do so for several rows at once, each with the day of the deed and what is said of it."""
    insert(Event, [_event(row, act, by=by, on=on, at=at, said=said) for row, on, said in done])


def _event(row: Record, act: Act, *, by: Actor, on: date, at: datetime, said: str) -> Event:
    event = Event(
        about=RecordKind(str(row._meta.model_name)),
        subject=row.pk,
        act=act,
        user=by if isinstance(by, User) else None,
        deed_on=on,
        entered_at=at,
        said=said,
        facts=_facts(row),
    )
    event.digest = digest(event)
    touching.touch(touching.Kind(event.about), row.pk)
    return event


def canonical(event: Event) -> bytes:
    """Return the event as bytes."""
    return encoded(
        {
            "id": str(event.id),
            "about": str(event.about),
            "subject": str(event.subject),
            "act": str(event.act),
            "user": event.user_id,
            "deed_on": event.deed_on.isoformat(),
            "entered_at": moment(event.entered_at),
            "said": event.said,
            "facts": event.facts,
        }
    )


def digest(event: Event) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(event)).hexdigest()


def _facts(row: Record) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in _NOT_FACTS]
    values = {field.name: getattr(row, field.attname) for field in fields}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain
