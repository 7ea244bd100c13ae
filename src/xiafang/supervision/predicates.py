"""Who sees and who writes a record, in SQL: what row security and the application share (ADR 0035).

Each is said of a row of the record's table, called by the table's name. Nobody who asks, nothing that is seen.
"""

from xiafang.casework.predicates import DIRECT
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, SIGNED_IN, setting, within


def _overseen(column: str) -> str:
    """The unit is one answered for or inspected, or below one."""
    return f"{within(column, 'units')} OR {within(column, 'as_inspector')}"


def _led(column: str) -> str:
    """The unit is the asker's own as a leader, principal or not."""
    return f"{column} = ANY ({setting('as_leader')})"


def _unit(column: str) -> str:
    """The unit is overseen, or the asker's own as a leader or as the liaison of a direct unit."""
    return f"{_overseen(column)} OR {_led(column)} OR {column} = ANY ({DIRECT})"


_FINDING = f"{_overseen('finding.organization_id')} OR finding.official_id = {ASKING_OFFICIAL}"

# The leading group's office: the department's petition office and its inspectors.
OFFICE = (
    "EXISTS (SELECT FROM organizations_organization AS unit WHERE unit.parent_id IS NULL "
    f"AND unit.id = ANY ({setting('as_petition_office')} || {setting('as_inspector')}))"
)
NOT_ABOUT_ONESELF = f"finding.official_id IS DISTINCT FROM {ASKING_OFFICIAL}"

SEES = {
    "agreement": f"{_unit('supervision_agreement.superior_id')} OR {_unit('supervision_agreement.subordinate_id')}",
    "plan": _unit("supervision_plan.organization_id"),
    "inspection": f"{_overseen('supervision_inspection.organization_id')} "
    f"OR {_led('supervision_inspection.organization_id')} "
    "OR EXISTS (SELECT FROM supervision_inspectionfinding AS finding "
    f"WHERE finding.inspection_id = supervision_inspection.id AND ({_FINDING}))",
    "inspectionfinding": _FINDING.replace("finding.", "supervision_inspectionfinding."),
    "sanction": "EXISTS (SELECT FROM supervision_inspectionfinding AS finding "
    f"WHERE finding.id = supervision_sanction.finding_id AND ({_FINDING}))",
    "bulletin": SIGNED_IN,  # it goes to every unit
    "assessment": _unit("supervision_assessment.organization_id"),
}

WRITES = {
    "agreement": within("supervision_agreement.superior_id", "as_petition_office"),
    "plan": f"{within('supervision_plan.organization_id', 'as_petition_office')} "
    f"OR supervision_plan.organization_id = ANY ({DIRECT})",
    "inspection": OFFICE,
    "inspectionfinding": f"{OFFICE} AND {NOT_ABOUT_ONESELF}".replace("finding.", "supervision_inspectionfinding."),
    "sanction": f"{OFFICE} AND EXISTS (SELECT FROM supervision_inspectionfinding AS finding "
    f"WHERE finding.id = supervision_sanction.finding_id AND {NOT_ABOUT_ONESELF})",
    "bulletin": OFFICE,
    "assessment": OFFICE,
}


def _of_record(conditions: dict[str, str]) -> str:
    """The record that an event is about is there and meets the condition for its kind."""
    cases = (
        f"WHEN '{name}' THEN EXISTS (SELECT FROM supervision_{name} "
        f"WHERE supervision_{name}.id = supervision_event.subject AND ({condition}))"
        for name, condition in conditions.items()
    )
    return f"CASE supervision_event.about {' '.join(cases)} ELSE false END"


# The subqueries themselves stand under the policies of the record's table: what is seen is seen with its events.
SEES_EVENT = _of_record(dict.fromkeys(SEES, "true"))
# Written by who writes the record, and only about what was really done to it.
WRITES_EVENT = f"supervision_event.user_id = {ASKING_USER} AND " + _of_record(
    {
        name: f"({condition}) AND (supervision_{name}.voided_at IS NULL) = (supervision_event.act = 'entered')"
        for name, condition in WRITES.items()
    }
)
