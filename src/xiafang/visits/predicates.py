"""Who sees and who keeps a visit, a shortlist or a letter, in SQL: the predicates of row security and of visible_to.

A visit and a shortlist are seen by whoever answers for their organization or one above it (petition offices,
principals), by the liaison of a direct unit, by their leaders and by whoever recorded them. They are kept by the
petition office there or above, by the liaison, and by the leaders themselves. A letter is seen and kept by the leader
and by the petition office of the leader's organization or above.
"""

from xiafang.casework.predicates import DIRECT
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, setting, within

ANSWERS = f"(SELECT {setting('units')} || {DIRECT})::uuid[]"
KEEPS = f"(SELECT {setting('as_petition_office')} || {DIRECT})::uuid[]"
OFFICES = setting("as_petition_office")
ME = ASKING_OFFICIAL
MY_ACCOUNT = ASKING_USER


def _below(column: str, units: str) -> str:
    """The organization in `column` is one of `units` or below one; gathered into an array once a statement."""
    return (
        f"{column} = ANY ((SELECT coalesce(array_agg(unit.id), '{{}}') "  # noqa: S608 - our own words
        f"FROM organizations_organization AS unit WHERE unit.above && {units})::uuid[])"
    )


def sees_visit(visit: str) -> str:
    """Return SQL for: whoever asks may read the row of `visits_visit` that is called `visit` there."""
    return (
        f"({_below(f'{visit}.organization_id', ANSWERS)} OR {ME} = ANY ({visit}.leaders) "
        f"OR {visit}.recorder_id = {MY_ACCOUNT})"
    )


def keeps_visit(visit: str) -> str:
    """Return SQL for: whoever asks may change that row."""
    return f"({_below(f'{visit}.organization_id', KEEPS)} OR {ME} = ANY ({visit}.leaders))"


def sees_shortlist(shortlist: str) -> str:
    """Return SQL for: whoever asks may read the row of `visits_shortlist` that is called `shortlist` there."""
    return (
        f"({_below(f'{shortlist}.organization_id', ANSWERS)} OR {shortlist}.official_id = {ME} "
        f"OR {shortlist}.recorder_id = {MY_ACCOUNT})"
    )


def keeps_shortlist(shortlist: str) -> str:
    """Return SQL for: whoever asks may change that row."""
    return f"({_below(f'{shortlist}.organization_id', KEEPS)} OR {shortlist}.official_id = {ME})"


def letter(row: str) -> str:
    """Return SQL for: whoever asks may read and change the row of `visits_letter` that is called `row` there."""
    return f"({within(f'{row}.organization_id', 'as_petition_office')} OR {row}.official_id = {ME})"
