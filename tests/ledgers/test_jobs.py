"""Work beside the requests: asked for once, stopped, taken up again, given up; each step as whoever asked for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework.office import Cast
from ledgers.files import HEADINGS, Desk, row
from xiafang.accounts import standing
from xiafang.accounts.models import RoleGrant, User
from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.models import Matter
from xiafang.ledgers import importing, jobs, preview, running, uploads
from xiafang.ledgers.importer import Units
from xiafang.ledgers.models import Event, Job, Outcome, Upload, Work
from xiafang.web.jobs import HANDLERS

Web = Callable[[], Any]
TODAY = timezone.localdate()


def brought(desk: Desk, rows: int = 5, by: str = "office") -> Upload:
    """Return a file that waits to be looked at; its rows differ in the summary alone, the third one is refused."""
    dates: dict[int, Any] = {2: "2026-2-30"}
    many = [
        row("", 概况=f"第{n}件反映某事", 信访人="周示例", 收到日期=dates.get(n, date(2026, 6, 1))) for n in range(rows)
    ]
    path = desk.workbook(HEADINGS, *many)
    asked = desk.people[by]
    assert isinstance(asked, User)
    upload = uploads.keep([path.read_bytes()], filename=path.name, size=1, by=asked, at=timezone.now(), unit=None)
    jobs.ask(Work.LOOK, by=asked, upload=upload)
    return upload


def looked(desk: Desk, **how: Any) -> Upload:
    upload = brought(desk, **how)
    assert jobs.work(HANDLERS) == 1
    upload.refresh_from_db()
    return upload


def carried(upload: Upload) -> Job:
    """Ask for the import and return the job."""
    return jobs.ask(Work.CARRY, by=upload.user, upload=upload)


def again(thing: Any) -> Any:
    thing.refresh_from_db()
    return thing


def test_a_file_is_looked_at_and_imported_beside_the_requests(
    desk: Desk, web_role: Web, django_capture_on_commit_callbacks: Any
) -> None:
    with web_role():
        standing.identify(desk.people.office, on=TODAY)
        upload = brought(desk)
        assert jobs.work(HANDLERS) == 1
    job = Job.objects.get()
    assert (job.outcome, job.rows, job.total, job.tries) == ("done", 5, None, 1)
    assert (again(upload).found["writes"], upload.found["rows"], upload.looked) == (4, 5, job.pk)
    assert not Matter.objects.exists()
    with web_role():
        standing.identify(desk.people.office, on=TODAY)
        job = carried(upload)
        with django_capture_on_commit_callbacks(execute=True):
            assert jobs.work(HANDLERS) == 1
    assert (again(job).outcome, job.rows, job.total) == ("done", 5, 5)
    assert (again(upload).counts, upload.found) == ({"created": 4, "refused": 1}, {})
    assert Matter.objects.count() == 4
    assert [path.suffix for path in Path(uploads.path_of(upload)).parent.iterdir()] == [".xlsx"]
    assert jobs.work(HANDLERS) == 0


def test_the_pieces_of_a_file_are_written_one_by_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    upload = looked(desk)
    monkeypatch.setattr(jobs, "SAID_EVERY", 0)
    said: list[int] = []
    update = jobs.Running.go_on

    def go_on(self: jobs.Running) -> None:
        update(self)
        said.append(Job.objects.get(pk=self.job.pk).rows)

    monkeypatch.setattr(jobs.Running, "go_on", go_on)
    carried(upload)
    jobs.work(HANDLERS)
    assert said == [2, 4, 5]
    assert again(upload).counts == {"created": 4, "refused": 1}


def test_what_is_long_is_done_one_by_one_for_each_person(desk: Desk) -> None:
    mine, looking = [looked(desk) for _ in range(2)], brought(desk)
    for upload in mine:
        carried(upload)
    with taken_elsewhere(looking.user_id):
        assert jobs.work(HANDLERS) == 1
        assert [job.work for job in Job.objects.filter(ended_at=None)] == ["carry", "carry"]
    assert jobs.work(HANDLERS) == 2


@contextmanager
def taken_elsewhere(key: object) -> Iterator[None]:
    """Have another process hold the lock on a job or a person's turn."""
    known = connection.get_connection_params()
    with psycopg.connect(host=known["host"], user=known["user"], dbname=known["dbname"], autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [jobs._LOCK, str(key)])
        yield
        other.execute("SELECT pg_advisory_unlock_all()")  # a connection that is closed may hold them a moment longer


