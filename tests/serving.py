"""What tests need that start a server: a port of their own, and to know when it answers; the real site, whole."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xiafang.postgres.embedded import Embedded


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when `url` answers; fails when `process` ends before or when it takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer within {seconds} seconds")


@contextmanager
def serving(server: Embedded) -> Iterator[str]:
    """Run the real server, in a process of its own, as the web role on the test database; give its address.

    Its settings are the product's, but for how passwords are hashed (served.py). It does all that is asked for beside
    the requests, so it must have ended before tests that do such work themselves.
    """
    from django.db import connection  # noqa: PLC0415 - pure tests run without Django

    port = free_port()
    url = server.url("xiafang_web", str(connection.settings_dict["NAME"]))
    environment = {name: value for name, value in os.environ.items() if name != "XIAFANG_DATABASE_ROLE"}
    environment |= {"DJANGO_SETTINGS_MODULE": "served", "PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("xiafang"), "serve", "--port", str(port), "--workers", "1"],
        env=environment | {"XIAFANG_WEB_DATABASE_URL": url, "XIAFANG_LOG_LEVEL": "WARNING"},
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
