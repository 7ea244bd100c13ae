"""What is done in supervision: recorded once, voided with a reason when wrong, each with its event in one transaction.

A refusal (`NotAllowed`) is Chinese and comes before anything is written.
"""

from xiafang.supervision.acts.commitments import (
    Filed,
    Signed,
    file_plan,
    file_plans,
    record_agreement,
    record_agreements,
    void_agreement,
    void_plan,
)
from xiafang.supervision.acts.inspections import (
    confirm_finding,
    record_inspection,
    sanction_finding,
    void_finding,
    void_inspection,
    void_sanction,
)
from xiafang.supervision.acts.reports import (
    Completed,
    complete_assessment,
    complete_assessments,
    issue_bulletin,
    void_assessment,
    void_bulletin,
)

__all__ = [
    "Completed",
    "Filed",
    "Signed",
    "complete_assessment",
    "complete_assessments",
    "confirm_finding",
    "file_plan",
    "file_plans",
    "issue_bulletin",
    "record_agreement",
    "record_agreements",
    "record_inspection",
    "sanction_finding",
    "void_agreement",
    "void_assessment",
    "void_bulletin",
    "void_finding",
    "void_inspection",
    "void_plan",
    "void_sanction",
]