def test_what_is_asked_for_twice_is_done_once(desk: Desk) -> None:
    upload = looked(desk)
    assert carried(upload) == carried(upload)
    assert jobs.work(HANDLERS) == 1
    assert Matter.objects.count() == 4


def test_nobody_lets_more_than_a_few_wait(desk: Desk) -> None:
    for _ in range(jobs.MOST_WAITING):
        brought(desk)
    with pytest.raises(NotAllowed, match="您已有 5 项"):
        brought(desk)
    brought(desk, by="second")


def test_stopped_half_way_the_rest_is_not_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    monkeypatch.setattr(jobs, "SAID_EVERY", 0)
    upload = looked(desk)
    job, carry_out = carried(upload), running.carry_out

    def stopping(*what: Any) -> None:
        jobs.stop(job)
        carry_out(*what)

    monkeypatch.setattr(importing, "carry_out", stopping)
    jobs.work(HANDLERS)
    assert (again(job).outcome, job.rows, job.total) == ("stopped", 2, 5)
    assert again(upload).counts == {"created": 2}
    assert Matter.objects.count() == 2
    jobs.stop(job)
    assert not again(job).said


def test_stopped_before_it_begins_nothing_is_done(desk: Desk) -> None:
    upload = looked(desk)
    jobs.stop(carried(upload))
    assert jobs.work(HANDLERS) == 0
    assert (Job.objects.filter(ended_at=None).count(), Matter.objects.count()) == (0, 0)
    assert again(upload).done_at is None


def test_what_waits_behind_other_work_of_the_same_person_is_stopped_at_once(desk: Desk) -> None:
    job = carried(looked(desk))
    with taken_elsewhere(job.user_id):
        jobs.stop(job)
    assert (again(job).outcome, job.tries) == ("stopped", 0)
    job = carried(Upload.objects.get())
    with taken_elsewhere(job.pk):
        jobs.stop(job)  # which is under way elsewhere
    assert (again(job).outcome, job.stop) == ("", True)


def test_put_away_at_the_very_end_it_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = brought(desk)
    beside = preview.beside

    def putting_away(*what: Any) -> Any:
        uploads.discard(upload, by=upload.user, at=timezone.now())
        return beside(*what)

    monkeypatch.setattr(preview, "beside", putting_away)
    jobs.work(HANDLERS)
    assert not Job.objects.exists()
    assert not list(uploads.path_of(upload).parent.iterdir())


def test_put_away_while_it_is_looked_at_it_is_gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SAID_EVERY", 0)
    upload = brought(desk)
    done = jobs.Running.done

    def putting_away(self: jobs.Running, rows: int) -> None:
        if Upload.objects.exists():
            uploads.discard(upload, by=upload.user, at=timezone.now())
        done(self, rows)

    monkeypatch.setattr(jobs.Running, "done", putting_away)
    jobs.work(HANDLERS)
    assert not Job.objects.exists()
    assert not list(uploads.path_of(upload).parent.iterdir())


