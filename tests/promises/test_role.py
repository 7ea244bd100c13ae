"""The ledger's own role: what it sees, what it must never see, and who can use it when."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DataError, ProgrammingError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

import cast
from casework.office import Cast, accepted, everybody, how, registered, resolved
from visits.story import Visiting, held, planned
from xiafang.accounts import standing
from xiafang.casework import acts as casework
from xiafang.casework.acts.accused import Accused
from xiafang.casework.codes import EscalationKind
from xiafang.casework.models import Matter
from xiafang.organizations.touching import Kind
from xiafang.postgres import roles
from xiafang.promises import ledger
from xiafang.promises.keeping import recompute
from xiafang.promises.models import Row
from xiafang.promises.role import ledger_work
from xiafang.promises.scope import Scope, scope_of
from xiafang.promises.slices import slice_of
from xiafang.visits import acts as visits
from xiafang.visits.codes import DiscoveryKind
from xiafang.visits.models import Visit

Web = Callable[[], AbstractContextManager[None]]
APPS = ("organizations", "casework", "visits", "supervision")
CODES = {"kind", "state", "path", "grade", "handling", "disposition", "mode", "status", "target_source", "half", "role"}
CODES |= {"rank", "change"}


@pytest.fixture
def people(db: None) -> Cast:
    made = everybody()
    ledger.roll(cast.DAY)
    return made


def asked(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.django_db
def test_it_reads_ids_days_numbers_and_codes_and_writes_the_ledger_alone() -> None:
    """Whatever is text is a code of a known list; names, texts, files and personal data are out of its reach."""
    columns = asked(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
        "WHERE c.table_schema = 'public' AND c.table_name <> 'promises_row' "
        "AND has_column_privilege(%s, c.table_name::regclass, c.column_name, 'SELECT')",
        roles.LEDGER,
    )
    assert len(columns) > 100
    for table, column, kind in columns:
        assert str(table).startswith(APPS), table
        texts = kind in ("character varying", "text", "jsonb", "bytea", "tsvector")
        assert not texts or column in CODES, (table, column)
        assert kind != "ARRAY" or column in {"above", "leaders", "disposition"}, (table, column)
    personal = {"casework_petitioner", "casework_personal", "casework_accusation", "casework_paper", "accounts_user"}
    assert not personal & {str(table) for table, _, _ in columns}
    written = asked(
        "SELECT DISTINCT c.relname FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS may "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND "
        "CASE WHEN may IN ('INSERT', 'UPDATE') THEN has_any_column_privilege(%s, c.oid, may) "
        "ELSE has_table_privilege(%s, c.oid, may) END",
        roles.LEDGER,
        roles.LEDGER,
    )
    assert written == [("promises_row",)]


def fields() -> list[tuple[str, str]]:
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    texts = [(model, f) for model in found for f in model._meta.concrete_fields if isinstance(f, models.TextField)]
    return [(model._meta.db_table, str(field.column)) for model, field in texts] + [
        ("casework_matter", "title"),
        ("casework_matter", "hidden_from"),
        ("casework_petitioner", "name"),
        ("casework_personal", "phone"),
        ("organizations_official", "name"),
        ("accounts_user", "username"),
    ]


@pytest.mark.django_db
def test_it_cannot_read_a_text_or_a_person() -> None:
    assert len(fields()) > 20
    for table, column in fields():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {roles.LEDGER}")
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - our own columns
            cursor.execute("RESET ROLE")


def test_the_web_role_does_not_inherit_its_sight(people: Cast, web_role: Web) -> None:
    registered(people)
    assert Row.objects.exclude(matter=None).exists()
    with web_role():
        standing.forget()
        assert not Matter.objects.exists()
        assert not Row.objects.exists()
        standing.identify(people.nobody, on=cast.DAY)
        assert not Matter.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Row.objects.all().delete()


def test_acts_as_the_web_role_keep_the_ledger_beyond_the_actors_sight(people: Cast, web_role: Web) -> None:
    with web_role():
        matter = registered(people, accused=[Accused(unit=people.land.city)])  # out of the registrar's own sight
        assert not Matter.objects.filter(pk=matter.pk).exists()
    row = Row.objects.get(duty="case.told", matter=matter.pk)
    assert row.organization == people.land.department
    assert ledger.verify(cast.DAY) == []


def test_the_role_is_left_after_the_act_and_after_a_refusal(people: Cast, web_role: Web) -> None:
    def me() -> object:
        return asked("SELECT current_user")[0][0]

    with web_role():
        matter = registered(people)
        assert me() == roles.WEB
        with pytest.raises(Matter.DoesNotExist):
            casework.accept(matter=matter, **how(people.far, 1))
        assert me() == roles.WEB
        with pytest.raises(DataError), transaction.atomic(), ledger_work():
            asked("SELECT 1 / 0")
        assert me() == roles.WEB
        with ledger_work(), ledger_work():
            assert me() == roles.LEDGER
        assert me() == roles.WEB
    assert me() == roles.OWNER
    with ledger_work():
        assert me() == roles.OWNER


def test_what_fails_in_the_ledger_takes_the_act_with_it(
    people: Cast, web_role: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = registered(people)
    with web_role():
        monkeypatch.setattr("xiafang.promises.keeping.recompute", lambda *_: asked("SELECT 1/0"))
        with pytest.raises(DataError, match="division by zero"):
            casework.accept(matter=matter, **how(people.office, 1))
        assert asked("SELECT current_user") == [(roles.WEB,)]
    assert Matter.objects.get(pk=matter.pk).accepted_on is None


def test_an_act_costs_the_same_queries_however_much_there_is(people: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            accepted(people)
        return len(queries)

    cost()  # the first of a year begins the numbers
    before = cost()
    for _ in range(8):
        accepted(people)
    assert cost() == before < 50


def test_whatever_is_touched_can_be_judged_in_that_role(people: Cast, web_role: Web) -> None:
    """Each kind of touch, on rows that are there and in every state that asks for more."""
    visiting = Visiting.__new__(Visiting)
    visiting.__dict__ |= people.__dict__
    over = registered(people)
    casework.propose_void(matter=over, reason="误登记", **how(people.office, 1))
    casework.confirm_void(matter=over, **how(people.second, 1))
    matter = resolved(people)
    casework.register_escalation(matter=matter, kind=EscalationKind.GROUP, leader=people.boss, **how(people.office, 6))
    received = accepted(people)
    visit = held(visiting, received)
    visits.add_discovery(visit=visit, kind=DiscoveryKind.HOT, text="示例", matter=received, **how(people.office, 10))
    planned(visiting, accepted(people))
    found = {
        Kind.MATTER: {over.pk, matter.pk},
        Kind.VISIT: set(Visit.objects.values_list("pk", flat=True)),
        Kind.OFFICIAL: {people.boss.pk, people.deputy.pk},
        Kind.ORGANIZATION: {unit.pk for unit in people.land.units.values()},
        Kind.CALENDAR_DAY: {visit.date},
    }
    for kind in Kind:
        with web_role(), ledger_work():
            recompute(scope_of({kind: frozenset(found.get(kind, {uuid4()}))}), ledger.years(cast.DAY))
    everything = {name: {uuid4()} for name in ("cases", "visits", "letters", "discoveries", "inspections", "officials")}
    with web_role(), ledger_work():
        slice_of(Scope(**everything, office=True, organizations={uuid4()}, units={uuid4()}))
        assert ledger.years(cast.DAY)
        assert asked("SELECT current_user") == [(roles.LEDGER,)]


def test_a_site_that_starts_in_a_new_year_adds_its_rows_itself(people: Cast, web_role: Web) -> None:
    with web_role():
        assert ledger.roll(date(2027, 1, 1)) > 0
    assert ledger.verify(date(2027, 1, 1)) == []
