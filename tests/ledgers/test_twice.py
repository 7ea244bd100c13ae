"""The same rows imported twice at the same time, on two connections, create nothing twice."""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.utils import timezone

from at_once import at_once
from casework.office import Cast, everybody
from ledgers.files import HEADINGS, Desk, row
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.acts import Batch
from xiafang.casework.models import Item, Matter
from xiafang.cli import imports
from xiafang.cli.workplace import Refusal
from xiafang.ledgers import importing, jobs, running, uploads
from xiafang.ledgers.claiming import claimed
from xiafang.ledgers.importer import Units
from xiafang.ledgers.models import Event, Job, Upload, Work
from xiafang.organizations.models import Organization
from xiafang.promises import ledger
from xiafang.web.jobs import HANDLERS

ROWS = 3
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path
    story = everybody()
    ledger.rebuild(timezone.localdate())
    return story


@pytest.fixture
def path(people: Cast, tmp_path: Path) -> Path:
    return book(people, tmp_path)


def book(people: Cast, folder: Path, rows: int = ROWS, name: str = "台账.xlsx") -> Path:
    found = (row("" if n else "1", 概况=f"第{n}件", 信访人="李示例等3人") for n in range(rows))
    return Desk(people, folder).workbook(HEADINGS, *found, name=name)


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody write before the other has planned as well, should it come as far."""
    both, carry_out = threading.Barrier(2), running.carry_out

    def slow(*what: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)
        carry_out(*what)

    monkeypatch.setattr(running, "carry_out", slow)
    monkeypatch.setattr(importing, "carry_out", slow)


def both(*jobs: Callable[[], object]) -> list[str]:
    """Do the jobs at once, and return what was refused."""
    return list(map(str, at_once(*jobs, refused=(NotAllowed, Refusal))))


def brought(people: Cast, path: Path) -> Upload:
    """Return a file that somebody has brought, and that was looked at."""
    pieces = [path.read_bytes()]
    now = timezone.now()
    upload = uploads.keep(pieces, filename=path.name, size=1, by=people.office, at=now, unit=None)
    jobs.ask(Work.LOOK, by=people.office, upload=upload)
    jobs.work(HANDLERS)
    upload.refresh_from_db()
    assert upload.looked
    return upload


def asked(people: Cast, *files: Upload) -> None:
    """Let 导入 be clicked."""
    for upload in files:
        jobs.ask(Work.CARRY, by=people.office, upload=upload)


def at_work() -> Callable[[], object]:
    """Return a process that does what waits, until nothing does, as the role that serves pages."""

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) > 0 FROM ledgers_waiting()")
            return bool(cursor.fetchone()[0])

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {django_settings.WEB_ROLE}")
        until = time.monotonic() + 30
        while waits() and time.monotonic() < until:
            jobs.work(HANDLERS)

    return work


def on_the_console(path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    monkeypatch.setattr(imports, "workplace", nullcontext)
    return lambda: imports.command.main([str(path), "--as", "office"], standalone_mode=False)


def outcomes() -> list[str]:
    return list(Job.objects.filter(work=Work.CARRY).values_list("outcome", flat=True))


def check_once() -> None:
    assert Matter.objects.count() == Item.objects.count() == ROWS
    assert sorted(Matter.objects.values_list("serial", flat=True)) == [1, 2, 3]
    assert Event.objects.filter(act="imported").count() == 1
    assert ledger.verify(timezone.localdate()) == []


@pytest.mark.usefixtures("planned")
def test_a_double_click(people: Cast, path: Path) -> None:
    upload = brought(people, path)
    asked(people, upload, upload)
    assert both(at_work(), at_work()) == []
    assert outcomes() == ["done"]
    check_once()


@pytest.mark.usefixtures("planned")
def test_brought_twice_the_later_one_waits_and_finds_nothing_left_to_do(people: Cast, path: Path) -> None:
    asked(people, *(brought(people, path) for _ in range(2)))
    assert both(at_work(), at_work()) == []
    assert outcomes() == ["done", "done"]
    assert sorted(map(str, Upload.objects.values_list("counts", flat=True))) == ["{'created': 3}", "{'unchanged': 3}"]
    assert Matter.objects.count() == ROWS
    assert ledger.verify(timezone.localdate()) == []


@pytest.mark.usefixtures("planned")
def test_two_files_with_the_same_rows(people: Cast, path: Path, tmp_path: Path) -> None:
    fewer = book(people, tmp_path, ROWS - 1, name="其中几行.xlsx")
    asked(people, *(brought(people, file) for file in (path, fewer)))
    assert both(at_work(), at_work()) == []
    titles = list(Matter.objects.values_list("title", flat=True))
    assert len(titles) == len(set(titles)) >= ROWS - 1  # the third is asked about when it comes later


def test_a_lost_connection_is_no_rows_fault(people: Cast, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(people, brought(people, path))
    write = Batch.write
    known = connection.get_connection_params()

    def cut(batch: Batch) -> None:
        monkeypatch.setattr(Batch, "write", write)
        with psycopg.connect(host=known["host"], user=known["user"], dbname=known["dbname"]) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        write(batch)

    monkeypatch.setattr(Batch, "write", cut)
    with suppress(DatabaseError):  # the locks cannot be given back either
        jobs.work(HANDLERS)
    connection.close()
    assert outcomes() == ["failed"]
    assert not Matter.objects.exists()
    assert ledger.verify(timezone.localdate()) == []


def test_only_who_is_above_or_below_is_in_the_way(people: Cast) -> None:
    land = people.land

    def at_once_for(*units: Organization) -> list[str]:
        there = threading.Barrier(len(units))

        def job(unit: Organization) -> None:
            try:
                with claimed(Units([unit.pk])):
                    there.wait(1)
            except threading.BrokenBarrierError:
                pass  # nobody else came as far

        return both(*(partial(job, unit) for unit in units))

    assert at_once_for(land.county, land.far) == []
    assert len(at_once_for(land.county, land.city)) == 1
    assert len(at_once_for(land.office, land.department)) == 1
    assert at_once_for(land.city, land.division) == []


@pytest.mark.usefixtures("planned")
def test_two_consoles(people: Cast, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (said,) = both(*[on_the_console(path, monkeypatch)] * 2)
    assert "正在导入" in said
    check_once()
    assert both(on_the_console(path, monkeypatch)) == []  # the first has let go of it


@pytest.mark.usefixtures("planned")
def test_in_the_browser_and_on_the_console(people: Cast, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(people, brought(people, path))
    refused = both(at_work(), on_the_console(path, monkeypatch))
    assert all("正在导入" in said for said in refused)  # the console's, should it be the later one
    assert Matter.objects.count() == Item.objects.count() == ROWS
    assert ledger.verify(timezone.localdate()) == []