def test_what_was_interrupted_is_taken_up_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    upload = looked(desk)
    job, carry_out, calls = carried(upload), running.carry_out, list[int]()

    def killed(*what: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        carry_out(*what)

    monkeypatch.setattr(importing, "carry_out", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.work(HANDLERS)
    assert (again(job).ended_at, job.tries, Matter.objects.count()) == (None, 1, 2)
    jobs.work(HANDLERS)
    assert (again(job).outcome, job.tries) == ("done", 2)
    assert again(upload).counts == {"created": 2, "unchanged": 2, "refused": 1}


def test_what_is_interrupted_again_and_again_is_given_up(desk: Desk) -> None:
    upload = brought(desk)
    Job.objects.update(tries=jobs.MOST_TRIES)
    assert jobs.work(HANDLERS) == 0
    assert (Job.objects.get().outcome, Job.objects.get().said) == ("failed", jobs.ABANDONED)
    assert again(upload).found == {}


def test_an_error_ends_it_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = looked(desk)
    job = carried(upload)

    def broken(*_: Any) -> None:
        raise DatabaseError("示例")

    monkeypatch.setattr(importing, "carry_out", broken)
    jobs.work(HANDLERS)
    assert (again(job).outcome, job.said) == ("failed", jobs.FAILED)
    assert again(upload).done_at is None
    carried(upload)
    monkeypatch.undo()
    jobs.work(HANDLERS)
    assert Matter.objects.count() == 4


def test_what_was_written_before_an_error_stands_in_the_audit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    upload = looked(desk)
    carry_out, calls = running.carry_out, list[int]()

    def broken(*what: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise DatabaseError("示例")
        carry_out(*what)

    monkeypatch.setattr(importing, "carry_out", broken)
    carried(upload)
    jobs.work(HANDLERS)
    assert Matter.objects.count() == 2
    assert Event.objects.get(act="imported").said == "没有办完：新增 2 行"


def test_done_but_killed_before_that_is_entered_it_is_done(desk: Desk) -> None:
    upload = looked(desk)
    Upload.objects.update(done_at=timezone.now(), counts={"created": 4}, found={})
    job = carried(upload)
    jobs.work(HANDLERS)
    assert (again(job).outcome, again(upload).counts) == ("done", {"created": 4})
    assert not Matter.objects.exists()


def test_while_somebody_imports_for_the_unit_it_waits(desk: Desk) -> None:
    upload = looked(desk)
    job = carried(upload)

    def busy(_: Units) -> Any:
        raise NotAllowed("正在导入")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "claimed", busy)
        patch.setattr(jobs, "REST", 0)
        for _ in range(jobs.MOST_TRIES + 1):
            jobs.work(HANDLERS)
    assert (again(job).ended_at, job.tries, "等它结束后自动开始" in job.said) == (None, 0, True)
    jobs.work(HANDLERS)
    assert again(job).outcome == Outcome.DONE


@pytest.mark.parametrize("what", ["role", "account"])
def test_who_may_no_longer_does_not(desk: Desk, what: str) -> None:
    upload = looked(desk)
    job = carried(upload)
    if what == "role":
        RoleGrant.objects.filter(user=upload.user).update(to_on=TODAY - timedelta(days=1))
    else:
        User.objects.filter(pk=upload.user_id).update(is_active=False)
    jobs.work(HANDLERS)
    assert (again(job).outcome, "联系" in job.said) == ("refused", True)
    assert not Matter.objects.exists()


def test_a_job_is_its_owners_alone_and_others_hear_ids(desk: Desk, web_role: Web) -> None:
    upload = brought(desk)
    job = Job.objects.get()
    with web_role():
        for user, seen in ((upload.user, 1), (desk.people.second, 0), (desk.people.superior, 0)):
            standing.identify(user, on=TODAY)
            assert Job.objects.count() == seen
            assert Job.objects.update(said="") == seen
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Job.objects.create(work=Work.LOOK, user=upload.user, upload=upload, asked_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM ledgers_waiting()")
            assert cursor.fetchall() == [(job.pk, upload.user_id, "look")]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Job.objects.update(asked={})


def test_rows_that_are_one_visit_stand_in_one_piece(people: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    heads = ("下访单位", "下访日期", "接访领导", "下访方式", "地点", "接待人次")
    lines = [("市局", f"2026-06-0{day}", "吴示例", "定时约访", "某镇", 3) for day in (1, 2, 2, 2, 3)]
    path = desk.workbook(heads, *lines)
    plans = desk.run(path, write=False)
    assert [(len(plan.lines), plan.verdict) for plan in plans] == [(1, "created"), (3, "created"), (1, "created")]
