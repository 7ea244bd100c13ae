"""Work beside the requests (ledgers.jobs), in a process of its own: what one worker does is no other's to wait for.

Forked from the site (config.site) once that has read everything; as the web role, so row security binds it. One more
thread than is needed for long work looks at files alone: whoever wants to see what a file holds does not wait for the
import of another.
"""

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from django.db import connections
from django.utils import timezone

from xiafang.config.parent import stay_with_parent
from xiafang.ledgers import jobs
from xiafang.ledgers.models import Work
from xiafang.web.jobs import HANDLERS
from xiafang.web.views.ledgers import filing

THREADS: tuple[tuple[Work, ...], ...] = (tuple(Work), tuple(Work), (Work.LOOK,))
FIRST = 1.0  # seconds before anything is done: the site opens meanwhile
EVERY = 0.5  # seconds
PAUSE = 5.0  # seconds after an error

log = logging.getLogger("xiafang.jobs")


def keep_working() -> NoReturn:
    """Have a process do what waits, and start it again should it die; both end when this one is told to."""
    stay_with_parent()
    child = 0

    def leave(number: int, frame: FrameType | None) -> None:
        if child:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)  # what it was writing is not written; the job is done anew
                os.waitpid(child, 0)
        os._exit(0)

    signal.signal(signal.SIGTERM, leave)
    while True:
        child = os.fork()
        if child == 0:
            _work()
        os.waitpid(child, 0)
        child = 0
        time.sleep(1)


def _work() -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    stay_with_parent()
    time.sleep(FIRST)
    filing.keep_halves()
    threads = [threading.Thread(target=_thread, args=(only,), daemon=True) for only in THREADS]
    for thread in threads:
        thread.start()
    while True:
        try:
            filing.clear(timezone.now())
        except OSError:
            log.exception("files are not cleared")
        time.sleep(3600)


def _thread(only: tuple[Work, ...]) -> None:
    while True:
        try:
            while jobs.work(HANDLERS, only):
                pass
            pause = EVERY
        except Exception:  # most of all a database that is away; the thread must outlive it
            log.exception("jobs wait")
            connections.close_all()
            pause = PAUSE
        time.sleep(pause)
