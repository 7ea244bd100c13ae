"""The audit administrator's read of every trail, in SQL (ADR 0048).

One function that belongs to the role that cannot sign in: it steps over row security, and gives of each entry what
proves the act and nothing of the case. Each source says its own condition; all of them ask for the units of the role.
"""

from xiafang.casework.predicates import OWN
from xiafang.postgres.row_security import ASKING_OFFICIAL, setting

SIGNATURE = "audit_trail(timestamptz, text, timestamptz, text, text, bigint[], uuid, int)"

# What the role that owns the function reads.
READS = (
    "organizations_organization",
    "accounts_user",
    "accounts_rolegrant",
    "accounts_userevent",
    "accounts_rolegrantevent",
    "casework_matter",
    "casework_event",
    "visits_visit",
    "visits_shortlist",
    "visits_letter",
    "visits_event",
    *(
        f"supervision_{name}"
        for name in ("agreement", "plan", "inspection", "inspectionfinding", "sanction", "assessment", "event")
    ),
    *(
        f"organizations_{name}event"
        for name in ("organization", "official", "post", "absence", "contactpoint", "workcalendarday")
    ),
    "organizations_post",
    "organizations_official",
    "pghistory_context",
    "axes_accesslog",
    "axes_accessattempt",
)

# A person is of the scope by a role or a post there; who has neither belongs to the department.
_ACCOUNT = (
    "(EXISTS (SELECT FROM accounts_rolegrant AS held "
    "WHERE held.user_id = {user} AND held.organization_id = ANY (scope)) "
    "OR (root = ANY (scope) AND NOT EXISTS (SELECT FROM accounts_rolegrant AS held WHERE held.user_id = {user})))"
)
_OFFICIAL = (
    "(EXISTS (SELECT FROM organizations_post AS post "
    "WHERE post.official_id = {official} AND post.organization_id = ANY (scope)) "
    "OR (root = ANY (scope) "
    "AND NOT EXISTS (SELECT FROM organizations_post AS post WHERE post.official_id = {official})))"
)


def _kept(source: str, table: str, unit: str, subject: str, said: str, condition: str) -> str:
    """Entries of a history that triggers keep, with the act that its context names."""
    return f"""
        SELECT row.pgh_created_at, '{source}', coalesce(said.metadata ->> 'act', row.pgh_label),
               {subject}::text, {unit}::uuid, (said.metadata ->> 'user')::bigint, NULL::uuid,
               coalesce((said.metadata ->> 'at')::timestamptz, row.pgh_created_at),
               coalesce(said.metadata ->> 'reason', ''), {said}::text, '', '{table}:' || row.pgh_id
          FROM {table} AS row LEFT JOIN pghistory_context AS said ON said.id = row.pgh_context_id
         WHERE row.pgh_created_at {{span}} AND {condition}"""


_NOON = "::timestamp + interval '12 hours') AT TIME ZONE 'Asia/Shanghai'"

