"""The canonical forms are fixed for good: these digests were worked out once and must come out for ever."""

from datetime import UTC, date, datetime
from uuid import UUID

from xiafang.casework import events as casework
from xiafang.casework.models import Event as MatterEvent
from xiafang.supervision import events as supervision
from xiafang.supervision.kinds import Act, RecordKind
from xiafang.supervision.models import Event as RecordEvent
from xiafang.visits import events as visits
from xiafang.visits.models import Event as VisitEvent

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
ENTERED = datetime(2026, 6, 15, 2, 0, 0, 7, tzinfo=UTC)
DONE = {"id": ONE, "act": "join", "user_id": 7, "deed_on": date(2026, 6, 14), "entered_at": ENTERED, "said": "并入"}
MORE = {"cite": "条例第二十一条", "told": "已告知", "facts": {"乙": 1, "甲": ["x"]}, "origin": "台账:3", "version": 4}


def test_an_event_of_a_matter() -> None:
    event = MatterEvent(matter_id=TWO, on_behalf_of_id=THREE, **DONE, **MORE)
    assert casework.digest(event) == "7644668d63dfabd99030dfe3ccb1762cb742b3d91b39a294bf9f9ad3878746c5"
    event.on_behalf_of_id = None
    assert casework.digest(event) == "4ccaf7bd9a7a717060418490b72b0b32b23cc22c30daa02411ef1f911615996b"


def test_an_event_of_a_visit() -> None:
    event = VisitEvent(visit_id=TWO, matter_id=THREE, **DONE, **MORE)
    assert visits.digest(event) == "1c0039bf90a3e199919e74b0ec579871bf2473cc674c7c6c6b8d92491c055eab"


def test_an_event_of_a_record() -> None:
    done = {**DONE, "act": Act.VOIDED}
    event = RecordEvent(about=RecordKind.PLAN, subject=TWO, facts=MORE["facts"], **done)
    assert supervision.digest(event) == "472cdd68f88e4f5f18d9d6b43549e22fe600f1e00576177fb5bc5ae2224fb1f2"
