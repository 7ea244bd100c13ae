"""The wall, as the web role, on every table of casework and for everybody of the story."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from pytest_django import Settings

import cast
from casework import office
from casework.office import Cast, how, paper
from xiafang.accounts import standing
from xiafang.casework import acts, numbers, sight
from xiafang.casework.acts import Accused
from xiafang.casework.codes import Channel, DeclineReason, Disposition, EscalationKind, Grade, Outcome
from xiafang.casework.models import Demand, Due, Event, Item, Matter, Numbering, Opinion, Proposal
from xiafang.organizations import acts as organizations
from xiafang.promises.present import present

Web = Callable[[], AbstractContextManager[None]]
TABLES: list[type[models.Model]] = [m for m in apps.get_app_config("casework").get_models() if m is not Numbering]
EVERYBODY = (
    "office",
    "second",
    "superior",
    "county",
    "neighbour",
    "far",
    "handler",
    "other_handler",
    "principal",
    "leader",
    "accused",
    "liaison",
    "nobody",
)


def seen(matter: Matter, model: type[models.Model]) -> int:
    rows = model._default_manager.all()
    return rows.filter(pk=matter.pk).count() if model is Matter else rows.filter(matter=matter).count()


def full(people: Cast) -> Matter:
    """A matter with a row in every table, answered for by the city, registered by the city, sponsored by the deputy."""
    matter = office.registered(people, accused=[Accused(people.county_boss)])
    acts.transfer(matter=matter, to=people.land.division, reason="示例", paper=paper(), **how(people.office, 1))
    acts.object_to_transfer(matter=matter, reason="示例", paper=paper(), **how(people.superior, 1))
    acts.decide_ownership(matter=matter, owner=people.land.city, reason="示例", **how(people.superior, 1))
    acts.accept(matter=matter, **how(people.office, 1))
    acts.assign(matter=matter, to=[people.handler, people.other_handler], **how(people.office, 2))
    acts.propose_regrade(matter=matter, grade=Grade.MAJOR, reason="示例", **how(people.handler, 2))
    acts.extend(matter=matter, days=3, approved_by=people.boss, reason="示例", paper=paper(), **how(people.office, 2))
    acts.give_sponsor(matter=matter, official=people.deputy, **how(people.office, 2))
    escalation = acts.register_escalation(
        matter=matter, kind=EscalationKind.GROUP, leader=people.boss, **how(people.office, 2)
    )
    acts.give_opinion(escalation=escalation, justified=True, text="示例", **how(people.principal, 2))
    recusal = acts.ask_recusal(matter=matter, user=people.other_handler, reason="亲属", **how(people.office, 2))
    acts.decide_recusal(recusal=recusal, granted=True, ground="属实", **how(people.office, 2))
    Due.objects.create(matter=matter, due_on=office.day(60), duty="case.told")  # the ledger's, which was not begun here
    return matter


def test_each_table_shows_its_rows_to_whom_it_should_and_to_nobody_else(people: Cast, web_role: Web) -> None:
    matter = full(people)
    there = {model: seen(matter, model) for model in TABLES}
    assert all(there.values()), there
    may = {"office", "second", "superior", "handler", "principal", "leader"}
    with web_role():
        for name in EVERYBODY:
            standing.identify(people[name], on=office.day(3))
            found = {model: seen(matter, model) for model in TABLES}
            assert found == (there if name in may else dict.fromkeys(TABLES, 0)), name
            assert Matter.objects.visible_to(people[name]).filter(pk=matter.pk).exists() is (name in may)
        standing.forget()
        assert not any(seen(matter, model) for model in TABLES)


def test_what_stands_beside_a_matter_is_told_to_whom_the_matter_is_and_to_nobody_else(
    people: Cast, web_role: Web
) -> None:
    matter = full(people)
    away = office.registered(people, accused=[Accused(people.county_boss)])
    Matter.objects.filter(pk=away.pk).update(merged_into=matter)
    there = {"accusations", "escalations", "extension", "merged", "proposals", "recusals", "sponsorships", "transfers"}
    may = {"office", "second", "superior", "handler", "principal", "leader"}
    with web_role():
        for name in EVERYBODY:
            standing.identify(people[name], on=office.day(3))
            told = present(matter)
            assert told | {"merged"} == there if name in may else told == frozenset(), name
            assert ("merged" in told) is Matter.objects.filter(pk=away.pk, merged_into=matter).exists(), name
        standing.forget()
        assert present(matter) == frozenset()


def test_what_stands_beside_a_matter_is_looked_up_matter_by_matter(db: None) -> None:
    """Else the planner gathers all matters in sight for the rows of one: many times what the page costs otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, qual FROM pg_policies WHERE policyname = 'read' AND tablename LIKE 'casework_%'"
        )
        gathering = [table for table, seen in cursor if "casework_matter matter" in seen and "OFFSET 0" not in seen]
    assert gathering == []


