"""Who reads and writes visits: a visit, shortlist or letter by its own row, everything else with it.

Where a row names a matter, the matter must be seen, too (casework's own policies judge it in the subquery): what is
about a unit does not show in that unit's visits either.
"""

from django.db import migrations

from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, AppendOnly, Policy, Protect, setting
from xiafang.visits.predicates import (
    KEEPS,
    keeps_shortlist,
    keeps_visit,
    letter,
    sees_shortlist,
    sees_visit,
)

OFFICE = (
    "organization_id = ANY ((SELECT coalesce(array_agg(unit.id), '{}') "
    f"FROM organizations_organization AS unit WHERE unit.above && {KEEPS})::uuid[])"
)
MINE = f"recorder_id = {ASKING_USER}"
# Leaders record visits of their own unit by themselves.
LED = f"({ASKING_OFFICIAL} = ANY (leaders) AND organization_id = ANY ({setting('belongs')}))"
VOIDING = "UPDATE (void_reason, void_asked_by_id, void_asked_at, voided_by_id, voided_at)"


def with_matter(table: str) -> str:
    """The row names no matter, or one that is seen."""
    return (
        f"({table}.matter_id IS NULL "
        f"OR EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = {table}.matter_id))"
    )


def with_visit(table: str) -> str:
    return f"EXISTS (SELECT FROM visits_visit AS visit WHERE visit.id = {table}.visit_id)"


def keeping_visit(table: str) -> str:
    return f"EXISTS (SELECT FROM visits_visit AS visit WHERE visit.id = {table}.visit_id AND {keeps_visit('visit')})"


def of_visit(name: str, *, changes: str = "UPDATE", adds: str = "true") -> Protect:
    """Rows seen with the visit and the matter they name, added and changed by who keeps the visit."""
    table = f"visits_{name}"
    keeping = f"{keeping_visit(table)} AND {with_matter(table)}"
    return Protect(
        table,
        f"SELECT, INSERT, {changes}",
        [
            Policy("read", "SELECT", sees=f"{with_visit(table)} AND {with_matter(table)}"),
            Policy("add", "INSERT", writes=f"{keeping} AND {adds}"),
            Policy("change", "UPDATE", sees=keeping, writes=keeping),
        ],
    )


ENTRY = "visits_entry"
WITH_SHORTLIST = f"EXISTS (SELECT FROM visits_shortlist AS list WHERE list.id = {ENTRY}.shortlist_id"
NOTIFICATION = "visits_notification"
EVENT = (
    f"({with_visit('visits_event')} "
    "OR EXISTS (SELECT FROM visits_shortlist AS list WHERE list.id = visits_event.shortlist_id) "
    "OR EXISTS (SELECT FROM visits_letter AS letter WHERE letter.id = visits_event.letter_id)) "
    f"AND {with_matter('visits_event')}"
)


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0001_initial"),
        ("casework", "0002_row_security"),
        ("accounts", "0002_row_security"),
        ("organizations", "0002_row_security"),
        ("postgres", "0001_web_role"),
    ]
    operations = [
        Protect(
            "visits_visit",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=sees_visit("visits_visit")),
                Policy("plan", "INSERT", writes=f"{MINE} AND ({OFFICE} OR {LED})"),
                Policy("keep", "UPDATE", sees=keeps_visit("visits_visit"), writes=keeps_visit("visits_visit")),
            ],
        ),
        of_visit("visitmatter"),
        of_visit("notice", changes=VOIDING, adds=MINE),
        of_visit("discovery", adds=MINE),
        of_visit("evidence", changes=VOIDING, adds=MINE),
        Protect(
            NOTIFICATION,
            "SELECT, INSERT",
            [
                Policy(
                    "read",
                    "SELECT",
                    sees=f"EXISTS (SELECT FROM visits_discovery AS found WHERE found.id = {NOTIFICATION}.discovery_id)",
                ),
                Policy(
                    "add",
                    "INSERT",
                    writes="EXISTS (SELECT FROM visits_discovery AS found JOIN visits_visit AS visit "
                    f"ON visit.id = found.visit_id WHERE found.id = {NOTIFICATION}.discovery_id "
                    f"AND {keeps_visit('visit')})",
                ),
            ],
        ),
        Protect(
            "visits_shortlist",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=sees_shortlist("visits_shortlist")),
                Policy("issue", "INSERT", writes=f"{MINE} AND {OFFICE}"),
                Policy(
                    "keep",
                    "UPDATE",
                    sees=keeps_shortlist("visits_shortlist"),
                    writes=keeps_shortlist("visits_shortlist"),
                ),
            ],
        ),
        Protect(
            ENTRY,
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=f"{WITH_SHORTLIST}) AND {with_matter(ENTRY)}"),
                Policy(
                    "add", "INSERT", writes=f"{WITH_SHORTLIST} AND {keeps_shortlist('list')}) AND {with_matter(ENTRY)}"
                ),
                Policy(
                    "decide",
                    "UPDATE",
                    sees=f"{WITH_SHORTLIST} AND {keeps_shortlist('list')}) AND {with_matter(ENTRY)}",
                    writes=f"{WITH_SHORTLIST})",
                ),
            ],
        ),
        Protect(
            "visits_letter",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees=letter("visits_letter")),
                Policy("enter", "INSERT", writes=f"{MINE} AND {letter('visits_letter')}"),
                Policy("keep", "UPDATE", sees=letter("visits_letter"), writes=letter("visits_letter")),
            ],
        ),
        Protect(
            "visits_event",
            "SELECT, INSERT",
            [
                Policy("read", "SELECT", sees=EVENT),
                Policy("add", "INSERT", writes=f"user_id = {ASKING_USER} AND {EVENT}"),
            ],
        ),
        AppendOnly("visits_event"),
    ]
