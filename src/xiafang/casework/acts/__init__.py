"""What is done to matters: one transaction each, refused in Chinese before anything is written (life.py, ADR 0033)."""

from xiafang.casework.acts.accused import Accused
from xiafang.casework.acts.batch import Batch, Fresh
from xiafang.casework.acts.checking import Changed
from xiafang.casework.acts.ending import close, confirm_void, merge, propose_void, reply, resolve, withdraw
from xiafang.casework.acts.escalating import assign_follow_up, give_opinion, order_unit, register_escalation
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.acts.joining import join
from xiafang.casework.acts.keeping import add_paper, correct
from xiafang.casework.acts.limits import confirm_regrade, extend, propose_regrade
from xiafang.casework.acts.opening import check_open, open_steps, works
from xiafang.casework.acts.passing import decide_ownership, object_to_transfer, take_over, transfer
from xiafang.casework.acts.proposals import refuse_proposal
from xiafang.casework.acts.receiving import (
    accept,
    ask_supplement,
    confirm_decline,
    propose_decline,
    take_supplement,
    tell,
)
from xiafang.casework.acts.recusing import ask_recusal, decide_recusal
from xiafang.casework.acts.registering import Person, Registration, lacking, register
from xiafang.casework.acts.sponsoring import end_sponsor, give_sponsor, give_sponsors
from xiafang.casework.acts.working import add_demand, answer_demand, assign, mediate, unassign

__all__ = [
    "Accused",
    "Batch",
    "Changed",
    "Fresh",
    "How",
    "NewPaper",
    "Person",
    "Registration",
    "accept",
    "add_demand",
    "add_paper",
    "answer_demand",
    "ask_recusal",
    "ask_supplement",
    "assign",
    "assign_follow_up",
    "check_open",
    "close",
    "confirm_decline",
    "confirm_regrade",
    "confirm_void",
    "correct",
    "decide_ownership",
    "decide_recusal",
    "end_sponsor",
    "extend",
    "give_opinion",
    "give_sponsor",
    "give_sponsors",
    "join",
    "lacking",
    "mediate",
    "merge",
    "object_to_transfer",
    "open_steps",
    "order_unit",
    "propose_decline",
    "propose_regrade",
    "propose_void",
    "refuse_proposal",
    "register",
    "register_escalation",
    "reply",
    "resolve",
    "take_over",
    "take_supplement",
    "tell",
    "transfer",
    "unassign",
    "withdraw",
    "works",
]
