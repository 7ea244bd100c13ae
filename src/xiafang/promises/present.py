"""Which kinds of rows stand beside a matter: most have few, and what is not there need not be read."""

from django.db import connection

from xiafang.casework.models import Matter

# in the order of the function (migrations/0006_present.py)
_KINDS = (
    "extension",
    "escalations",
    "transfers",
    "visits",
    "sponsorships",
    "proposals",
    "recusals",
    "accusations",
    "merged",
)


def present(matter: Matter) -> frozenset[str]:
    """Return the names of those kinds of which there is a row beside `matter`, `merged` if whoever asks sees that one.

    Nothing when the matter may not be read. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT promises_present(%s)", [matter.pk])
        (found,) = cursor.fetchone()
    return frozenset(name for name, there in zip(_KINDS, found, strict=True) if there) if found else frozenset()
