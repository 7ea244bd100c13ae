"""What is done beside the requests, done now."""

from xiafang.ledgers import jobs
from xiafang.web.jobs import HANDLERS


def work() -> int:
    """Do all that waits; return how many jobs that were."""
    done = 0
    while taken_up := jobs.work(HANDLERS):
        done += taken_up
    return done
