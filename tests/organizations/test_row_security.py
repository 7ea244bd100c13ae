"""Row security: every table of the database, the web role's powers, and who may read and write organizations."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

import cast
from xiafang.accounts import standing
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind, Rank
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post, WorkCalendarDay
from xiafang.postgres.row_security import OUTSIDE, AppendOnly

Web = Callable[[], AbstractContextManager[None]]
READ_BY_ALL = [Organization, Official, Post, Absence, ContactPoint, WorkCalendarDay]


def rows(sql: str, *params: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname <> 'owner'),
       ARRAY(SELECT p FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) AS p
              WHERE has_table_privilege(%s, c.oid, p))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
 ORDER BY 1
"""


@pytest.mark.django_db
def test_every_table_is_under_row_security_or_says_why_not() -> None:
    found = rows(TABLES, settings.WEB_ROLE)
    open_tables = [name for name, forced, policies, _ in found if not (forced and policies) and name not in OUTSIDE]
    assert open_tables == [], "protect them in a migration (row_security.Protect) or give a reason in OUTSIDE"
    assert sorted(OUTSIDE) == sorted(name for name, forced, *_ in found if not forced)


@pytest.mark.django_db
def test_the_web_role_has_the_rights_that_are_written_down_and_no_others() -> None:
    for name, forced, _, granted in rows(TABLES, settings.WEB_ROLE):
        assert isinstance(granted, list)
        if not forced:
            assert set(granted) == set(OUTSIDE[str(name)][0].split(", ")), name
        assert "SELECT" in granted
        assert not {"TRUNCATE", "REFERENCES", "TRIGGER"} & set(granted), name
        if str(name).endswith("event"):
            assert set(granted) == {"SELECT", "INSERT"}, name


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_cannot_step_over() -> None:
    web = settings.WEB_ROLE
    assert rows("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", web) == [
        (False, False, False)
    ]
    owned = """SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE rolname = %s
               UNION ALL SELECT proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE rolname = %s
               UNION ALL SELECT nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE rolname = %s"""
    assert rows(owned, web, web, web) == []
    member = (
        "SELECT roleid::regrole::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE rolname = %s"
    )
    assert rows(member, web) == [(settings.LEDGER_ROLE,)]  # without inheriting anything of it (ADR 0040)
    assert rows("SELECT pg_has_role(%s, %s, 'USAGE')", web, settings.LEDGER_ROLE) == [(False,)]


@pytest.mark.parametrize("model", READ_BY_ALL)
def test_whoever_is_signed_in_reads_and_nobody_else(
    land: cast.Province, web_role: Web, model: type[models.Model]
) -> None:
    who = cast.official()
    cast.appointed(who, land.city)
    known = {"by": cast.OPERATOR, "at": cast.NOW}
    acts.approve_absence(
        official=who, from_on=cast.DAY, to_on=cast.DAY, reason="学习", approved_by="示例", approved_on=cast.DAY, **known
    )
    acts.keep_contact_point(official=who, organization=land.office, from_on=cast.DAY, **known)
    acts.set_calendar_day(
        day=cast.DAY,
        change=WorkCalendarDay.Change.OFF,
        status=WorkCalendarDay.Status.OFFICIAL,
        ground="示例通知",
        **known,
    )
    handler = cast.user("handler", (Role.HANDLER, land.office))
    count = model._default_manager.count()
    assert count
    with web_role():
        assert model._default_manager.count() == 0
        standing.identify(handler, on=cast.DAY)
        assert model._default_manager.count() == count
        standing.forget()
        assert model._default_manager.count() == 0


def test_the_wall_stands_when_an_act_forgets_to_ask(land: cast.Province, web_role: Web) -> None:
    clerk = cast.user("clerk", (Role.PETITION_OFFICE, land.department))
    post = cast.appointed(cast.official(), land.county)
    with web_role():
        standing.identify(clerk, on=cast.DAY)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Organization.objects.create(name="新示例", kind=Kind.COUNTY_BUREAU, parent=land.city)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Official.objects.create(name="孙示例")
        assert Post.objects.filter(pk=post.pk).update(principal=True) == 0
        assert Post.objects.filter(pk=post.pk).delete()[0] == 0
        assert Organization.objects.update(name="示例") == 0