SOURCES = (
    f"""
        SELECT row.entered_at, 'casework', row.act::text, matter.number::text, matter.responsible_id, row.user_id,
               row.on_behalf_of_id, (row.deed_on{_NOON}, row.cite::text,
               CASE row.act WHEN 'unmask' THEN row.said ELSE '' END, row.digest::text, 'casework:' || row.id
          FROM casework_event AS row JOIN casework_matter AS matter ON matter.id = row.matter_id
         WHERE row.entered_at {{span}} AND (matter.responsible_id = ANY (scope) OR matter.registering_id = ANY (scope))
           AND NOT matter.hidden_from && own""",
    f"""
        SELECT row.entered_at, 'visits', row.act::text,
               coalesce(visit.date || ' 下访', list.issued_on || ' 清单', letter.received_on || ' 来信'),
               coalesce(visit.organization_id, list.organization_id, letter.organization_id), row.user_id,
               row.on_behalf_of_id, (row.deed_on{_NOON}, row.cite::text, '', row.digest::text, 'visits:' || row.id
          FROM visits_event AS row LEFT JOIN visits_visit AS visit ON visit.id = row.visit_id
          LEFT JOIN visits_shortlist AS list ON list.id = row.shortlist_id
          LEFT JOIN visits_letter AS letter ON letter.id = row.letter_id
         WHERE row.entered_at {{span}}
           AND coalesce(visit.organization_id, list.organization_id, letter.organization_id) = ANY (scope)
           AND NOT EXISTS (SELECT FROM casework_matter AS matter
                            WHERE matter.id = row.matter_id AND matter.hidden_from && own)""",
    f"""
        SELECT row.entered_at, 'supervision', row.about || '.' || row.act, '', whose.unit, row.user_id, NULL::uuid,
               (row.deed_on{_NOON}, '', row.said, row.digest::text, 'supervision:' || row.id
          FROM supervision_event AS row CROSS JOIN LATERAL (
               SELECT subordinate_id AS unit, NULL::uuid AS official FROM supervision_agreement WHERE id = row.subject
               UNION ALL SELECT organization_id, NULL FROM supervision_plan WHERE id = row.subject
               UNION ALL SELECT organization_id, NULL FROM supervision_inspection WHERE id = row.subject
               UNION ALL SELECT organization_id, NULL FROM supervision_assessment WHERE id = row.subject
               UNION ALL SELECT organization_id, official_id FROM supervision_inspectionfinding WHERE id = row.subject
               UNION ALL SELECT found.organization_id, found.official_id FROM supervision_sanction AS given
                         JOIN supervision_inspectionfinding AS found ON found.id = given.finding_id
                         WHERE given.id = row.subject
               UNION ALL SELECT root, NULL WHERE row.about = 'bulletin') AS whose
         WHERE row.entered_at {{span}} AND whose.unit = ANY (scope)
           AND (whose.official IS NULL OR whose.official IS DISTINCT FROM {ASKING_OFFICIAL})""",
    _kept("accounts", "accounts_userevent", "NULL", "row.username", "''", _ACCOUNT.format(user="row.id")),
    _kept(
        "accounts",
        "accounts_rolegrantevent",
        "row.organization_id",
        "(SELECT username FROM accounts_user WHERE id = row.user_id)",
        "row.role || ' ' || row.from_on || coalesce(' ' || row.to_on, '')",
        "row.organization_id = ANY (scope)",
    ),
    _kept(
        "organizations",
        "organizations_organizationevent",
        "row.id",
        "row.name",
        "''",
        "(row.id = ANY (scope) OR row.parent_id = ANY (scope))",
    ),
    _kept(
        "organizations",
        "organizations_officialevent",
        "NULL",
        "row.name",
        "''",
        _OFFICIAL.format(official="row.id"),
    ),
    _kept(
        "organizations",
        "organizations_postevent",
        "row.organization_id",
        "(SELECT name FROM organizations_official WHERE id = row.official_id)",
        "row.title || ' ' || row.from_on || coalesce(' ' || row.to_on, '')",
        "row.organization_id = ANY (scope)",
    ),
    _kept(
        "organizations",
        "organizations_absenceevent",
        "NULL",
        "(SELECT name FROM organizations_official WHERE id = row.official_id)",
        "row.from_on || ' ' || row.to_on",
        _OFFICIAL.format(official="row.official_id"),
    ),
    _kept(
        "organizations",
        "organizations_contactpointevent",
        "row.organization_id",
        "(SELECT name FROM organizations_official WHERE id = row.official_id)",
        "''",
        "row.organization_id = ANY (scope)",
    ),
    _kept("organizations", "organizations_workcalendardayevent", "root", "row.day", "row.ground", "root = ANY (scope)"),
    f"""
        SELECT row.attempt_time, 'sign_in', 'sign_in', who.username::text, NULL::uuid, who.id, NULL::uuid,
               row.attempt_time, '', coalesce(host(row.ip_address), ''), '', 'axes_accesslog:' || row.id
          FROM axes_accesslog AS row JOIN accounts_user AS who ON who.username = lower(btrim(row.username))
         WHERE row.attempt_time {{span}} AND {_ACCOUNT.format(user="who.id")}""",
    f"""
        SELECT row.attempt_time, 'sign_in', 'sign_in_failed', who.username::text, NULL::uuid, NULL::bigint, NULL::uuid,
               row.attempt_time, '', coalesce(host(row.ip_address), '') || ' ' || row.failures_since_start, '',
               'axes_accessattempt:' || row.id
          FROM axes_accessattempt AS row JOIN accounts_user AS who ON who.username = lower(btrim(row.username))
         WHERE row.attempt_time {{span}} AND {_ACCOUNT.format(user="who.id")}""",
)

# Files brought for import (ledgers/models.py), a source of its own: its table is younger than the function.
IMPORTS = f"""
        SELECT row.entered_at, 'ledgers', row.act::text, row.filename::text, row.unit_id, row.user_id, NULL::uuid,
               row.entered_at, '', row.said::text, row.file::text, 'ledgers:' || row.id
          FROM ledgers_event AS row
         WHERE row.entered_at {{span}} AND (row.unit_id = ANY (scope) OR CASE WHEN row.user_id IS NULL
               THEN row.unit_id IS NULL AND root = ANY (scope) ELSE {_ACCOUNT.format(user="row.user_id")} END)"""

_SPAN = ">= since AND {at} <= until"


def _bounded(source: str) -> str:
    """A source within the days asked for, narrowed to what is asked, its newest entries only."""
    at = "row.pgh_created_at" if "pgh_created_at {span}" in source else None
    at = at or ("row.attempt_time" if "attempt_time {span}" in source else "row.entered_at")
    inner = source.replace("{span}", _SPAN.format(at=at))
    return f"""(SELECT * FROM ({inner})
            AS entry (at, source, act, subject, unit, actor, behalf, deed, ground, said, proof, key)
        WHERE (entry.at, entry.key) < (until, beyond) AND (of_kind = '' OR entry.source = of_kind)
          AND (of_act = '' OR entry.act = of_act) AND (by_whom IS NULL OR entry.actor = ANY (by_whom))
        ORDER BY entry.at DESC, entry.key DESC LIMIT most)"""


def _function(*sources: str) -> str:
    """Return the function; `until` and `beyond` are the key of the last entry shown: what comes after it is older."""
    return f"""
CREATE OR REPLACE FUNCTION audit_trail(
    until timestamptz, beyond text, since timestamptz,
    of_kind text, of_act text, by_whom bigint[], of_unit uuid, most int
) RETURNS TABLE (
    at timestamptz, source text, act text, subject text, unit uuid, actor bigint, behalf uuid, deed timestamptz,
    ground text, said text, proof text, key text
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    scope uuid[];
    own uuid[] := {OWN};
    root uuid := (SELECT id FROM organizations_organization WHERE parent_id IS NULL);
BEGIN
    SELECT coalesce(array_agg(place.id), '{{}}') INTO scope FROM organizations_organization AS place
     WHERE place.above && {setting("as_audit_admin")} AND (of_unit IS NULL OR of_unit = ANY (place.above));
    IF cardinality(scope) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY {" UNION ALL ".join(_bounded(source) for source in sources)}
    ORDER BY 1 DESC, 12 DESC LIMIT most;
END $$;
"""


BEFORE_IMPORTS = _function(*SOURCES)
FUNCTION = _function(*SOURCES, IMPORTS)
