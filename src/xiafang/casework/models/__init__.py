"""The rows of casework: the matter and what belongs to it.

Ids are made in the application (ADR 0015). A row of any of these tables is seen exactly by those who see its matter
(row security, ADR 0031); nothing is ever deleted.
"""

from xiafang.casework.models.matter import Demand, Due, Item, Matter, Numbering
from xiafang.casework.models.people import Accusation, Involvement, Personal, Petitioner, Recusal
from xiafang.casework.models.record import Event, Paper
from xiafang.casework.models.work import (
    Assignment,
    Escalation,
    Extension,
    Grading,
    Opinion,
    Proposal,
    Sponsorship,
    Transfer,
)

__all__ = [
    "Accusation",
    "Assignment",
    "Demand",
    "Due",
    "Escalation",
    "Event",
    "Extension",
    "Grading",
    "Involvement",
    "Item",
    "Matter",
    "Numbering",
    "Opinion",
    "Paper",
    "Personal",
    "Petitioner",
    "Proposal",
    "Recusal",
    "Sponsorship",
    "Transfer",
]
