"""导出 of a list too long for one request: written beside the requests, a piece at a time, by whoever asked alone."""

import csv
import io
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

import cast
from casework.office import Cast, registered
from visits.story import recused, visitors
from web.asking import page
from web.conftest import BACKEND
from web.test_exports import of, table
from web.working import work
from xiafang.accounts.models import RoleGrant
from xiafang.accounts.roles import Role
from xiafang.casework.acts.accused import Accused
from xiafang.casework.models import Event, Matter
from xiafang.ledgers import exporting as pieces
from xiafang.ledgers import jobs
from xiafang.ledgers.models import Job
from xiafang.web.views.ledgers import exporting, filing

Web = Callable[[], AbstractContextManager[None]]
TITLES = ("一", "二", "三", "四", "五")


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.DATA = tmp_path
    monkeypatch.setattr(pieces, "PIECE", 2)
    monkeypatch.setattr(jobs, "SAID_EVERY", 0)
    story = visitors()
    for title in TITLES:
        registered(story, title=f"反映第{title}件")
    return story


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has two records is long."""
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    monkeypatch.setattr(exporting, "AT_ONCE_IN_FULL", 1)


def client_of(people: Cast, role: Role) -> Client:
    client = Client()
    client.force_login(cast.user(f"{role}.above", (role, people.land.department)), backend=BACKEND)
    return client


def asked(client: Client, path: str = "/exports/matters/", **sent: str) -> str:
    """Ask for a list and return the page of the job."""
    answer = client.post(path, {"format": "xlsx", "reason": "", **sent})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def downloaded(client: Client, there: str) -> bytes:
    answer = client.get(f"{there}file/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def sheet(content: bytes) -> list[dict[str, Any]]:
    heads, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.values
    return [dict(zip(heads, row, strict=True)) for row in rows]


def files(folder: Path) -> list[str]:
    return sorted(file.suffix for file in (folder / "exports").rglob("*") if file.is_file())


@pytest.mark.parametrize("path", ["/exports/matters/", "/exports/officials/", "/exports/organizations/?q=局"])
def test_the_long_way_gives_what_the_short_one_does(
    people: Cast, monkeypatch: pytest.MonkeyPatch, path: str, tmp_path: Path
) -> None:
    office = of(people, "office")
    short = table(office, path)
    assert len(short) > 2
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    there = asked(office, path)
    assert "正在导出" in page(office, there)
    assert office.get(f"{there}file/").status_code == 404
    work()
    assert "下载" in page(office, there)
    assert sheet(downloaded(office, there)) == short
    (job,) = Job.objects.all()
    assert job.outcome == "done"
    assert job.rows == job.total
    assert [oct(file.stat().st_mode & 0o777) for file in (tmp_path / "exports").glob("*.*")] == ["0o600"]


@pytest.mark.usefixtures("long")
def test_as_csv(people: Cast) -> None:
    office = of(people, "office")
    there = asked(office, format="csv")
    work()
    heads, *rows = csv.reader(io.StringIO(downloaded(office, there).decode("utf-8-sig")))
    assert [row[heads.index("概况")] for row in rows] == [f"反映第{title}件" for title in sorted_titles()]


def sorted_titles() -> list[str]:
    found = Matter.objects.order_by("-received_on", "pk").values_list("title", flat=True)
    return [title.removeprefix("反映第").removesuffix("件") for title in found]


@pytest.mark.usefixtures("long")
def test_the_audit_page_by_page(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = client_of(people, Role.AUDIT_ADMIN)
    path = "/exports/audit/?source=casework&first=2020-01-01&last=2030-01-01"
    monkeypatch.setattr("xiafang.web.views.ledgers.lists.PIECE", 2)
    there = asked(auditor, path)
    work()
    rows = sheet(downloaded(auditor, there))
    assert len(rows) == Event.objects.count() >= len(TITLES)
    assert len({row["摘要"] for row in rows}) == len(rows)


@pytest.mark.usefixtures("long")
def test_nobody_gets_what_is_hidden_from_them(people: Cast, web_role: Web) -> None:
    hidden = registered(people, title="反映县局", accused=[Accused(unit=people.land.county)])
    recused(people, registered(people, title="须回避"), people.second)
    seen = {}
    with web_role():
        for name in ("office", "second"):
            client = of(people, name)
            there = asked(client)
            work()
            seen[name] = {row["概况"] for row in sheet(downloaded(client, there))}
            for other in {"office", "second", "county"} - {name}:
                assert of(people, other).get(there).status_code == 404
                assert of(people, other).get(f"{there}file/").status_code == 404
                stop = there.replace("/exports/job/", "/jobs/") + "stop/"
                assert of(people, other).post(stop).status_code == 404
    assert seen["office"] - seen["second"] == {"须回避"}
    assert hidden.title in seen["office"]


@pytest.mark.usefixtures("long")
def test_a_matter_hidden_between_asking_and_writing_is_not_in_it(people: Cast) -> None:
    second = of(people, "second")
    there = asked(second)
    recused(people, Matter.objects.get(title="反映第三件"), people.second)
    work()
    assert len(sheet(downloaded(second, there))) == len(TITLES) - 1


@pytest.mark.usefixtures("long")
def test_in_full_each_person_leaves_a_trace(people: Cast) -> None:
    office = of(people, "office")
    there = asked(office, reason="上级调阅")
    work()
    assert {row["联系电话"] for row in sheet(downloaded(office, there))} == {"13800000000"}
    traces = Event.objects.filter(act="unmask", user=people.office)
    assert traces.count() == len(TITLES)
    assert "完整，理由：上级调阅" in page(office, there)


@pytest.mark.usefixtures("long")
def test_a_double_click_asks_once(people: Cast) -> None:
    office = of(people, "office")
    there = asked(office)
    assert asked(office) == there
    assert f'href="{there}"' in page(office, "/exports/visits/")  # the way back to it
    assert "我在后台导出的" not in page(of(people, "second"), "/exports/visits/")
    assert asked(office, format="csv") != asked(office)
    assert work() == 2


@pytest.mark.usefixtures("long")
def test_whatever_is_asked_for_at_length(people: Cast) -> None:
    office = of(people, "office")
    letters = "".join(dict.fromkeys(chr(0x4E00 + number * 7) for number in range(600)))
    path = f"/exports/matters/?{urlencode({'state': 'all', 'x': letters})}"
    assert asked(office, path) == asked(office, path)
    work()
    assert Job.objects.get().outcome == "done"


@pytest.mark.usefixtures("long")
def test_stopped_it_leaves_no_file(people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = of(people, "office")
    there = asked(office)
    done = jobs.Running.done

    def stopping(self: jobs.Running, rows: int) -> None:
        assert office.post(f"/jobs/{self.job.pk}/stop/").url == there
        done(self, rows)

    monkeypatch.setattr(jobs.Running, "done", stopping)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "exports"))  # where halves lie
    work()
    assert (Job.objects.get().outcome, Job.objects.get().rows, files(tmp_path)) == ("stopped", 2, [])
    html = page(office, there)
    assert "没有留下文件" in html
    assert "下载" not in html


@pytest.mark.usefixtures("long")
def test_who_may_no_longer_gets_nothing(people: Cast, tmp_path: Path) -> None:
    office, admin = of(people, "office"), client_of(people, Role.SYSTEM_ADMIN)
    asked(office)
    asked(admin, "/exports/users/")
    RoleGrant.objects.update(role="inspector")
    RoleGrant.objects.filter(user=people.office).update(to_on=timezone.localdate() - timedelta(days=1))
    work()
    said = dict(Job.objects.values_list("asked__list", "said"))
    assert set(Job.objects.values_list("outcome", flat=True)) == {"refused"}
    assert "没有角色" in said["matters"]
    assert "管理员" in said["users"]
    assert files(tmp_path) == []


def test_what_a_killed_process_left_is_removed_after_a_day(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    filing.keep_halves()
    left = Path(tempfile.mkdtemp()) / "half.xlsx"
    left.write_text("示例")
    assert files(tmp_path) == [".xlsx"]
    filing.clear(timezone.now() + timedelta(hours=23))
    assert left.exists()
    filing.clear(timezone.now() + timedelta(hours=25))
    assert not left.parent.exists()
    assert tempfile.mkdtemp()  # the folder itself stays


def test_a_piece_costs_the_same_however_many_records(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 1000)
    office = of(people, "office")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as said:
            assert office.post(path, {"format": "csv", "reason": ""}).status_code == 200
        return len(said)

    for path, narrowed in (
        ("/exports/matters/?state=all", "&q=第三件"),
        ("/exports/organizations/", "?q=示例县"),
        ("/exports/officials/", "?q=吴"),
    ):
        cost(path)
        assert cost(path) == cost(path + narrowed), path


@pytest.mark.usefixtures("long")
def test_who_has_lost_the_role_does_not_get_what_was_written_under_it(people: Cast) -> None:
    admin = client_of(people, Role.SYSTEM_ADMIN)
    there = asked(admin, "/exports/users/")
    work()
    assert downloaded(admin, there)
    RoleGrant.objects.filter(role=Role.SYSTEM_ADMIN).update(role=Role.INSPECTOR)
    assert admin.get(there).status_code == 403
    assert admin.get(f"{there}file/").status_code == 403


@pytest.mark.usefixtures("long")
def test_a_role_that_ends_while_it_is_written_stops_it(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = asked(client_of(people, Role.SYSTEM_ADMIN), "/exports/users/")
    done = jobs.Running.done

    def ending(self: jobs.Running, rows: int) -> None:
        RoleGrant.objects.filter(role=Role.SYSTEM_ADMIN).update(role=Role.INSPECTOR)
        done(self, rows)

    monkeypatch.setattr(jobs.Running, "done", ending)
    work()
    assert ("角色在导出中有了变化" in Job.objects.get().said, files(tmp_path)) == (True, []), there


@pytest.mark.usefixtures("long")
def test_a_file_stays_for_a_day(people: Cast, tmp_path: Path) -> None:
    office = of(people, "office")
    there = asked(office)
    work()
    filing.clear(timezone.now() + timedelta(hours=23))
    assert files(tmp_path) == [".xlsx"]
    filing.clear(timezone.now() + timedelta(hours=25))
    assert files(tmp_path) == []
    assert "请重新导出" in page(office, there)
    assert office.get(f"{there}file/").status_code == 404


@pytest.mark.usefixtures("long")
def test_more_rows_than_a_sheet_has_are_refused_as_xlsx(
    people: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(filing, "MOST_ROWS", len(TITLES) - 1)
    office = of(people, "office")
    there = asked(office)
    work()
    assert "请改用 CSV" in page(office, there)
    assert files(tmp_path) == []
    there = asked(office, format="csv")
    work()
    assert downloaded(office, there)
