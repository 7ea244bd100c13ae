"""Who sees a matter, in SQL: the one predicate that row security and the application share (ADR 0031).

A matter's row carries arrays of ids (units, officials, accounts): `seen_by` who may read it, `worked_by` who may change
it, `hidden_from` whom it is about or who is recused. Whoever asks has two arrays as well, each read from the settings
of the transaction once a statement: `MINE`, the units they answer for and who they are; `OWN`, the units they belong to
with everything above them, and who they are. Seen is what meets MINE, unless it is hidden from OWN.

An account's number stands in the arrays as a UUID; ids of units and officials are random, so the two never meet. NULLs
in an array meet nothing, so whoever is nobody sees nothing.
"""

from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, setting

_ME = f"ARRAY[{ASKING_OFFICIAL}, lpad(to_hex({ASKING_USER}), 32, '0')::uuid]"

# A liaison answers for a division or an institution (第十四条), and for nothing below any other unit.
DIRECT = (
    "ARRAY(SELECT unit.id FROM organizations_organization AS unit "  # noqa: S608 - our own words
    f"WHERE unit.id = ANY ({setting('as_liaison')}) AND unit.kind IN ('division', 'institution'))"
)
MINE = f"(SELECT {setting('units')} || {DIRECT} || {_ME})::uuid[]"
OWN = (
    "(SELECT ARRAY(SELECT step FROM organizations_organization AS unit, unnest(unit.above) AS step "  # noqa: S608
    f"WHERE unit.id = ANY ({setting('belongs')})) || {_ME})::uuid[]"
)


def sees(matter: str, mine: str = MINE, own: str = OWN) -> str:
    """Return SQL for: whoever asks may read the row of `casework_matter` that is called `matter` there.

    `mine` and `own` stand for the two arrays where they were read before, as in the function that finds matters.
    """
    return f"({matter}.seen_by && {mine} AND NOT {matter}.hidden_from && {own})"


def works(matter: str) -> str:
    """Return SQL for: whoever asks may change that row."""
    return f"({matter}.worked_by && {MINE} AND NOT {matter}.hidden_from && {OWN})"
