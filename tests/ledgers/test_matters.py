"""A ledger of matters: what is new, what has changed, what is the same, what is refused, what is asked."""

from datetime import date

from ledgers.files import HEADINGS, Desk, counts, row
from xiafang.casework.models import Matter


def test_a_row_becomes_a_matter_with_its_steps_and_their_origin(desk: Desk) -> None:
    path = desk.workbook(HEADINGS, row(办结日期=date(2026, 7, 1)))
    plans = desk.run(path)
    assert counts(plans) == {"created": 1}, plans[0].said
    matter = Matter.objects.get()
    assert (matter.received_on, matter.accepted_on, matter.closed_on) == (
        date(2026, 6, 1),
        date(2026, 6, 3),
        date(2026, 7, 1),
    )
    events = list(matter.events.all())
    assert [event.act for event in events] == ["register", "accept", "close"]
    assert all(event.origin.startswith("台账 sha256:") and event.origin.endswith("第2行") for event in events)
    assert all(event.days_between == 0 for event in events)
    assert "台账未载" in events[-1].said


def test_importing_twice_changes_nothing(desk: Desk) -> None:
    path = desk.workbook(HEADINGS, row("1"), row("", 信访人="李示例、王示例", 概况="反映公证收费"), row("3", 信访人="匿名"))
    assert counts(desk.run(path)) == {"created": 3}
    before = list(Matter.objects.values_list("pk", "version").order_by("pk"))
    assert counts(desk.run(path)) == {"unchanged": 3}
    assert list(Matter.objects.values_list("pk", "version").order_by("pk")) == before
