"""What must hold of the big province, whoever wrote it: the same as if every matter had come in through the acts."""

from datetime import date

from django.db import connection

from xiafang.casework import events
from xiafang.casework.models import Event
from xiafang.promises import ledger

SAMPLE = 20_000

# what must not be found, and how it is said
NONE = {
    "a version that is not the number of events": (
        "SELECT count(*) FROM casework_matter AS m WHERE version <> "
        "(SELECT count(*) FROM casework_event AS e WHERE e.matter_id = m.id)"
    ),
    "a number out of its row": (
        "SELECT count(*) FROM casework_numbering AS n WHERE series = 'matter' AND last <> "
        "(SELECT count(*) FROM casework_matter AS m "
        "WHERE m.registering_id = n.organization_id AND m.year = n.year)"
    ),
    "a serial beyond the last": (
        "SELECT count(*) FROM casework_matter AS m JOIN casework_numbering AS n "
        "ON n.organization_id = m.registering_id AND n.year = m.year AND n.series = 'matter' WHERE m.serial > n.last"
    ),
    "a closed matter with an open demand": (
        "SELECT count(*) FROM casework_demand AS d JOIN casework_matter AS m ON m.id = d.matter_id "
        "WHERE m.closed_on IS NOT NULL AND d.answered_on IS NULL"
    ),
    "a matter without item, petitioner or demand": (
        "SELECT count(*) FROM casework_matter AS m WHERE "
        "NOT EXISTS (SELECT FROM casework_item AS i WHERE i.matter_id = m.id) OR "
        "NOT EXISTS (SELECT FROM casework_petitioner AS p WHERE p.matter_id = m.id) OR "
        "NOT EXISTS (SELECT FROM casework_demand AS d WHERE d.matter_id = m.id)"
    ),
    "a matter out of its unit's sight": (
        "SELECT count(*) FROM casework_matter AS m JOIN organizations_organization AS o ON o.id = m.responsible_id "
        "WHERE NOT o.above <@ m.seen_by OR NOT o.above <@ m.worked_by OR m.home_id <> coalesce(o.above[2], o.above[1])"
    ),
    "an open limit that no list knows": (
        "SELECT count(*) FROM (SELECT DISTINCT matter FROM promises_row WHERE completed_on IS NULL AND NOT exempt "
        "AND duty LIKE 'case.%' AND matter IS NOT NULL) AS r "
        "WHERE NOT EXISTS (SELECT FROM casework_due AS d WHERE d.matter_id = r.matter)"
    ),
    "a leader or handler out of the arrays": (
        "SELECT count(*) FROM casework_sponsorship AS s JOIN casework_matter AS m ON m.id = s.matter_id "
        "WHERE s.to_on IS NULL AND NOT s.official_id = ANY (m.seen_by)"
    ),
}


def check(today: date) -> list[str]:
    """Return what does not hold; empty when all does."""
    found = []
    with connection.cursor() as cursor:
        for what, sql in NONE.items():
            cursor.execute(sql)
            row = cursor.fetchone()
            if row and row[0]:
                found.append(f"{row[0]} × {what}")
    wrong = sum(events.digest(event) != event.digest for event in Event.objects.order_by("id")[:SAMPLE])
    if wrong:
        found.append(f"{wrong} digests of {SAMPLE} events")
    found += [f"ledger: {difference}" for difference in ledger.verify(today)[:5]]
    return found
