"""What is done in supervision: recorded once, voided with a reason when wrong, each with its event in one transaction.

A refusal (`NotAllowed`) is Chinese and comes before anything is written.
"""

from xiafang.supervision.acts.commitments import file_plan, record_agreement, void_agreement, void_plan
from xiafang.supervision.acts.inspections import (
    confirm_finding,
    record_inspection,
    sanction_finding,
    void_finding,
    void_inspection,
    void_sanction,
)
from xiafang.supervision.acts.reports import (
    complete_assessment,
    issue_bulletin,
    void_assessment,
    void_bulletin,
)

__all__ = [
    "complete_assessment",
    "confirm_finding",
    "file_plan",
    "issue_bulletin",
    "record_agreement",
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
