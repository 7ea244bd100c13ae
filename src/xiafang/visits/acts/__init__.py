"""What is done to shortlists, visits and letters: one transaction each, refused before it is written."""

from xiafang.visits.acts.discovering import add_discovery, notify_discovery, report_discovery
from xiafang.visits.acts.evidencing import attach_evidence
from xiafang.visits.acts.letters import enter_letter, read_letter, reply_letter
from xiafang.visits.acts.planning import cancel_visit, change_date, give_notice, lacking, schedule_visit
from xiafang.visits.acts.recording import Acceptance, Reception, record_unscheduled_visit, record_visit
from xiafang.visits.acts.shortlists import Proposed, decide_entry, issue_shortlist
from xiafang.visits.acts.voiding import ask_void, confirm_void, refuse_void

__all__ = [
    "Acceptance",
    "Proposed",
    "Reception",
    "add_discovery",
    "ask_void",
    "attach_evidence",
    "cancel_visit",
    "change_date",
    "confirm_void",
    "decide_entry",
    "enter_letter",
    "give_notice",
    "issue_shortlist",
    "lacking",
    "notify_discovery",
    "read_letter",
    "record_unscheduled_visit",
    "record_visit",
    "refuse_void",
    "reply_letter",
    "report_discovery",
    "schedule_visit",
]
