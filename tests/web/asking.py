"""What tests of pages ask: a page, the state a form was opened with, and how many queries a page costs."""

import re

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


def queries(client: Client, path: str) -> int:
    """Return how many queries the page costs when it is opened again."""
    client.get(path)
    with CaptureQueriesContext(connection) as said:
        assert client.get(path).status_code == 200
    return len([query for query in said if "SAVEPOINT" not in query["sql"]])
