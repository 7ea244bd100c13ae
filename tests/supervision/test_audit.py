"""审计: the audit administrator reads every trail of the units of the role, no word of a case, and changes nothing."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from pytest_django import Settings

import cast
from casework.office import Cast, accepted, day, everybody, how, registered
from supervision import story
from xiafang.accounts import acts as accounts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.accounts.standing import identify
from xiafang.casework import personal
from xiafang.casework.acts.accused import Accused
from xiafang.casework.models import Event, Petitioner
from xiafang.organizations import acts as organizations
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Official
from xiafang.supervision import trail
from xiafang.supervision.trail import Asked, Entry
from xiafang.visits import acts as visits
from xiafang.visits.codes import Mode

WebRole = Callable[[], Any]
EVER = Asked(date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Settings) -> Cast:
    settings.DATA = tmp_path
    return everybody()


def auditor(people: Cast, where: str = "department", official: Official | None = None) -> User:
    return cast.user(f"audit.{where}", (Role.AUDIT_ADMIN, people.land.units[where]), official=official)


def read(who: User, web_role: WebRole, asked: Asked = EVER, **more: Any) -> list[Entry]:
    with web_role():
        identify(who, on=cast.DAY)
        return trail.entries(asked, size=1000, **more)[0]


def acts_of(found: list[Entry], source: str) -> set[str]:
    return {entry.act for entry in found if entry.source == source}


def test_every_trail_is_read(people: Cast, web_role: WebRole) -> None:
    reader = auditor(people)
    matter = accepted(people)
    office = story.Office(people.land)
    office.everything()
    organizations.create_organization(
        name="乙示例处", kind=Kind.DIVISION, parent=people.land.department, by=OPERATOR, at=cast.NOW
    )
    accounts.create_user(username="newcomer", name="新示例", hashed="!", by=OPERATOR, at=cast.NOW)
    found = read(reader, web_role)
    assert acts_of(found, "casework") == {"register", "accept"}
    assert {"agreement.entered", "inspectionfinding.entered", "sanction.entered", "bulletin.entered"} <= acts_of(
        found, "supervision"
    )
    assert {"create_user", "grant_role"} <= acts_of(found, "accounts")
    assert {"create_organization", "create_official", "appoint"} <= acts_of(found, "organizations")
    entry = next(entry for entry in found if entry.act == "accept")
    assert (entry.subject, entry.unit, entry.actor) == (matter.number, people.land.city.pk, people.office.pk)
    assert entry.ground.startswith("条例第二十二条") or entry.ground
    assert len(entry.proof) == 64
    assert entry.days_between == 0


def test_no_word_of_the_case_and_nothing_of_the_petitioner(people: Cast, web_role: WebRole) -> None:
    reader = auditor(people)
    matter = accepted(people)
    petitioner = Petitioner.objects.get(matter=matter)
    personal.unmask(petitioner=petitioner, reason="核对送达地址", **how(people.office, 2))
    found = read(reader, web_role)
    said = repr(found)
    for private in ("孙示例", "13800000000", "420102199001011234", "江岸区", "退费", "代理费"):
        assert private not in said, private
    look = next(entry for entry in found if entry.act == "unmask")
    assert look.said == "查看信访人个人信息：核对送达地址"
    assert {entry.said for entry in found if entry.source == "casework"} == {"", look.said}
    with web_role():
        identify(reader, on=cast.DAY)
        assert not Event.objects.exists()  # the trail itself stays behind the wall


def test_a_visit_is_named_by_its_day(people: Cast, web_role: WebRole) -> None:
    visit = visits.schedule_visit(
        organization=people.land.city,
        mode=Mode.FIELD,
        date=day(10),
        leaders=[people.deputy],
        matters=(),
        **how(people.office, 2),
    )
    entry = next(entry for entry in read(auditor(people), web_role) if entry.source == "visits")
    assert (entry.act, entry.subject, entry.unit) == ("schedule_visit", f"{visit.date} 下访", people.land.city.pk)
    assert entry.said == ""


@pytest.mark.parametrize(
    ("where", "sees"), [("department", True), ("city", True), ("county", False), ("neighbour", False), ("far", False)]
)
def test_the_units_of_the_role_and_below(people: Cast, where: str, sees: bool, web_role: WebRole) -> None:
    accepted(people)
    story.Office(people.land).plan(organization=people.land.city)
    cast.appointed(cast.official("韩示例"), people.land.city)
    found = read(auditor(people, where), web_role)
    assert ("accept" in acts_of(found, "casework")) == sees
    assert ("plan.entered" in acts_of(found, "supervision")) == sees
    assert ("韩示例" in {entry.subject for entry in found}) == sees
    assert ("office" in {entry.subject for entry in found if entry.source == "accounts"}) == sees


def test_a_matter_about_the_own_unit_or_person_stays_hidden(people: Cast, web_role: WebRole) -> None:
    matter = registered(people, "superior", accused=[Accused(unit=people.land.city)])
    concerned = cast.official("严示例")
    personally = registered(people, "superior", n=1, accused=[Accused(official=concerned)])
    own, above = auditor(people, "city"), auditor(people)
    me = cast.user("audit.me", (Role.AUDIT_ADMIN, people.land.department), official=concerned)
    numbers = {who: {entry.subject for entry in read(who, web_role)} for who in (own, above, me)}
    assert matter.number not in numbers[own]
    assert {matter.number, personally.number} <= numbers[above]
    assert matter.number in numbers[me]
    assert personally.number not in numbers[me]


def test_a_finding_about_oneself_stays_hidden(people: Cast, web_role: WebRole) -> None:
    office = story.Office(people.land)
    office.sanction(office.find(office.inspect()))
    me = auditor(people, official=office.accused)
    mine = acts_of(read(me, web_role), "supervision")
    assert "inspection.entered" in mine
    assert not {"inspectionfinding.entered", "sanction.entered"} & mine


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDIT_ADMIN])
def test_nobody_else_reads_it(people: Cast, role: Role, web_role: WebRole) -> None:
    accepted(people)
    assert read(cast.user("somebody", (role, people.land.department)), web_role) == []


def test_nobody_who_asks_reads_nothing(people: Cast, web_role: WebRole) -> None:
    with web_role():
        assert trail.entries(EVER) == ([], False)


def test_it_is_narrowed(people: Cast, web_role: WebRole) -> None:
    reader = auditor(people)
    accepted(people)
    day_of = Asked(day(1), day(1))
    assert acts_of(read(reader, web_role, day_of), "casework") == {"accept"}
    assert acts_of(read(reader, web_role, Asked(day(0), day(0))), "casework") == {"register"}
    only = read(reader, web_role, Asked(EVER.first, EVER.last, source="casework"))
    assert {entry.source for entry in only} == {"casework"}
    assert {entry.act for entry in read(reader, web_role, Asked(EVER.first, EVER.last, act="accept"))} == {"accept"}
    by = read(reader, web_role, Asked(EVER.first, EVER.last, users=[people.office.pk]))
    assert {entry.actor for entry in by} == {people.office.pk}
    assert read(reader, web_role, Asked(EVER.first, EVER.last, users=[])) == []
    elsewhere = read(reader, web_role, Asked(EVER.first, EVER.last, unit=people.land.neighbour.pk))
    assert "accept" not in acts_of(elsewhere, "casework")


def test_pages_lose_nothing_and_repeat_nothing(people: Cast, web_role: WebRole) -> None:
    reader = auditor(people)
    for number in range(3):
        accepted(people, n=number)
    whole = [entry.key for entry in read(reader, web_role)]
    paged: list[str] = []
    after: tuple[datetime, str] | None = None
    with web_role():
        identify(reader, on=cast.DAY)
        while True:
            found, more = trail.entries(EVER, after=after, size=7)
            paged += [entry.key for entry in found]
            if not more:
                break
            after = (found[-1].at, found[-1].key)
    assert paged == whole
    assert len(set(whole)) == len(whole) > 20


def test_reading_writes_nothing(people: Cast, web_role: WebRole) -> None:
    reader = auditor(people)
    accepted(people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, prosecdef FROM pg_proc WHERE proname = 'audit_trail'")
        assert cursor.fetchone() == ("s", True)
    before = read(reader, web_role)
    assert read(reader, web_role) == before
    for table in ("casework_event", "visits_event", "supervision_event", "accounts_userevent"):
        with pytest.raises(DatabaseError), web_role(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own word


def test_sign_ins_are_in_it(people: Cast, web_role: WebRole, client: Any) -> None:
    people.office.set_password(cast.PASSWORD)
    people.office.save()
    client.post("/accounts/login/", {"login": "office", "password": "wrong"})
    failed = read(auditor(people), web_role)
    assert acts_of(failed, "sign_in") == {"sign_in_failed"}
    client.post("/accounts/login/", {"login": "Office", "password": cast.PASSWORD})
    found = read(auditor(people, "city"), web_role)
    signed = next(entry for entry in found if entry.act == "sign_in")
    assert (signed.subject, signed.actor, signed.said) == ("office", people.office.pk, "127.0.0.1")
    assert acts_of(read(auditor(people, "far"), web_role), "sign_in") == set()
