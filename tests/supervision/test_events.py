"""The history: who, when done, when entered, what was said, and a digest that nobody can bring to agree with a lie."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

import cast
from supervision import story
from supervision.story import Office
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor
from xiafang.supervision.events import digest
from xiafang.supervision.models import Agreement, Event, Plan

Web = Callable[[], AbstractContextManager[None]]


def test_every_act_is_an_event(office: Office) -> None:
    clerk = office.by = story.clerk(office.land, "department")
    made = office.everything()
    for name, row in made.items():
        event = Event.objects.of(row).get()
        assert (event.user, event.entered_at, event.act) == (clerk, cast.NOW, "entered"), name
        assert event.facts["id"] == str(row.pk)
        assert digest(event) == event.digest
    said = Event.objects.of(made["agreement"]).get()
    assert said.said == "“甲示例市司法局”与“甲示例县司法局”签订2026年度信访工作目标管理责任书"
    assert (said.deed_on, said.entered_on, said.days_between) == (date(2026, 3, 10), cast.DAY, 97)
    story.void("bulletin", made["bulletin"], by=clerk)
    _, voided = Event.objects.of(made["bulletin"])
    assert voided.said == "作废抽查通报“示司信领办〔2026〕1号”：登记到了别的单位"
    assert (voided.deed_on, voided.days_between) == (cast.DAY, 0)


def test_the_digest_is_that_of_the_canonical_content(office: Office) -> None:
    row = office.agree(note="双方盖章")
    event = Event.objects.of(row).get()
    content = {
        "about": "agreement",
        "act": "entered",
        "deed_on": "2026-03-10",
        "entered_at": cast.NOW.astimezone(UTC).isoformat(timespec="microseconds"),
        "facts": {
            "id": str(row.pk),
            "note": "双方盖章",
            "signed_on": "2026-03-10",
            "subordinate": str(office.land.county.pk),
            "superior": str(office.land.city.pk),
            "year": 2026,
        },
        "id": str(event.pk),
        "said": event.said,
        "subject": str(row.pk),
        "user": None,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert event.digest == sha256(canonical).hexdigest()
    event.said += "。"
    assert digest(event) != event.digest


def test_events_and_records_are_not_rewritten_even_by_the_owner(office: Office) -> None:
    made = office.everything()
    for change in (lambda rows: rows.update(said="他"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(Event.objects.all())
    for name, row in made.items():
        rows = type(row)._default_manager.filter(pk=row.pk)
        field = next(f.name for f in row._meta.fields if f.name.endswith("_on") or f.name == "on")
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            rows.update(**{field: date(2026, 1, 1)})
        with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
            rows._raw_delete("default")
        if name not in ("inspection", "finding"):
            story.void(name, row)
            with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
                rows.update(voided_at=None, void_reason="")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda office: office.agree(), id="the same agreement twice"),
        pytest.param(lambda office: office.assess(), id="the same assessment twice"),
    ],
)
def test_somebody_quicker_is_a_refusal(
    office: Office, wrong: Callable[[Office], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.everything()
    before = story.written()
    monkeypatch.setattr("xiafang.supervision.querysets.RecordQuerySet.valid", lambda rows: rows.none())
    with pytest.raises(NotAllowed, match="未能保存：刚刚有人登记了相同的内容，请刷新后核对"):
        wrong(office)
    assert story.written() == before


def test_a_record_without_its_event_is_not_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    before = story.written()
    monkeypatch.setattr("xiafang.supervision.acts.entry.record_all", fails)
    with pytest.raises(RuntimeError):
        office.agree()
    assert story.written() == before


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"voided_at": cast.NOW}, id="voided without a reason"),
        pytest.param({"void_reason": "错"}, id="a reason and not voided"),
    ],
)
def test_voiding_needs_a_reason_in_the_database_too(office: Office, wrong: dict[str, object]) -> None:
    row = office.agree()
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_refuses_what_the_acts_refuse(office: Office) -> None:
    county, city = office.land.county, office.land.city
    for wrong in (
        Agreement(year=1999, superior=city, subordinate=county, signed_on=cast.DAY),
        Agreement(year=2026, superior=city, subordinate=city, signed_on=cast.DAY),
        Plan(year=2026, organization=county, filed_on=cast.DAY, title="计划", amended_because="无所修订"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save(force_insert=True)


def test_the_operator_leaves_no_name(office: Office) -> None:
    by: Actor = office.by
    assert by is cast.OPERATOR
    assert Event.objects.of(office.plan()).get().user is None


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_file_one_plan() -> None:
    office, together = Office(cast.province()), threading.Barrier(2)

    def file() -> Exception | None:
        try:
            together.wait(30)
            office.plan()
        except NotAllowed as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(2) as pool:
        said = [job.result() for job in [pool.submit(file), pool.submit(file)]]
    assert sorted(type(answer).__name__ for answer in said) == ["NoneType", "NotAllowed"]
    assert (Plan.objects.count(), Event.objects.count()) == (1, 1)
