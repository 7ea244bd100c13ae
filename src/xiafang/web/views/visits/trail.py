"""The history of a visit, a shortlist or a letter as lines: who, for whom, when done, when entered, what was said."""

from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import F

from xiafang.accounts.middleware import OfficialRequest
from xiafang.visits.acts.doing import Subject
from xiafang.visits.steps import STEPS


class Step(msgspec.Struct, frozen=True):
    """One act."""

    act: str
    label: str
    who: str
    behalf: str
    done: date
    entered: datetime
    between: int
    cite: str
    said: str
    told: str
    matter: Any
    number: str


def trail(request: OfficialRequest, row: Subject) -> list[Step]:
    """Return the steps on `row` that whoever asks may see, the latest first. One query."""
    events = row.events.visible_to(request.user).select_related("user", "on_behalf_of", "matter")
    return [
        Step(
            event.act,
            STEPS[event.act].label,
            event.user.name if event.user else "运维人员",
            event.on_behalf_of.name if event.on_behalf_of else "",
            event.deed_on,
            event.entered_at,
            event.days_between,
            event.cite,
            event.said,
            event.told,
            event.matter_id,
            event.matter.number if event.matter else "",
        )
        for event in events.order_by("-version", "-entered_at", F("matter__number").asc(nulls_first=True), "id")
    ]