def test_a_city_administrator_writes_in_the_city_only(land: cast.Province, web_role: Web) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.city))
    with web_role():
        standing.identify(admin, on=cast.DAY)
        made = acts.create_organization(
            name="新示例县司法局", kind=Kind.COUNTY_BUREAU, parent=land.city, by=admin, at=cast.NOW
        )
        who = acts.create_official(name="孙示例", by=admin, at=cast.NOW)
        given = acts.appoint(
            official=who,
            organization=made,
            title="局长",
            rank=Rank.SECTION_CHIEF,
            from_on=cast.DAY,
            by=admin,
            at=cast.NOW,
        )
        acts.end_post(post=given.post, last_day=date(2026, 12, 31), by=admin, at=cast.NOW)
        acts.rename_official(official=who, name="孙一示例", by=admin, at=cast.NOW, reason="录入有误")
        with pytest.raises(NotAllowed):
            acts.set_calendar_day(
                day=cast.DAY,
                change=WorkCalendarDay.Change.OFF,
                status=WorkCalendarDay.Status.OFFICIAL,
                ground="示例",
                by=admin,
                at=cast.NOW,
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Organization.objects.create(name="新示例", kind=Kind.COUNTY_BUREAU, parent=land.neighbour)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Post.objects.create(official=who, organization=land.far, title="局长", rank=Rank.STAFF, from_on=cast.DAY)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Organization.objects.filter(pk=made.pk).update(parent=land.neighbour)
    assert who.events.count() == 2
    assert {event.pgh_context.metadata["user"] for event in who.events.all()} == {admin.pk}


def test_histories_and_the_web_role_cannot_be_rewritten(land: cast.Province, web_role: Web) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.department))
    with web_role():
        standing.identify(admin, on=cast.DAY)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            land.city.events.update(name="他")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            land.city.events.all().delete()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Organization.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        land.city.events.update(name="他")


def test_roles_are_given_by_security_administrators_and_never_to_oneself(land: cast.Province, web_role: Web) -> None:
    security = cast.user("security", (Role.SECURITY_ADMIN, land.city))
    system = cast.user("system", (Role.SYSTEM_ADMIN, land.department))
    other = cast.user("other")

    def grant(user: User, organization: Organization) -> RoleGrant:
        return RoleGrant.objects.create(user=user, role=Role.HANDLER, organization=organization, from_on=cast.DAY)

    with web_role():
        standing.identify(security, on=cast.DAY)
        assert grant(other, land.office)
        for user, where in ((security, land.office), (other, land.far)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                grant(user, where)
        standing.identify(system, on=cast.DAY)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            grant(other, land.office)


def test_append_only_refuses_even_the_owner(db: None) -> None:
    with connection.schema_editor(atomic=False) as editor:
        editor.execute("CREATE TABLE trial (id int)")
        AppendOnly("trial").database_forwards("trial", editor, None, None)  # type: ignore[arg-type]
    rows("INSERT INTO trial VALUES (1) RETURNING id")
    for statement in ("UPDATE trial SET id = 2 RETURNING id", "DELETE FROM trial RETURNING id"):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            rows(statement)
    assert rows("SELECT id FROM trial") == [(1,)]


def test_an_official_comes_over_from_another_city(land: cast.Province, web_role: Web) -> None:
    admin = cast.user("admin", (Role.SYSTEM_ADMIN, land.city))
    who = cast.official()
    cast.appointed(who, land.neighbour, to_on=cast.DAY)
    facts = {"title": "副局长", "rank": Rank.DIVISION_DEPUTY, "from_on": date(2026, 6, 16)}
    with web_role():
        standing.identify(admin, on=cast.DAY)
        with pytest.raises(NotAllowed, match="系统管理员"):
            acts.rename_official(official=who, name="他示例", by=admin, at=cast.NOW, reason="错")
        acts.appoint(official=who, organization=land.city, by=admin, at=cast.NOW, **facts)  # type: ignore[arg-type]
        acts.rename_official(official=who, name="他示例", by=admin, at=cast.NOW, reason="录入有误")
    assert Official.objects.get().name == "他示例"