def test_visible_to_is_the_policy(people: Cast, web_role: Web) -> None:
    """The same rows for everybody, whether the database or the application is asked."""
    full(people)
    office.registered(people, "county")
    office.registered(people, "far")
    office.registered(people, "county", accused=[Accused(unit=people.land.county)])
    for name in EVERYBODY:
        standing.identify(people[name], on=office.day(3))
        by_application = set(Matter.objects.visible_to(people[name]))
        with web_role():
            standing.identify(people[name], on=office.day(3))
            assert set(Matter.objects.all()) == by_application == set(Matter.objects.visible_to(people[name])), name
            assert not Matter.objects.visible_to(people.office if name != "office" else people.second).exists()


def test_a_transfer_keeps_the_senders_sight_until_the_answer(people: Cast, web_role: Web) -> None:
    matter = office.registered(people)
    with web_role():
        acts.transfer(matter=matter, to=people.land.neighbour, reason="示例", paper=paper(), **how(people.office, 1))
        assert Matter.objects.filter(pk=matter.pk).update(title="改") == 0, "the sender reads and changes nothing"
        acts.take_over(matter=matter, **how(people.neighbour, 1))
        acts.transfer(matter=matter, to=people.land.far, reason="示例", paper=paper(), **how(people.neighbour, 1))
        acts.take_over(matter=matter, **how(people.far, 2))
        acts.accept(matter=matter, **how(people.far, 2))
        for demand in Demand.objects.all():
            acts.answer_demand(demand=demand, outcome=Outcome.EXPLAINED, answer="示例", **how(people.far, 3))
        acts.reply(matter=matter, paper=paper(), **how(people.far, 3))
        standing.identify(people.neighbour, on=office.day(3))
        assert Matter.objects.count() == 1
        acts.close(matter=matter, disposition=[Disposition.RESOLVED], **how(people.far, 4))
        row = Matter.objects.get()
    assert row.senders == []
    assert people.land.city.pk in row.seen_by, "registered there: it stays in the register"


def test_a_matter_about_ones_own_unit_goes_to_the_level_above_and_out_of_sight(people: Cast, web_role: Web) -> None:
    with web_role():
        matter = office.registered(people, "county", accused=[Accused(unit=people.land.county)])
        standing.identify(people.county, on=office.day(1))
        assert {model: seen(matter, model) for model in TABLES} == dict.fromkeys(TABLES, 0)
        with pytest.raises(Matter.DoesNotExist):
            acts.tell(matter=matter, paper=paper(), **how(people.county, 1))
        acts.accept(matter=matter, **how(people.office, 1))
    row = Matter.objects.get(pk=matter.pk)
    assert (row.responsible, row.registering, row.home) == (people.land.city, people.land.county, people.land.city)
    assert row.demands.count() == 2
    assert row.petitioners.count() == row.accusations.count() == 1
    assert row.events.get(act="register").user == people.county


def test_44_a_matter_about_ones_own_unit_leaves_no_hole_in_the_numbers_of_the_unit(people: Cast, web_role: Web) -> None:
    def numbered(matter: Matter) -> tuple[str, str]:
        return matter.number, Item.objects.get(matter=matter.pk).number

    with web_role():
        before = numbered(office.registered(people, "county"))
        hidden = office.registered(people, "county", accused=[Accused(unit=people.land.county)])
        after = numbered(office.registered(people, "county", n=1))
        citys = numbered(office.registered(people, "office", n=1))
        standing.identify(people.office, on=office.day(1))
        repeated = acts.join(
            matter=hidden, unit=people.land.county, channel=Channel.VISIT, received_on=office.day(1),
            **how(people.office, 1),
        )  # fmt: skip
        last = numbered(office.registered(people, "county", n=2))
    assert before == ("甲示例县司法局信〔2026〕1号", "甲示例县司法局信件〔2026〕1号")
    assert after == ("甲示例县司法局信〔2026〕2号", "甲示例县司法局信件〔2026〕2号")
    assert last == ("甲示例县司法局信〔2026〕3号", "甲示例县司法局信件〔2026〕3号")
    assert hidden.number == "甲示例市司法局信〔2026〕1号", "the series of the level that answers for it"
    assert citys == ("甲示例市司法局信〔2026〕2号", "甲示例市司法局信件〔2026〕2号")
    assert repeated.number == "甲示例市司法局信件〔2026〕3号"
    assert [item.number for item in hidden.items.order_by("number")] == [
        "甲示例市司法局信件〔2026〕1号",
        "甲示例市司法局信件〔2026〕3号",
    ]


