"""The demo province: invented, complete, and accepted by the regulation."""

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db import connection, transaction
from django.test import Client, override_settings

import command
from demo.crawling import refusals
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.roles import ADMINISTRATORS, Role
from xiafang.accounts.standing import asking
from xiafang.casework.codes import Channel, Grade, State
from xiafang.casework.codes import Kind as Kinds
from xiafang.casework.models import Item, Matter, Personal
from xiafang.cli import export, ledger
from xiafang.cli.workplace import Refusal
from xiafang.demo import people, units
from xiafang.demo.builder import Builder
from xiafang.demo.load import NotEmptyError, clear, found, load
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Absence, ContactPoint, Official, Organization, Post
from xiafang.postgres import roles
from xiafang.postgres.embedded import Embedded
from xiafang.promises.facts import gather
from xiafang.promises.models import Row
from xiafang.regulation.engine import evaluate
from xiafang.regulation.reading import read_facts
from xiafang.web.navigation import navigation

TODAY = date(2026, 11, 27)
HISTORIES = ("casework_event", "visits_event", "supervision_event")
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# What a duty can be within a year and the one before it, on TODAY; each not named here is a deadline of every day.
DEADLINE = {"met", "late", "pending", "breached"}
YEARLY = DEADLINE - {"pending"}  # its last day is over by TODAY
COUNTED = {"met", "pending", "breached", "exempt"}
ONE_OF_EACH_ROLE = (
    *("deputy", "county.office", "prison.office", "liaison", "handler", "inspector"),
    *("system", "security", "audit"),
)
STATES = {
    "agreement.direct": YEARLY,
    "agreement.cascade": YEARLY,
    "plan.filed": YEARLY,
    "principal.one": {"met", "breached"},
    "target.by_liaison": {"met", "breached"},
    "case.disposition": {"met", "breached"},
    "visits.half_year": COUNTED,
    "visits.quarter": COUNTED,
    "sponsored.one": COUNTED,
    "sponsored.two": COUNTED,
    "visits.unit": COUNTED - {"exempt"},
    "inspection.regular": {"met", "pending"},  # one finding a year: last year's is met, this year's is still owed
    "inspection.random": {"met", "breached"},  # and the other way round
}


@pytest.mark.django_db
def test_the_tree_stands_on_hubei() -> None:
    units.build(Builder(TODAY, 1))
    kinds = Counter(Organization.objects.values_list("kind", flat=True))
    assert kinds[Kind.CITY_BUREAU] == 17
    assert kinds[Kind.COUNTY_BUREAU] == 99 + 5
    assert Organization.objects.exclude(division_code="").count() == 13 + 103
    assert Organization.objects.filter(kind=Kind.COUNTY_BUREAU, division_code="").count() == 5
    assert Organization.objects.direct_units().count() == 18
    assert Organization.objects.called("武汉市局").get().review_authority == "示例省司法厅"


