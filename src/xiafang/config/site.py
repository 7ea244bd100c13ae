"""The site: the process that answers requests, as the web role from its first line on.

`xiafang serve` is the owner for a moment, to migrate; what answers must never have been, and is not told the owner's
URL. So the site is a program of its own. It reads all of Django while the tables are still being checked, opens when
the word comes on its standard input, and its workers are forked from it, ready at once.
"""

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from xiafang.config.parent import stay_with_parent

THREADS = 8  # of each worker; each keeps a connection; most may wait for what is being sent (config.wsgi)


def main(host: str, port: int, workers: int) -> None:
    """Get ready, wait for the word, serve."""
    signal.signal(signal.SIGTERM, _leave)
    stay_with_parent()
    with suppress(Exception):  # what is wrong with the settings is the parent's to say, who reads the same ones
        _get_ready()
    if not sys.stdin.readline():
        return  # the parent is gone, or had to refuse
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "xiafang.config.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    with _jobs():
        server.serve()


@contextmanager
def _jobs() -> Iterator[None]:
    """Have what is asked for beside the requests done meanwhile."""
    # Python 3.12 warns of any thread beside: the only one there is (config.parent) sleeps, and holds nothing.
    warnings.filterwarnings("ignore", ".* use of fork", DeprecationWarning)
    child = os.fork()
    if child == 0:
        from xiafang.config.jobs import keep_working  # noqa: PLC0415 - as late as the application

        keep_working()
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit


def _get_ready() -> None:
    """Read the application with all its pages, which workers then share."""
    from django.urls import reverse  # noqa: PLC0415

    from xiafang.config import wsgi  # noqa: F401, PLC0415

    reverse("home")  # which reads the addresses, and with them every page's module
    gc.freeze()  # what stands now is never garbage, and stays in memory that is shared


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
