"""Work beside the requests: asked for in the transaction of a request, done by a process of its own (ADR 0056).

A job is a row that its page shows. Who does it holds an advisory lock on it, so a job whose process was killed is free
again at once and is done anew; what it does must bear that. Each step of it asks as whoever asked for it.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from xiafang.accounts import standing
from xiafang.accounts.models import User
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.standing import Standing
from xiafang.adapters.sheets import Unusable
from xiafang.ledgers.models import Job, Outcome, Upload, Work

MOST_WAITING = 5  # of one person, so that nobody else waits for them all
MOST_TRIES = 3
REST = 2.0  # seconds before what had to wait is tried again
SAID_EVERY = 0.5  # seconds between two words on how far it is
FAILED = "办理时出错，已经停下：请再试一次；仍然如此的，请把时间告诉系统管理员，在服务日志中可以查到原因。"
ABANDONED = f"办理中断了 {MOST_TRIES} 次，没有办完：请告诉系统管理员，在服务日志中可以查到原因。"
_LOCK = 0x586A
_WAITING = "SELECT job, asking, work FROM ledgers_waiting() WHERE work = ANY (%s)"
_TAKE = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
_GIVE_BACK = "SELECT pg_advisory_unlock(%s, hashtext(%s))"

log = logging.getLogger("xiafang.jobs")
_resting: dict[UUID, float] = {}  # what had to wait → until when, by this process's clock


class Stopped(Exception):  # noqa: N818 - asked for
    """Whoever asked for the work wants no more of it, or has put its file away."""


class Busy(Exception):  # noqa: N818 - it is only to wait
    """Something else is to end first; the message says what."""


def ask(work: Work, *, by: User, upload: Upload | None = None, asked: Mapping[str, Any] | None = None) -> Job:
    """Ask for work; what is asked for already is not asked for twice. Raises NotAllowed when too much of `by` waits."""
    waiting = Job.objects.filter(user=by, ended_at=None)
    facts = dict(asked or {})
    for _ in range(2):
        if same := waiting.filter(upload=upload, asked=facts).first():
            return same
        if waiting.count() >= MOST_WAITING:
            raise NotAllowed(f"您已有 {MOST_WAITING} 项在后台办理：请等其中一项办完，或者停止一项，然后再试。")
        with suppress(IntegrityError), transaction.atomic():  # somebody was quicker: a second click
            return Job.objects.create(work=work, user=by, upload=upload, asked=facts, asked_at=timezone.now())
    raise NotAllowed("正在办理同一件事：请稍候再试。")


def stop(job: Job) -> None:
    """End what waits at once, and what is under way at its next step. What is written stays."""
    with held(job.pk) as nobody_else:
        end = {"outcome": Outcome.STOPPED, "ended_at": timezone.now(), "said": ""} if nobody_else else {}
        Job.objects.filter(pk=job.pk, ended_at=None).update(stop=True, **end)


class Running:
    """A job under way, as what does it sees it."""

    def __init__(self, job: Job, user: User) -> None:
        self.job, self.user = job, user
        self._rows, self._said = 0, 0.0

    @contextmanager
    def asking(self) -> Iterator[Standing]:
        """Open a transaction in which whoever asked for the job asks. Raises NotAllowed for who may no longer."""
        with standing.asking(self.user, on=timezone.localdate()) as known:
            if not any(known.roles.values()):
                raise NotAllowed("账号已停用或者没有角色，不能再办理：请联系安全管理员。")
            yield known

    @contextmanager
    def named(self) -> Iterator[None]:
        """Open a transaction in which what is only that person's is written, whatever roles are left."""
        with _named(self.user):
            yield

    def done(self, rows: int) -> None:
        """Count rows that are done with."""
        self._rows += rows

    def go_on(self) -> None:
        """Say how far it is, now and then, outside of transactions. Raises Stopped."""
        if (now := time.monotonic()) - self._said >= SAID_EVERY:
            self._said = now
            with _named(self.user):
                if not Job.objects.filter(pk=self.job.pk, stop=False).update(rows=self._rows, said=""):
                    raise Stopped

    def expect(self, total: int) -> None:
        """Say how many rows there will be."""
        with _named(self.user):
            Job.objects.filter(pk=self.job.pk).update(total=total)

    def end(self, outcome: Outcome, said: str = "") -> None:
        """Enter how it ended."""
        _resting.pop(self.job.pk, None)
        with _named(self.user):
            Job.objects.filter(pk=self.job.pk).update(
                outcome=outcome, said=said[:500], ended_at=timezone.now(), rows=self._rows
            )

    def wait(self, why: str) -> None:
        """Leave it for later, and say why."""
        _resting[self.job.pk] = time.monotonic() + REST
        with _named(self.user):
            Job.objects.filter(pk=self.job.pk).update(said=why[:500], tries=F("tries") - 1)


Handler = Callable[[Running], str | None]
"""Does a job; what it returns is kept as what is said of its end."""


def work(handlers: Mapping[Work, Handler], only: Sequence[Work] = tuple(Work)) -> int:
    """Do what waits, the oldest first, but what others are doing; return how many jobs ended."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [list(only)])
        waiting = cursor.fetchall()
    return sum(_take_up(pk, asking, handlers, Work(kind)) for pk, asking, kind in waiting)


def _take_up(pk: UUID, asking: int, handlers: Mapping[Work, Handler], work: Work) -> bool:
    if _resting.get(pk, 0) > time.monotonic():
        return False
    # What is long is done one by one for each person, so that nobody holds up everybody.
    with held(pk) as mine, nullcontext(True) if work == Work.LOOK else held(asking) as turn:
        running = _begin(pk, User.objects.get(pk=asking)) if mine and turn else None
        return running is not None and _do(running, handlers[work])


@contextmanager
def held(pk: UUID | int) -> Iterator[bool]:
    """Hold the lock on a job, or on a person's turn, over any number of transactions; give whether nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [_LOCK, str(pk)])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(_GIVE_BACK, [_LOCK, str(pk)])


def _begin(pk: UUID, user: User) -> Running | None:
    """Return the job when it is still to be done."""
    with _named(user):
        # Waits for whoever is stopping it, and then finds that it has ended.
        if not Job.objects.filter(pk=pk, ended_at=None).update(tries=F("tries") + 1):
            return None
        job = Job.objects.select_related("upload__unit").get(pk=pk)
    running = Running(job, user)
    if job.stop or job.tries > MOST_TRIES:
        running.end(Outcome.STOPPED if job.stop else Outcome.FAILED, "" if job.stop else ABANDONED)
        return None
    return running


def _do(running: Running, handler: Handler) -> bool:
    """Do a job and enter how it ended; return whether it did."""
    try:
        said = handler(running)
    except Busy as busy:
        running.wait(str(busy))
        return False
    except Stopped:
        running.end(Outcome.STOPPED)
    except (NotAllowed, Unusable) as refusal:
        running.end(Outcome.REFUSED, str(refusal))
    except Exception:
        log.exception("job failed")
        running.end(Outcome.FAILED, FAILED)
    else:
        running.end(Outcome.DONE, said or "")
    return True


@contextmanager
def _named(user: User) -> Iterator[None]:
    """Open a transaction in which the job's row is read and written, whatever roles its user has left."""
    with transaction.atomic():
        standing.name(user)
        yield
