"""What tests of pages ask: a page, the state a form was opened with, and how many queries a page costs."""

import re
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def page(client: Client, path: str, status: int = 200) -> str:
    """Return the page at `path`, which answers with `status`."""
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def version(client: Client, path: str) -> str:
    """Return the state that the form of `path` was opened with."""
    found = re.search(r'name="version" value="(\d*)"', page(client, path))
    assert found
    return found[1]


def opened(html: str) -> dict[str, list[str]]:
    """Return what the form of a page would send if nobody touched it: texts, hidden fields and what is chosen."""
    found = _Fields()
    found.feed(html)
    return found.sent


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._text = name
            self.sent.setdefault(name, [""])
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self._select, []).append(value or "")
        elif tag == "input" and name:
            ticked = given.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in given:
                self.sent.setdefault(name, []).append(value or ("on" if ticked else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sent[self._text] = [self.sent[self._text][0] + data]


def queries(client: Client, path: str) -> int:
    """Return how many queries the page costs when it is opened again."""
    client.get(path)
    with CaptureQueriesContext(connection) as said:
        assert client.get(path).status_code == 200
    return len([query for query in said if "SAVEPOINT" not in query["sql"]])
