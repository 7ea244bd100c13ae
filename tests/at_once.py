"""Two people at once: jobs on connections of their own, which begin when all are there."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*jobs: Callable[[], object], refused: type[Exception] | tuple[type[Exception], ...]) -> list[Exception]:
    """Do the jobs and return what was `refused`; anything else that one raises fails the test."""
    together, raised = threading.Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], object]) -> None:
        try:
            together.wait(10)
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    refusals = [error for error in raised if isinstance(error, refused)]
    assert len(refusals) == len(raised), raised
    return refusals
