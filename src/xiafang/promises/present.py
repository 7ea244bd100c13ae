"""Which kinds of rows stand beside a matter: most have few, and what is not there need not be read."""

from django.db import connection

from xiafang.casework.models import Matter

_TABLES = {
    "extension": "casework_extension",
    "escalations": "casework_escalation",
    "transfers": "casework_transfer",
    "visits": "visits_visitmatter",
    "sponsorships": "casework_sponsorship",
    "proposals": "casework_proposal",
    "recusals": "casework_recusal",
    "accusations": "casework_accusation",
}
_CHILDREN = [f"EXISTS (SELECT FROM {table} AS row WHERE row.matter_id = %(matter)s)" for table in _TABLES.values()]
_MERGED = "EXISTS (SELECT FROM casework_matter AS row WHERE row.merged_into_id = %(matter)s)"
_THERE = f"SELECT {', '.join([*_CHILDREN, _MERGED])}"


def present(matter: Matter) -> frozenset[str]:
    """Return the names of those kinds of which whoever asks sees a row beside `matter`, and `merged`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE, {"matter": matter.pk})
        found = cursor.fetchone()
    return frozenset(name for name, there in zip((*_TABLES, "merged"), found, strict=True) if there)
