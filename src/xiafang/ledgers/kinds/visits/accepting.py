"""Matters that a ledger of visits says were accepted on the visit (在下访中受理, 第十七条)."""

import re
from collections.abc import Sequence
from datetime import date

from xiafang.adapters.sheets import Value
from xiafang.casework import acts
from xiafang.casework.codes import Grade, State
from xiafang.casework.life import DONE, OPEN
from xiafang.casework.models import Matter
from xiafang.ledgers.importer import Importer
from xiafang.ledgers.plans import Line, No
from xiafang.ledgers.reading import Fault, bare, truth
from xiafang.visits.models import Visit

REASON = "台账载明在下访中受理"
_WORDS = {"受理": True, "已受理": True, "现场受理": True, "未受理": False, "不受理": False}
Told = tuple[Matter, Line]


def read(value: Value, from_1904: bool) -> bool | list[str] | None:
    """Read whether the matter of the row was accepted, or the numbers of those that were."""
    said = bare(value)
    if said in _WORDS:
        return _WORDS[said]
    try:
        return truth(value, from_1904)
    except Fault:
        return [number for number in re.split(r"[、,，;；]+", re.sub(r"\n+", "、", str(value))) if bare(number)]


def missing(told: Sequence[Told], visit: Visit | None, day: date) -> list[Told]:
    """Return those of which the register does not say yet that they were accepted on the visit. Raises No."""
    return [(matter, line) for matter, line in told if not _stands(matter, line, visit, day)]


def _stands(matter: Matter, line: Line, visit: Visit | None, day: date) -> bool:
    if matter.visit is not None:
        if visit is not None and matter.visit == visit.pk:
            return True
        raise No(f"“{matter}”登记的是在另一次下访中受理：请核对受理件。", field="accepted", line=line)
    state = matter.get_state_display()
    if matter.accepted_on is None and matter.state != State.RECEIVED:
        raise No(
            f"“{matter}”{state}，不能在这次下访中受理：请核对受理件，或先在网页上办理。", field="accepted", line=line
        )
    if matter.accepted_on is None and matter.received_on > day:
        raise No(
            f"“{matter}”的收到日期 {matter.received_on} 晚于下访日期，不能在这次下访中受理：请核对。",
            field="accepted",
            line=line,
        )
    if matter.accepted_on is not None and matter.accepted_on < day:
        raise No(
            f"“{matter}”已于 {matter.accepted_on} 受理，早于下访日期，不是在这次下访中受理的：请核对。",
            field="accepted",
        )
    if matter.state not in (*OPEN, *DONE):
        raise No(f"“{matter}”{state}，不能补记在下访中受理：请核对受理件。", field="accepted", line=line)
    return False


def carry(told: Sequence[Told], visit: Visit, importer: Importer) -> None:
    """Accept the matters on the visit; of those that are accepted already, note that it was there."""
    handled = dict(visit.matters.values_list("matter", "outcome"))
    for matter, line in told:
        handling = handled.get(matter.pk) or None
        if matter.accepted_on is None:
            grade = line["grade"] or Grade.GENERAL
            acts.accept(matter=matter, grade=grade, visit=visit.pk, handling=handling, **importer.how(line, visit.date))
        else:
            changes = {"visit": visit.pk, "handling": handling or ""}
            acts.correct(matter=matter, changes=changes, reason=REASON, **importer.how(line, importer.today))