def test_the_series_above_gives_numbers_only_to_whom_keeps_a_register_below(people: Cast, web_role: Web) -> None:
    land = people.land
    with web_role():
        for who, below, answering in (
            (people.far, land.county, land.city),
            (people.handler, land.county, land.city),
            (people.nobody, land.county, land.city),
            (people.county, land.county, land.county),
            (people.county, land.county, land.neighbour),
            (people.county, land.city, land.department),
        ):
            standing.identify(who, on=office.day(1))
            with pytest.raises(ProgrammingError, match="only for a level above"), transaction.atomic():
                numbers.give_above(answering, below, Numbering.Series.MATTER, 2026)
    assert not Numbering.objects.exists()


def test_the_function_for_ones_own_unit_serves_nothing_else(people: Cast, web_role: Web) -> None:
    def call(**changes: Any) -> None:
        matter = {
            "id": str(uuid4()),
            "registering_id": str(people.land.county.pk),
            "responsible_id": str(people.land.city.pk),
            "hidden_from": [str(people.land.county.pk)],
            "version": 1,
            "state": "received",
            "senders": [],
            "leaders": [],
            "handlers": [],
        } | changes
        about = [{"id": str(uuid4()), "organization_id": str(people.land.county.pk)}]
        payload = {"matter": matter, "accusation": about, "event": [{"user_id": people.county.pk}]}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT casework_register_about_own_unit(%s::jsonb)", [json.dumps(payload)])

    with web_role():
        for who, changes in (
            (people.far, {}),
            (people.nobody, {}),
            (people.county, {"responsible_id": str(people.land.county.pk)}),
            (people.county, {"hidden_from": []}),
            (people.county, {"registering_id": str(people.land.city.pk)}),
            (people.county, {"state": "closed"}),
            (people.county, {"handlers": [str(sight.of_user(people.county.pk))]}),
        ):
            standing.identify(who, on=office.day(1))
            with pytest.raises(ProgrammingError, match=r"no right|only for"):
                call(**changes)
    assert not Matter.objects.exists()


def test_writing_needs_the_work_not_only_the_sight(people: Cast, web_role: Web) -> None:
    matter = office.accepted(people)
    other = office.registered(people, "neighbour")
    acts.transfer(matter=other, to=people.land.far, reason="示例", paper=paper(), **how(people.neighbour, 1))
    with web_role():
        standing.identify(people.far, on=office.day(2))
        values = {f.attname: getattr(other, f.attname) for f in Matter._meta.concrete_fields}
        theft = values | {"id": uuid4(), "number": "x", "serial": 99, "registering_id": people.land.city.pk}
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with refused, transaction.atomic():
            Matter.objects.bulk_create([Matter(**theft)])
        with refused, transaction.atomic():
            Demand.objects.create(id=uuid4(), matter=matter, ordinal=9, text="示例")
        with refused, transaction.atomic():
            Matter.objects.filter(pk=other.pk).update(responsible=people.land.county)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Matter.objects.all()._raw_delete("default")
        assert Matter.objects.filter(pk=matter.pk).update(title="改") == 0


def test_nobody_writes_in_anothers_name(people: Cast, web_role: Web) -> None:
    matter = office.accepted(people)
    escalation = acts.register_escalation(
        matter=matter, kind=EscalationKind.GROUP, leader=people.deputy, **how(people.office, 2)
    )
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with web_role():
        standing.identify(people.office, on=office.day(2))
        with refused, transaction.atomic():
            Opinion.objects.create(
                escalation=escalation,
                matter=matter,
                approved_by=people.deputy,
                on=office.day(2),
                justified=True,
                text="示例",
            )
        with refused, transaction.atomic():
            event = Event.objects.all()[0]
            event.pk, event.user = uuid4(), people.second
            event.save(force_insert=True)
        with refused, transaction.atomic():
            Proposal.objects.create(
                id=uuid4(),
                matter=matter,
                kind="void",
                reason="示例",
                proposed_by=people.second,
                proposed_on=office.day(2),
            )
        proposal = acts.propose_regrade(matter=matter, grade=Grade.MAJOR, reason="示例", **how(people.office, 2))
        with refused, transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(
                decided_by=people.second, decided_on=office.day(2), confirmed=True
            )


