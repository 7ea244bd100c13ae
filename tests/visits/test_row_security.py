"""The wall, as the web role, on every table of visits and for everybody of the story."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, models, transaction

from casework.test_row_security import EVERYBODY as OF_CASEWORK
from visits.story import Visiting, accepted, day, how, planned, record, recused, registered, shortlisted
from xiafang.accounts import standing
from xiafang.casework.acts import Accused
from xiafang.casework.models import Matter
from xiafang.visits import acts
from xiafang.visits.codes import DiscoveryKind, EvidenceKind, Mailbox, Mode, NoticeChannel, NotifiedRole
from xiafang.visits.models import (
    Discovery,
    Entry,
    Event,
    Evidence,
    Letter,
    Notice,
    Notification,
    Shortlist,
    Visit,
    VisitMatter,
)

TABLES: list[Any] = list(apps.get_app_config("visits").get_models())
EVERYBODY = (*OF_CASEWORK, "division_head")
NAMING_A_MATTER = [VisitMatter, Notice, Discovery, Notification, Evidence, Entry]
REFUSED = pytest.raises(ProgrammingError, match="row-level security")


def full(people: Visiting, matter: Matter) -> Visit:
    """A visit of the deputy with a row in every table that names the matter, and a shortlist before it."""
    shortlisted(people, matter)
    visit = planned(people, matter)
    acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.office, 3))
    record(people, visit, matter)
    found = acts.add_discovery(
        visit=visit, kind=DiscoveryKind.EMERGING, text="示例", matter=matter, **how(people.office, 10)
    )
    acts.notify_discovery(
        discovery=found, organization=people.land.division, role=NotifiedRole.DEPARTMENT, **how(people.office, 10)
    )
    acts.attach_evidence(
        visit=visit,
        matter=matter,
        kind=EvidenceKind.SIGNED_SHEET,
        filename="表.pdf",
        content=b"%PDF-1.7",
        **how(people.office, 10),
    )
    return visit


def letter(people: Visiting) -> Letter:
    return acts.enter_letter(
        official=people.deputy, mailbox=Mailbox.SUNSHINE, received_on=day(1), gist="示例", **how(people.office, 1)
    )


def counts() -> dict[type[models.Model], int]:
    return {model: model._default_manager.count() for model in TABLES}


def test_each_table_shows_its_rows_to_whom_it_should_and_to_nobody_else(people: Visiting) -> None:
    full(people, accepted(people))
    letter(people)
    standing.identify(people.office, on=day(11))
    there = counts()
    assert all(there.values()), there
    for name in EVERYBODY:
        standing.identify(people[name], on=day(11))
        found = counts()
        if name in ("office", "second", "superior", "leader"):
            assert found == there, name
        elif name == "principal":  # answers for the city; the deputy's letters are the deputy's
            assert found == there | {Letter: 0, Event: there[Event] - 1}
        else:
            assert found == dict.fromkeys(TABLES, 0), name
    standing.forget()
    assert counts() == dict.fromkeys(TABLES, 0)


def test_visible_to_is_the_policy(people: Visiting) -> None:
    """The same rows for everybody, whether the database or the application is asked."""
    full(people, accepted(people))
    letter(people)
    planned(people, organization=people.land.county, leaders=[people.county_boss])
    planned(people, by=people.liaison, organization=people.land.division, leaders=[people.head])
    matter = registered(people, accused=[Accused(unit=people.land.county)])
    planned(people, matter, leaders=[people.boss])
    recused(people, accepted(people), people.second)
    for name in EVERYBODY:
        standing.identify(people[name], on=day(11))
        for model in TABLES:
            assert set(model.objects.all()) == set(model.objects.visible_to(people[name])), (name, model)
        other = people.office if name != "office" else people.second
        assert not any(model.objects.visible_to(other).exists() for model in TABLES)
    standing.forget()
    assert not any(model.objects.visible_to(people.office).exists() for model in TABLES)


def test_an_account_that_was_closed_sees_nothing(people: Visiting) -> None:
    planned(people)
    standing.identify(people.office, on=day(11))
    people.office.is_active = False
    assert not Visit.objects.visible_to(people.office).exists()


def test_a_visit_of_a_division_is_its_liaisons(people: Visiting) -> None:
    visit = planned(people, by=people.liaison, organization=people.land.division, leaders=[people.head])
    for name, sees in (("liaison", 1), ("division_head", 1), ("superior", 1), ("office", 0), ("leader", 0)):
        standing.identify(people[name], on=day(3))
        assert Visit.objects.filter(pk=visit.pk).count() == sees, name


def test_30_a_matter_about_the_unit_does_not_show_in_its_own_visits(people: Visiting) -> None:
    """The county held a visit; later the matter turns out to be about the county. Its clerk finds nothing of it."""
    matter = accepted(people, "county")
    visit = full_at_the_county(people, matter)
    standing.identify(people.county, on=day(11))
    there = counts()
    assert all(there[model] for model in NAMING_A_MATTER if model is not Entry)
    hide(matter, people)
    standing.identify(people.county, on=day(12))
    assert Visit.objects.get() == visit, "the visit is the county's own"
    assert all(model._default_manager.count() == 0 for model in NAMING_A_MATTER)
    assert {event.matter_id for event in Event.objects.all()} == {None}
    assert not any(str(matter.pk) in str(event.facts) or matter.number in event.said for event in Event.objects.all())
    standing.identify(people.accused, on=day(12))
    assert all(model._default_manager.count() == 0 for model in NAMING_A_MATTER), "nor does its leader, who was there"
    standing.identify(people.office, on=day(12))
    assert {model: count for model, count in counts().items() if model in NAMING_A_MATTER} == {
        model: there[model] for model in NAMING_A_MATTER
    }


def full_at_the_county(people: Visiting, matter: Matter) -> Visit:
    visit = planned(people, matter, by=people.county, organization=people.land.county, leaders=[people.county_boss])
    acts.give_notice(visit=visit, matter=matter, channel=NoticeChannel.PHONE, **how(people.county, 3))
    record(people, visit, matter, by=people.county, leaders=[people.county_boss])
    found = acts.add_discovery(
        visit=visit, kind=DiscoveryKind.EMERGING, text="示例", matter=matter, **how(people.county, 10)
    )
    acts.notify_discovery(
        discovery=found, organization=people.land.office, role=NotifiedRole.DEPARTMENT, **how(people.county, 10)
    )
    sheet = {"kind": EvidenceKind.SIGNED_SHEET, "filename": "表.pdf", "content": b"%PDF-1.7"}
    acts.attach_evidence(visit=visit, matter=matter, **sheet, **how(people.county, 10))
    return visit


def hide(matter: Matter, people: Visiting) -> None:
    """Let the matter be about the county from now on; the city works it."""
    standing.identify(people.office, on=day(11))
    row = Matter.objects.get(pk=matter.pk)
    row.hidden_from = [people.land.county.pk, people.county_boss.pk]
    row.save(update_fields=["hidden_from"])


def test_the_recused_find_nothing_of_the_matter(people: Visiting) -> None:
    matter = accepted(people)
    full(people, matter)
    recused(people, matter, people.second)
    standing.identify(people.second, on=day(11))
    assert Visit.objects.count() == Shortlist.objects.count() == 1
    assert all(model._default_manager.count() == 0 for model in NAMING_A_MATTER)
    assert not Event.objects.exclude(matter=None).exists()


def test_a_leader_sees_a_visit_of_another_unit_and_only_the_matters_they_may(people: Visiting) -> None:
    matter = accepted(people)
    planned(people, matter, leaders=[people.head])
    standing.identify(people.division_head, on=day(3))
    assert Visit.objects.count() == VisitMatter.objects.count() == Matter.objects.count() == 1
    standing.identify(people.liaison, on=day(3))
    assert Visit.objects.count() == 0, "the division's liaison has nothing to do with the city's visit"


STRANGERS = ("neighbour", "county", "far", "liaison", "nobody", "principal")


@pytest.mark.parametrize("who", STRANGERS)
def test_the_wall_stands_when_an_act_forgets_to_ask(people: Visiting, who: str) -> None:
    matter = accepted(people)
    visit = full(people, matter)
    user = people[who]
    standing.identify(user, on=day(11))
    known = {"recorder": user, "recorded_at": how(user, 11)["at"]}
    some = {"visit": visit, "matter": matter}
    thefts: list[Callable[[], object]] = [
        lambda: Visit.objects.create(
            id=uuid4(),
            organization=people.land.city,
            mode=Mode.FIELD,
            date=day(12),
            leaders=[people.deputy.pk],
            **known,
        ),
        lambda: VisitMatter.objects.create(id=uuid4(), ordinal=9, **some),
        lambda: Notice.objects.create(sent_on=day(9), channel="phone", **some, **known),
        lambda: Discovery.objects.create(kind="hot", found_on=day(11), text="示例", **some, **known),
        lambda: Evidence.objects.create(kind="other", filename="x", size=1, sha256="0" * 64, **some, **known),
        lambda: Shortlist.objects.create(
            organization=people.land.city, official=people.deputy, issued_on=day(1), **known
        ),
        lambda: Letter.objects.create(
            official=people.deputy,
            organization=people.land.city,
            mailbox="wechat",
            received_on=day(1),
            gist="示例",
            **known,
        ),
    ]
    for theft in thefts:
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():  # nobody sees no official either
            theft()
    assert Visit.objects.filter(pk=visit.pk).update(place="他处") == 0
    assert VisitMatter.objects.update(decided="改") == 0
    assert Entry.objects.update(ground="改") == 0


def test_nobody_writes_in_anothers_name_or_rewrites_what_was(people: Visiting) -> None:
    visit = full(people, accepted(people))
    standing.identify(people.office, on=day(11))
    event = Event.objects.first()
    assert event
    copy = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    with REFUSED, transaction.atomic():
        Event.objects.create(**copy | {"id": uuid4(), "user_id": people.second.pk})
    with REFUSED, transaction.atomic():
        Notice.objects.create(
            visit=visit,
            matter=VisitMatter.objects.get().matter,
            sent_on=day(9),
            channel="phone",
            recorder=people.second,
            recorded_at=how(people.office, 11)["at"],
        )
    for rewrite in (
        lambda: Event.objects.update(said="改"),
        lambda: Evidence.objects.update(sha256="0" * 64),
        lambda: Notice.objects.update(sent_on=day(1)),
        lambda: Notification.objects.update(on=day(1)),
        lambda: Visit.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rewrite()
    with pytest.raises(Exception, match="was held or cancelled"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(received=99)