@pytest.fixture(scope="class")
def province(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> object:
    """The small one, loaded once for the class, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DATA=tmp_path_factory.mktemp("data")):  # type: ignore[attr-defined]
        load(today=TODAY, seed=1, small=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """`typed(ledger, "verify")`: a command on the tests' own database, on the demo's day."""
    for module in (ledger, export):
        monkeypatch.setattr(module, "workplace", nullcontext)
    with time_machine.travel(datetime.combine(TODAY, time(10), ZoneInfo("Asia/Shanghai")), tick=False):
        yield lambda module, *words: CliRunner().invoke(
            module.command, words, standalone_mode=False, catch_exceptions=False
        )


@pytest.mark.usefixtures("province", "db")
class TestProvince:
    def test_everybody_is_plainly_invented_and_has_a_name_of_their_own(self) -> None:
        names = list(Official.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 150
        assert all(name.endswith("示例") for name in names)
        assert not User.objects.exclude(name__endswith="示例").exists()

    def test_the_story_moves(self) -> None:
        begin = Builder(TODAY, 1).begin
        assert (TODAY - begin).days >= 540
        assert Post.objects.filter(to_on__gte=begin).count() >= 10
        assert Absence.objects.count() == 4
        assert ContactPoint.objects.count() >= 5

    def test_each_duty_is_there_in_each_state_it_can_have_and_most_are_healthy(self) -> None:
        states: defaultdict[str, set[str]] = defaultdict(set)
        count: Counter[str] = Counter()
        for year in (TODAY.year - 1, TODAY.year):
            for finding in evaluate(read_facts(json.dumps(gather(year=year, as_of=TODAY)).encode())):
                states[finding.duty].add(finding.status)
                count[finding.status] += 1
        assert {duty: found for duty, found in states.items() if found != STATES.get(duty, DEADLINE)} == {}
        assert set(states) >= set(STATES)
        assert len(states) == 31
        assert sum(count[status] for status in ("met", "pending", "exempt")) >= 0.75 * count.total()

    def test_every_state_of_a_matter_is_there(self) -> None:
        assert set(Matter.objects.values_list("state", flat=True)) == set(State)
        assert set(Matter.objects.values_list("kind", flat=True)) == set(Kinds)
        assert set(Item.objects.values_list("channel", flat=True)) == set(Channel)
        assert set(Matter.objects.exclude(grade="").values_list("grade", flat=True)) == set(Grade)
        fields = set(Matter.objects.values_list("topic", flat=True))
        assert len({topic[:2] for topic in fields}) >= 15

    def test_personal_numbers_are_plainly_nobodys(self) -> None:
        assert Personal.objects.exists()
        for row in Personal.objects.all():
            assert row.id_number.startswith("000000")
            assert row.phone.startswith("130-0000-")
            assert "示例" in row.address

    def test_the_commands_keep_its_ledger(self, typed: Callable[..., Result]) -> None:
        assert typed(ledger, "verify").output == "台账与事实一致。\n"
        assert typed(ledger, "rebuild").output.startswith("已重建台账 ")
        after = typed(ledger, "verify")
        assert (after.return_value, after.output) == (0, "台账与事实一致。\n")
        assert typed(ledger, "roll").output == "已补上台账 0 行。\n"
        Row.objects.filter(duty="plan.filed").delete()
        short = typed(ledger, "verify")
        assert short.return_value == 1
        assert "处不一致：请运行 xiafang ledger rebuild 重建" in short.output

    def test_its_facts_are_exported_and_checked(self, typed: Callable[..., Result], tmp_path: Path) -> None:
        file, day = tmp_path / "facts.json", ("--as-of", str(TODAY))
        assert typed(export, "facts", str(file), *day).output == f"已写入 {file}。\n"
        document = json.loads(file.read_text("utf-8"))
        assert (document["year"], document["as_of"]) == (TODAY.year, str(TODAY))
        assert json.loads(typed(export, "facts", *day).stdout) == document
        checked = command.run("check", str(file), "--only", "plan.filed")
        assert checked.status == 1, checked.err
        assert f"至{TODAY}仍未完成" in checked.out

        with pytest.raises(Refusal, match="没有这个文件夹"):
            typed(export, "facts", str(tmp_path / "none" / "facts.json"))
        with pytest.raises(Refusal, match="不是有效日期"):
            typed(export, "facts", "--as-of", "2026-02-30")
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.repeats
    def test_a_fresh_one_by_another_process_is_the_same(self, run: Run, embedded_postgres: Embedded) -> None:
        """Another process, so another order of sets; and nothing of what was there before is left."""
        assert run("migrate").returncode == 0
        url = embedded_postgres.url(roles.OWNER, "xiafang_" + __name__.replace(".", "_"))
        with psycopg.connect(url) as elsewhere:
            elsewhere.execute("INSERT INTO demo_demo VALUES (true, '2025-01-01', 3)")
            elsewhere.execute("INSERT INTO django_session VALUES ('of before', '', 'infinity')")
        made = run("demo", "--small", "--fresh", "--today", str(TODAY), "--seed", "1", said="y\n")
        assert made.returncode == 0, made.stderr
        assert f"演示省已装入，演示日 {TODAY}（种子 1），用时" in made.stdout
        assert people.PASSWORD in made.stdout
        assert made.stderr == ""
        with psycopg.connect(url) as elsewhere, connection.cursor() as here:
            for table in HISTORIES:
                told = f"SELECT said, deed_on, entered_at FROM {table} ORDER BY entered_at, said"  # noqa: S608
                here.execute(told)
                assert elsewhere.execute(told).fetchall() == here.fetchall() != []
            assert elsewhere.execute("SELECT session_key FROM django_session").fetchall() == []
        facts = json.loads(run("export", "facts", "--as-of", str(TODAY)).stdout)
        assert facts == gather(year=TODAY.year, as_of=TODAY)

    def test_the_accused_units_clerk_sees_nothing_of_it(self) -> None:
        clerk = User.objects.get(username="county.office")
        county = Organization.objects.get(name=people.COUNTY)
        about = Matter.objects.filter(hidden_from__contains=[county.pk])
        assert about.count() == 2
        with asking(clerk, on=TODAY):
            assert not about.visible_to(clerk).exists()
            assert Matter.objects.visible_to(clerk).count() >= 10

    @pytest.mark.repeats  # each page is proved where it stands; here only that no link leads to a refusal
    @pytest.mark.parametrize("username", ONE_OF_EACH_ROLE)
    def test_nobody_is_offered_what_is_refused(
        self, username: str, web_role: Callable[[], AbstractContextManager[None]]
    ) -> None:
        client, user = Client(), User.objects.get(username=username)
        with time_machine.travel(datetime.combine(TODAY, time(10), ZoneInfo("Asia/Shanghai")), tick=False):
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            with asking(user, on=TODAY) as standing:
                groups = navigation(standing, None)
            with web_role():
                lists = [entry["href"] for group in groups for entry in group["entries"] if entry["href"] != "/"]
                assert refusals(client, "/", lists) == []

    def test_each_role_has_an_account_that_signs_in(self) -> None:
        assert {grant.role for grant in RoleGrant.objects.on(TODAY)} == set(Role)
        printed = User.objects.filter(username__in=[account.username for account in people.accounts()])
        assert printed.count() == len(people.accounts()) < User.objects.count()
        assert not any(user.has_usable_password() for user in User.objects.exclude(pk__in=printed))
        assert User.objects.get(username="office").check_password(people.PASSWORD)
        for user in User.objects.all():
            assert user.grants.filter(role__in=ADMINISTRATORS).count() <= 1


def test_another_seed_is_another_province() -> None:
    first, again, other = Builder(TODAY, 1), Builder(TODAY, 1), Builder(TODAY, 2)
    assert first.id() == again.id() != other.id()
    assert first.between(date(2020, 1, 1), TODAY) == again.between(date(2020, 1, 1), TODAY)


@pytest.mark.django_db
def test_real_data_is_neither_mixed_nor_cleared() -> None:
    Organization.objects.create(name="某省司法厅", kind=Kind.PROVINCIAL_DEPARTMENT)
    with pytest.raises(NotEmptyError):
        found()
    with pytest.raises(NotEmptyError):
        clear()
    assert Organization.objects.exists()
