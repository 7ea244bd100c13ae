"""What is sent comes whole or not at all, and whoever sends slowly keeps nobody waiting."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from xiafang.config import receiving
from xiafang.config.receiving import Receiving


class Slow(io.RawIOBase):
    """A body of which nothing comes until `go` is set, and then the end."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.go.wait(10)
        return b""


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def ask(site: Receiving, body: Any = b"", length: int | None = None) -> tuple[str, bytes]:
    said: list[str] = []
    source = io.BytesIO(body) if isinstance(body, bytes) else body
    environ = {"wsgi.input": source, "CONTENT_LENGTH": str(len(body) if length is None else length)}
    answer = b"".join(site(environ, lambda status, headers: said.append(status[:3])))
    return said[0], answer


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_what_came_whole_is_given_on(size: int) -> None:
    assert ask(Receiving(echo, forms=1, files=1), b"x" * size) == ("200", b"x" * size)


def test_a_form_that_was_cut_off_is_no_shorter_form() -> None:
    status, answer = ask(Receiving(echo, forms=1, files=1), b"reason=half a sen", length=40)
    assert status == "400"
    assert "没有收全" in answer.decode()


def test_too_much_is_refused_before_it_is_read() -> None:
    assert ask(Receiving(echo, forms=1, files=1), Slow(), length=2 * 2**30)[0] == "413"


def test_slow_senders_leave_threads_for_pages_and_get_their_place_back_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiving, "PATIENCE", 0.02)
    site, slow = Receiving(echo, forms=1, files=1), Slow()
    assert ask(site, slow, length=5)[0] == "408"
    assert ask(site, b"form")[0] == "503"
    assert ask(site, b"photo" * 100_000)[0] == "200"
    assert ask(site)[0] == "200"
    slow.go.set()
    for thread in threading.enumerate():
        if isinstance(thread, receiving._Receipt):
            thread.join(5)
    assert ask(site, b"form") == ("200", b"form")


def test_a_byte_now_and_then_does_not_hold_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dripping(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            time.sleep(0.01)
            return b"x"

    monkeypatch.setattr(receiving, "PATIENCE", 0.05)
    assert ask(Receiving(echo, forms=1, files=1), Dripping(), length=1_000)[0] == "408"
