"""How far long work is: a bar on standard error where that is a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int], None]


@contextmanager
def bar(what: str, unit: str, total: int | None = None) -> Iterator[Tell]:
    """Show `what` is done, how many `unit` of `total` (None: not known before) are, and the time that it took.

    Gives what is to be told how many more are done.
    """
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second, only for who looks on
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    counted = "{task.completed:,} " + unit if total is None else "{task.completed:,}/{task.total:,} " + unit
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn(counted), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total)
        yield lambda more: progress.advance(task, more)