def test_events_are_for_good(people: Cast) -> None:
    office.registered(people)
    for change in (lambda: Event.objects.update(said="改"), lambda: Event.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            change()


def test_number_home_and_register_never_change(people: Cast) -> None:
    matter = office.registered(people)
    for changes in (
        {"home": people.land.neighbour},
        {"registering": people.land.county},
        {"number": "x"},
        {"serial": 5},
    ):
        with pytest.raises(Exception, match="never change"), transaction.atomic():
            Matter.objects.filter(pk=matter.pk).update(**changes)
    with pytest.raises(Exception, match="one by one"), transaction.atomic():
        Numbering.objects.update(last=9)
    assert matter.home == people.land.city


def test_sight_follows_the_tree(people: Cast, web_role: Web) -> None:
    matter = office.registered(people, "county")
    organizations.move_organization(
        organization=people.land.county, parent=people.land.neighbour, reason="区划调整", by=cast.OPERATOR, at=cast.NOW
    )
    matter.refresh_from_db()
    assert people.land.neighbour.pk in matter.seen_by
    assert people.land.city.pk not in matter.seen_by
    assert matter.home == people.land.city


def test_who_is_accused_or_recused_sees_nothing_whatever_else_they_are(people: Cast, web_role: Web) -> None:
    """Also with every other right: department's clerk, handler, sponsor."""
    matter = office.registered(people, "superior", unit=people.land.department, accused=[Accused(people.deputy)])
    mine: list[UUID] = [people.deputy.pk, sight.of_user(people.leader.pk)]
    Matter.objects.filter(pk=matter.pk).update(leaders=mine, handlers=mine)
    with web_role():
        for name, count in (("leader", 0), ("office", 0), ("county", 0), ("principal", 0), ("superior", 1)):
            standing.identify(people[name], on=office.day(1))
            assert Matter.objects.count() == count, name


def test_what_leads_to_sight_can_be_asked_of_one_place(people: Cast) -> None:
    """Visits let their leaders see a matter, and take it back when the visit is cancelled."""
    matter = office.accepted(people)
    visit = uuid4()
    sight.let_leaders_see(matter, [people.deputy.pk], source=visit)
    sight.let_leaders_see(matter, [people.deputy.pk], source=visit)
    standing.identify(people.leader, on=office.day(2))
    assert Matter.objects.visible_to(people.leader).exists()
    sight.let_leader_go(matter, source=visit, on=office.day(2))
    assert not Matter.objects.visible_to(people.leader).exists()


def test_declining_takes_two_people_and_the_database_insists(people: Cast) -> None:
    matter = office.registered(people)
    acts.propose_decline(
        matter=matter, code=DeclineReason.LITIGATION, reason="示例", right_organ="示例法院", **how(people.office, 1)
    )
    with pytest.raises(Exception, match="two_people"), transaction.atomic():
        Proposal.objects.update(decided_by=people.office, decided_on=office.day(1), confirmed=True)


def test_lists_show_what_is_visible_newest_first(people: Cast, web_role: Web) -> None:
    for n, by in enumerate(("county", "far", "office", "county")):
        office.registered(people, by, n)
    with web_role():
        for name in EVERYBODY:
            asks = standing.identify(people[name], on=office.day(9))
            visible = Matter.objects.visible_to(people[name])
            assert list(visible.newest_first(asks)) == sorted(visible, key=lambda m: (-m.received_on.toordinal(), m.pk))


def test_the_web_process_leaves_the_predicate_to_row_security(people: Cast, web_role: Web, settings: Settings) -> None:
    office.registered(people, "county")
    settings.DATABASE_ROLE = "web"
    with web_role():
        for name, count in (("office", 1), ("far", 0)):
            asks = standing.identify(people[name], on=office.day(9))
            assert Matter.objects.visible_to(people[name]).newest_first(asks).count() == count
            assert not Matter.objects.visible_to(people.nobody).exists()
