"""Row security: who sees and writes which record, as the web role, and that pages and the database say the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction

import cast
from supervision import story
from supervision.story import MODELS, Office
from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.roles import Role
from xiafang.supervision.kinds import Act, Fault, InspectionKind, RecordKind, SanctionKind
from xiafang.supervision.models import (
    Agreement,
    Assessment,
    Bulletin,
    Event,
    Inspection,
    InspectionFinding,
    Plan,
    Record,
    Sanction,
)

Web = Callable[[], AbstractContextManager[None]]

ALL = {"agreement", "plan", "inspection", "finding", "sanction", "bulletin", "assessment"}
UNIT = {"agreement", "plan", "inspection", "bulletin", "assessment"}
PUBLIC = {"bulletin"}


def seer(office: Office, who: str) -> User | None:
    """The one who looks; all records are about the county and the accused, who is in post there."""
    land = office.land
    if who in ("office", "neighbour", "superior", "far", "department"):
        where = "county" if who == "office" else {"superior": "city"}.get(who, who)
        return story.clerk(land, where)
    if who == "nobody":
        return None
    official = office.accused if who == "accused" else cast.official("冯示例")
    unit = {"principal above": land.city, "inspector": land.department, "city inspector": land.city}.get(
        who, land.county
    )
    if unit != land.department and official != office.accused:
        cast.appointed(official, unit, principal=who.startswith("principal"))
    role = {
        "inspector": Role.INSPECTOR,
        "city inspector": Role.INSPECTOR,
        "handler": Role.HANDLER,
        "liaison": Role.LIAISON,
        "system admin": Role.SYSTEM_ADMIN,
    }.get(who, Role.LEADER)
    return cast.user("seer", *([] if who == "no role" else [(role, unit)]), official=official)


def look(user: User | None) -> User | AnonymousUser:
    if user is None:
        standing.forget()
        return AnonymousUser()
    standing.identify(user, on=cast.DAY)
    return user


SIGHT = [
    ("department", ALL),
    ("inspector", ALL),
    ("city inspector", ALL),
    ("superior", ALL),
    ("office", ALL),
    ("principal", ALL),
    ("principal above", ALL),
    ("accused", ALL),
    ("colleague", UNIT),
    ("liaison", PUBLIC),
    ("handler", PUBLIC),
    ("system admin", PUBLIC),
    ("no role", set()),
    ("neighbour", PUBLIC),
    ("far", PUBLIC),
    ("nobody", set()),
]


@pytest.mark.parametrize(("who", "seen"), SIGHT, ids=[who for who, _ in SIGHT])
def test_who_sees_which_record_and_its_history(office: Office, web_role: Web, who: str, seen: set[str]) -> None:
    made = office.everything()
    user = seer(office, who)
    with web_role():
        asker = look(user)
        for name, row in made.items():
            rows = type(row)._default_manager.filter(pk=row.pk)
            assert rows.exists() == (name in seen), name
            assert Event.objects.of(row).exists() == (name in seen), name
            assert rows.visible_to(asker).exists() == (name in seen), name  # type: ignore[attr-defined]
    look(user)
    for name, row in made.items():  # as the owner, whom row security does not bind: the pages' own predicate alone
        assert type(row)._default_manager.visible_to(asker).filter(pk=row.pk).exists() == (name in seen), name  # type: ignore[attr-defined]


def test_a_liaison_sees_what_concerns_the_direct_unit_and_no_other(office: Office, web_role: Web) -> None:
    land, up = office.land, office.land.department
    mine = [office.agree(superior=up, subordinate=land.division), office.plan(organization=land.division)]
    office.agree(superior=up, subordinate=land.institution)
    office.plan(organization=land.institution)
    office.inspect(organization=land.division)
    liaison = cast.user("liaison", (Role.LIAISON, land.division))
    with web_role():
        look(liaison)
        assert [row for model in MODELS for row in model._default_manager.all()] == mine


def test_whom_the_database_was_not_told_of_sees_nothing(office: Office) -> None:
    office.everything()
    department, nobody = story.clerk(office.land, "department"), story.clerk(office.land, "county")
    look(department)
    for model in MODELS:
        rows = model._default_manager.get_queryset()
        assert not rows.visible_to(nobody).exists()  # type: ignore[attr-defined]
        assert rows.visible_to(department).exists()  # type: ignore[attr-defined]
        assert rows.visible_to(cast.OPERATOR).exists()  # type: ignore[attr-defined]


def test_a_finding_about_an_official_of_another_unit_stays_with_that_unit(office: Office, web_role: Web) -> None:
    guest = cast.official("陈示例")
    cast.appointed(guest, office.land.far)
    inspection = office.inspect()
    finding = office.find(inspection, official=guest)
    sanction = office.sanction(finding)
    for where, seen in (("county", [True, False, False]), ("far", [True, True, True]), ("neighbour", [True] * 3)):
        clerk = story.clerk(office.land, where)
        with web_role():
            look(clerk)
            rows = [Inspection.objects, InspectionFinding.objects, Sanction.objects]
            found = [
                manager.filter(pk=row.pk).exists()
                for manager, row in zip(rows, (inspection, finding, sanction), strict=True)
            ]
            assert found == seen, where
            assert Event.objects.filter(subject=finding.pk).exists() == seen[1]


def test_a_colleague_sees_no_finding_about_another(office: Office, web_role: Web) -> None:
    mine = cast.official("褚示例")
    cast.appointed(mine, office.land.county, leadership=True)
    inspection = office.inspect()
    office.find(inspection)
    own = office.find(inspection, official=mine)
    leader = cast.user("leader", (Role.LEADER, office.land.county), official=mine)
    with web_role():
        look(leader)
        assert list(InspectionFinding.objects.all()) == [own]
        assert list(inspection.findings.all()) == [own]


def test_the_offices_do_their_work_as_the_web_role(office: Office, web_role: Web) -> None:
    for user in (
        story.clerk(office.land, "department"),
        cast.user("inspector", (Role.INSPECTOR, office.land.department)),
    ):
        office.by = user
        with web_role():
            look(user)
            inspection = office.inspect(on=date(2026, 4, user.pk % 20 + 1))
            finding = office.find(inspection, on=date(2026, 4, 30))
            sanction = office.sanction(finding)
            bulletin, assessment = office.bulletin(), office.assess()
            for name, row in (
                ("sanction", sanction),
                ("finding", finding),
                ("inspection", inspection),
                ("bulletin", bulletin),
                ("assessment", assessment),
            ):
                assert story.void(name, row, by=user).voided_at


def test_a_city_records_its_agreements_and_a_liaison_the_plan_of_the_unit(office: Office, web_role: Web) -> None:
    land = office.land
    clerk = story.clerk(land, "city")
    liaison = cast.user("liaison", (Role.LIAISON, land.division))
    with web_role():
        look(clerk)
        office.by = clerk
        agreement = office.agree()
        first = office.plan()
        second = office.plan(on=cast.DAY, amended_because="人员调整")
        assert story.void("agreement", agreement, by=clerk).voided_at
        assert story.void("plan", first, by=clerk).voided_at
        assert second.replaces == first
        look(liaison)
        office.by = liaison
        assert office.plan(organization=land.division)
        assert office.plan(organization=land.division, on=cast.DAY, amended_because="人员调整").version == 2


def foreign(office: Office, made: dict[str, Record]) -> list[Record]:
    """Records that somebody who forgot to ask would write."""
    county, city = office.land.county, office.land.city
    return [
        Agreement(year=2027, superior=city, subordinate=county, signed_on=cast.DAY),
        Plan(year=2027, organization=county, filed_on=cast.DAY, title="计划"),
        Inspection(kind=InspectionKind.RANDOM, on=cast.DAY, organization=county, scope="全部"),
        InspectionFinding(
            inspection=made["inspection"],
            official=office.accused,
            organization=county,
            kind=Fault.UNRESOLVED,
            confirmed_on=cast.DAY,
            evidence="无",
        ),
        Sanction(finding=made["finding"], kind=SanctionKind.ACCOUNTABILITY, sanctioned_on=cast.DAY),
        Bulletin(half="2026H1", issued_on=cast.DAY, number="九号"),
        Assessment(year=2026, organization=county, completed_on=cast.DAY),
    ]


@pytest.mark.parametrize(
    "who", ["neighbour", "far", "accused", "colleague", "principal", "handler", "system admin", "nobody"]
)
def test_the_wall_stands_when_an_act_forgets_to_ask(office: Office, web_role: Web, who: str) -> None:
    made = office.everything()
    user = seer(office, who)
    with web_role():
        look(user)
        for row in foreign(office, made):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
        for model in MODELS:
            assert model._default_manager.update(voided_at=cast.NOW, void_reason="错") == 0


@pytest.mark.parametrize(("who", "may"), [("office", 1), ("superior", 2), ("city inspector", 0)])
def test_a_unit_voids_nothing_of_the_leading_groups_office(office: Office, web_role: Web, who: str, may: int) -> None:
    """The county's office answers for its plan, the city's for the agreement too, a city's inspector for nothing."""
    office.everything()
    user = seer(office, who)
    with web_role():
        look(user)
        assert sum(m._default_manager.update(voided_at=cast.NOW, void_reason="错") for m in MODELS) == may


