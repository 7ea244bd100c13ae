"""Find matters: by words, state, unit and whatever else a list is narrowed to, in an order, one page at a time.

One function of the database does it, `casework_find`. It steps over row security, because words cannot use their index
under a policy and because the planner takes one matter in a hundred for seen, whoever asks; it repeats the policy's own
predicate (predicates.sees) with the arrays of whoever asks, so the planner knows how much that is. It returns ids: the
rows are then read under the policy (ADR 0042). A test holds the function to the policy.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from xiafang.casework.models import Matter
from xiafang.casework.search import plain

Order = Literal["received", "due", "number"]  # what a page is sorted by
WORDS = 5  # words that are looked for at once; the others would hardly narrow anything
LONGEST_WORD = 40


def words_of(text: str) -> list[str]:
    """Return the words in what somebody typed, as they are compared; at most WORDS, each cut to LONGEST_WORD."""
    return [word[:LONGEST_WORD] for word in plain(text.replace("\x00", " ")).split()][:WORDS]


def find(
    words: list[str],
    asked: Mapping[str, Any],
    *,
    order: Order = "received",
    beyond: list[str] | None = None,
    backwards: bool = False,
    most: int,
) -> list[UUID]:
    """Return the ids of at most `most` matters that whoever asks may see, in `order`, behind the key `beyond`.

    `asked` narrows: open, states, units (with what stands below), kind, grade, topic (its beginning), channel, flag,
    since, until, due_before, due_since, mine (handling | sponsoring | confirming). `backwards` gives those before the
    key, the nearest first. Ordered by due are those alone whose limit runs. One query.
    """
    given = {name: value for name, value in asked.items() if value not in (None, "", [], False)}
    given |= {"order": order, "backwards": backwards}
    if beyond is not None:
        given["beyond"] = beyond
    return _ask("SELECT array(SELECT casework_find(%s, %s::jsonb, %s))", words, given, most)  # type: ignore[no-any-return]


def count(words: list[str], asked: Mapping[str, Any], *, order: Order = "received", most: int) -> int:
    """Return how many `find` would give, `most` where there are more; in no order, which is cheaper. One query."""
    given = {name: value for name, value in asked.items() if value not in (None, "", [], False)} | {"order": "none"}
    if order == "due":
        given["running"] = True
    return int(_ask("SELECT count(*) FROM casework_find(%s, %s::jsonb, %s)", words, given, most))


def key(matter: Matter, order: Order, due_on: date | None) -> list[str]:
    """Return the key of a matter in `order`: what `beyond` takes."""
    if order == "number":
        return [str(matter.year), str(matter.serial), str(matter.pk)]
    return [str(due_on if order == "due" else matter.received_on), str(matter.pk)]


def _ask(sql: str, words: list[str], given: dict[str, Any], most: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, [words, DjangoJSONEncoder().encode(given), most])
        return cursor.fetchone()[0]
