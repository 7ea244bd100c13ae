"""The rows of visits: shortlists, visits and what belongs to them, leaders' letters, and the history of all three.

Ids are made in the application (ADR 0015); nothing is ever deleted, what was recorded wrongly is voided by two people.
Who sees a row is said in predicates.py; a row that names a matter is seen only by those who see the matter, too.
"""

from xiafang.visits.models.letter import Letter
from xiafang.visits.models.record import Event, Evidence
from xiafang.visits.models.shortlist import Entry, Shortlist
from xiafang.visits.models.visit import Discovery, Notice, Notification, Visit, VisitMatter

__all__ = [
    "Discovery",
    "Entry",
    "Event",
    "Evidence",
    "Letter",
    "Notice",
    "Notification",
    "Shortlist",
    "Visit",
    "VisitMatter",
]