def test_of_a_record_only_the_marks_of_voiding_can_be_written(office: Office, web_role: Web) -> None:
    made = office.everything()
    clerk = story.clerk(office.land, "department")
    with web_role():
        look(clerk)
        for row in made.values():
            column = next(f.name for f in row._meta.fields if f.name.endswith("_on") or f.name == "on")
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                type(row)._default_manager.update(**{column: cast.DAY})
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                type(row)._default_manager.all()._raw_delete("default")


def test_nobody_writes_about_themselves(office: Office, web_role: Web) -> None:
    made = office.everything()
    mine = cast.user("mine", (Role.INSPECTOR, office.land.department), official=office.accused)
    about = [row for row in foreign(office, made) if isinstance(row, InspectionFinding | Sanction)]
    with web_role():
        look(mine)
        assert InspectionFinding.objects.count() == 1
        for row in about:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
        assert InspectionFinding.objects.update(voided_at=cast.NOW, void_reason="错") == 0
        assert Sanction.objects.update(voided_at=cast.NOW, void_reason="错") == 0


def test_an_event_is_written_in_ones_own_name_by_who_writes_the_record(office: Office, web_role: Web) -> None:
    row = office.plan()
    clerk, neighbour = story.clerk(office.land, "city"), story.clerk(office.land, "neighbour")
    reader = cast.user("reader", (Role.LEADER, office.land.county))

    def event(by: User, act: Act = Act.VOIDED) -> Event:
        said = {"deed_on": cast.DAY, "entered_at": cast.NOW, "said": "作废", "facts": {}, "digest": "0" * 64}
        return Event(about=RecordKind.PLAN, subject=row.pk, act=act, user=by, **said)

    with web_role():
        for asks, by in (
            (clerk, neighbour),
            (neighbour, neighbour),
            (neighbour, clerk),
            (reader, reader),
            (clerk, clerk),
        ):
            look(asks)  # the last one may, but nothing was voided
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                event(by).save(force_insert=True)
        look(clerk)
        Plan.objects.filter(pk=row.pk).update(voided_at=cast.NOW, void_reason="错")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            event(clerk, Act.ENTERED).save(force_insert=True)
        event(clerk).save(force_insert=True)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Event.objects.update(said="他")


def test_the_lists_of_a_year_and_of_a_half_have_their_index(office: Office) -> None:
    """With sequential scans forbidden the planner finds an index for each of the obvious filters."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for rows, index in (
        (Agreement.objects.filter(year=2026), "supervision_agreement_year"),
        (Plan.objects.filter(year=2026), "supervision_plan_version"),
        (Assessment.objects.valid().filter(year=2026), "supervision_assessment_once"),
        (Bulletin.objects.filter(half="2026H1"), "supervision_bulletin_half"),
        (Inspection.objects.filter(on=cast.DAY), "supervision_inspection_on"),
        (InspectionFinding.objects.filter(confirmed_on=cast.DAY), "supervision_finding_confirmed"),
    ):
        assert index in rows.order_by().explain(), index
