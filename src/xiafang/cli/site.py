"""The program that answers requests (xiafang.config.site), as `xiafang serve` holds it."""

import os
import subprocess
import sys
from contextlib import suppress

PATIENCE = 15.0  # seconds for the answers that are under way


class Site:
    """The running program, as its parent holds it."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        """Start it; it gets ready and waits."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        words = [sys.executable, "-m", "xiafang.config.site", host, str(port), str(workers)]
        self._process = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE)  # noqa: S603 - ours

    def open(self) -> int:
        """Let it listen, until it ends or this process is interrupted; return its exit status."""
        assert self._process.stdin is not None  # noqa: S101 - asked for
        with suppress(BrokenPipeError):
            self._process.stdin.write(b"open\n")
            self._process.stdin.flush()
        return self._process.wait()

    def close(self) -> None:
        """Stop it: what is being answered is answered to its end, unless that takes too long."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self._process.kill()
            self._process.wait()
