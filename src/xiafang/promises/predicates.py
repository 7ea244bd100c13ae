"""Who sees a row of the ledger, in SQL.

What is about a matter is seen with the matter and by nobody else: the subquery stands under the matter's own policies,
so recusal and the wall around an accused unit hold here too; OFFSET keeps the planner from gathering all matters in
sight for the rows of a page. The rest is seen by whom it concerns and by those above.
"""

from xiafang.casework.predicates import DIRECT
from xiafang.postgres.row_security import ASKING_OFFICIAL, setting, within

_UNIT = "promises_row.organization_id"
_OWN = f"{_UNIT} = ANY ({setting('as_leader')}) OR {_UNIT} = ANY ({DIRECT})"

SEES = (
    "CASE WHEN promises_row.matter IS NOT NULL "
    "THEN EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = promises_row.matter OFFSET 0) "
    f"ELSE promises_row.official_id = {ASKING_OFFICIAL} OR {within(_UNIT, 'units')} OR {within(_UNIT, 'as_inspector')} "
    f"OR (promises_row.official_id IS NULL AND ({_OWN})) END"
)
