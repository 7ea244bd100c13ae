"""Taking in what is sent, before the workplace is asked: it comes whole, and those who send slowly keep nobody waiting.

A thread that waits for the rest of a form answers nobody else. So only some of a worker's threads wait at one time, for
as long as something comes; and a form that was cut off on its way is not taken for a shorter one.
"""

import threading
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

LARGEST = 256 * 2**20  # of all that one form sends; what a single file may have, its page says
PATIENCE = 30.0  # seconds without a further piece
SLOWEST = 10_000  # bytes a second, over all of it: a place is not held by a byte now and then
A_MOMENT = 0.1  # seconds to wait for a place: what comes at once is soon through
_PIECE = 2**14
_IN_MEMORY = 2**18  # bytes; what is larger brings files
_WORDS = {
    "400 Bad Request": "提交的内容没有收全，什么都没有写入：请检查网络后重新提交。",
    "408 Request Timeout": "提交的内容迟迟没有传完，什么都没有写入：请检查网络后重新提交。",
    "413 Content Too Large": f"提交的内容超过 {LARGEST // 2**20} MB：请减少或压缩文件，分几次上传。",
    "503 Service Unavailable": "同时提交的人太多，什么都没有写入：请稍候再提交。",
}


class Receiving:
    """An application that is given what was sent only when all of it is there."""

    def __init__(self, application: Application, *, forms: int, files: int) -> None:
        """Take in for `application`, at one time at most so many `forms` of words alone and so many with `files`."""
        self._application = application
        self._forms, self._files = threading.BoundedSemaphore(forms), threading.BoundedSemaphore(files)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, after the body has come or with why it was not taken."""
        said = environ.get("CONTENT_LENGTH") or "0"
        length = int(said) if said.isascii() and said.isdecimal() else 0
        if length == 0:
            return self._application(environ, start_response)
        if length > LARGEST:
            return _refuse("413 Content Too Large", start_response)
        places = self._files if length > _IN_MEMORY else self._forms  # an office's photos do not hold up its forms
        if not places.acquire(timeout=A_MOMENT):
            return _refuse("503 Service Unavailable", start_response)
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            receipt = _Receipt(environ["wsgi.input"], body, length, places)
            if why := receipt.awaited():
                return _refuse(why, start_response)
            body.seek(0)
            return self._application(environ | {"wsgi.input": body}, start_response)


class _Receipt(threading.Thread):
    """The taking in of one body; gives its place back when nothing more will come, even after nobody waits any more."""

    def __init__(self, source: IO[bytes], body: IO[bytes], length: int, places: threading.BoundedSemaphore) -> None:
        super().__init__(daemon=True)
        self._source, self._body, self._length, self._places = source, body, length, places
        self._left = length
        self._given_up = False
        self.start()

    def awaited(self) -> str:
        """Wait for all of it; return the status to refuse with, "" when all is there."""
        before, until = self._length + 1, monotonic() + PATIENCE + self._length / SLOWEST
        while self.is_alive() and self._left < before and monotonic() < until:
            before = self._left
            self.join(PATIENCE)
        if self.is_alive():
            self._given_up = True
            return "408 Request Timeout"
        return "400 Bad Request" if self._left else ""

    def run(self) -> None:
        """Copy until the end, a cut, or nobody waits for it."""
        try:
            while self._left and (piece := self._source.read(min(_PIECE, self._left))) and not self._given_up:
                self._body.write(piece)
                self._left -= len(piece)
        except (OSError, ValueError):  # the sender is gone, or the disk is full: not all of it is there
            return
        finally:
            self._places.release()


def _refuse(status: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"), ("Retry-After", "10")]
    start_response(status, headers)
    return [_WORDS[status].encode()]
