"""Join: what comes in once more is filed under the matter that is there."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack
from uuid import uuid4

from django.utils import timezone

from xiafang.casework import life, numbers
from xiafang.casework.acts.doing import taking
from xiafang.casework.acts.how import How
from xiafang.casework.acts.registering import Person, check_people, fill_item, may_register, petitioners_of
from xiafang.casework.codes import Channel, State
from xiafang.casework.models import Item, Matter, Numbering, Petitioner
from xiafang.casework.models.people import Personal
from xiafang.organizations.models import Organization
from xiafang.organizations.writing import add
from xiafang.words import tidy


def join(
    *,
    matter: Matter,
    channel: Channel,
    received_on: date,
    unit: Organization | None = None,
    petitioners: Sequence[Person] = (),
    repeat_of: Item | None = None,
    content: str = "",
    people: int = 1,
    joint: bool = False,
    external_number: str = "",
    **how: Unpack[How],
) -> Item:
    """File a repeated item under the matter it belongs to; after the matter was closed, it returns to be worked.

    Without `repeat_of` it repeats the matter's first item. Raises NotAllowed.
    """
    with taking("join", matter, how) as doing:
        row = doing.matter
        office = unit or row.responsible
        may_register(office, doing.standing, how)
        check_people(petitioners)
        if received_on > how["on"] or received_on < row.received_on:
            raise doing.no(
                f"收到日期 {received_on} 应在事项收到日期 {row.received_on} 与登记日期 {how['on']} 之间。",
                field="received_on",
            )
        item = Item(id=uuid4(), channel=channel, content=tidy(content), people=max(people, 1), joint=joint)
        item.external_number = tidy(external_number)
        item.repeat_of = repeat_of or row.items.order_by("registered_at", "received_on").first()
        doing.said = f"并入重复信访件（{Channel(channel).label}，{received_on}收到）"
        last = row.resolved_on if row.state == State.RESOLVED else row.closed_on
        if row.state in life.DONE and last and received_on >= last:
            if row.state == State.RESOLVED:  # only then it is a return in the sense of 第七条
                row.returned_on = row.returned_on or received_on
            doing.said += f"：{'化解' if row.state == State.RESOLVED else '办结'}后再次提出，记为再访"
            doing.facts["returned"] = True
            doing.move(State.RETURNED)
        before = row.events.order_by("-version").first()
        series = office if set(row.hidden_from).isdisjoint(office.above) else row.responsible  # no hole (ADR 0032)
        number = numbers.give(series, Numbering.Series.ITEM, received_on.year)[1]
        receipt = before.digest if before else ""
        fill_item(item, row, office, received_on, number=number, receipt=receipt, how=how)
        add(item)
        named, private = petitioners_of(item, petitioners)
        Petitioner.objects.bulk_create(named)
        Personal.objects.bulk_create(private)
        doing.reworded = True
        doing.facts |= {
            "item": item.number,
            "received_on": received_on.isoformat(),
            "entered": str(timezone.localdate(how["at"])),
        }
    return item
