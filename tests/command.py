"""Run the console command within the tests' own process: quick, and with everything it wrote."""

import gc
import io
import sys
from typing import NamedTuple

import pytest

from xiafang.cli import main


class Ran(NamedTuple):
    """What a run of the command came to."""

    status: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes = b"") -> Ran:
    """Run `xiafang ARGUMENTS…` and return its exit status with what it wrote to standard output and error."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["xiafang", *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True))
        try:
            with pytest.raises(SystemExit) as end:
                main()
        finally:
            gc.enable()  # `check` runs once and ends; here others follow
        sys.stdout.flush()
        status = end.value.code
        assert isinstance(status, int)
        return Ran(status, out.getvalue().decode(), err.getvalue().decode())
