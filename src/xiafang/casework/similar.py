"""Matters that are likely the same as one being registered: the same petitioner, outside number or words.

Read under row security as whoever registers: what is out of their sight is not found, and nothing tells of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from xiafang.accounts.models import User
from xiafang.casework.codes import Flag
from xiafang.casework.models import Matter
from xiafang.casework.search import plain

SHOWN = 6
NAME, NUMBER, WORDS = "同名信访人", "编号相同", "概况相近"
_LOOKED_AT = 60  # of one ground: more than that, and it says nothing
# What stands in every title says nothing about this one; between such words stands what it is about.
_COMMON = re.compile(r"反映|关于|要求|请求|投诉|举报|申请|咨询|问题|情况|事项|有关|一事|的|对|[^\w]+")
_WORD, _MOST_WORDS = 4, 3

_CANDIDATES = """
(SELECT matter_id, %(NAME)s FROM casework_petitioner WHERE name = ANY (%(names)s) LIMIT %(most)s)
UNION (SELECT matter_id, %(NUMBER)s FROM casework_item WHERE external_number = ANY (%(numbers)s) LIMIT %(most)s)
UNION (SELECT id, %(NUMBER)s FROM casework_matter WHERE external_number = ANY (%(numbers)s) LIMIT %(most)s)
UNION (SELECT id, %(WORDS)s FROM casework_find(%(words)s, '{"order": "received"}', %(found)s) AS id)
"""


@dataclass(frozen=True)
class Likely:
    """A matter, and what it has in common with what was entered."""

    matter: Matter
    why: str


def similar(*, by: User, names: Iterable[str], numbers: Iterable[str], title: str = "") -> list[Likely]:
    """Return the likeliest matters that `by` sees, those with most in common first, then the latest. Two queries.

    A petitioner who asked for confidentiality is not given away by a name that somebody types.
    """
    grounds = _candidates(sorted({*map(str.strip, names)} - {""}), sorted({*map(str.strip, numbers)} - {""}), title)
    if not grounds:
        return []
    rows = Matter.objects.visible_to(by).filter(pk__in=grounds).select_related("responsible", "registering")
    said = {row: [why for why in grounds[row.pk] if why != NAME or Flag.CONFIDENTIAL not in row.flags] for row in rows}
    found = [row for row in said if said[row]]
    found.sort(key=lambda row: (len(said[row]), row.received_on), reverse=True)
    return [Likely(row, "、".join(said[row])) for row in found[:SHOWN]]


def telling(title: str) -> list[str]:
    """Return the words of a title that tell it from others: 律师收费 of 反映律师收费退费问题."""
    pieces = [piece[:_WORD] for piece in _COMMON.split(plain(title)) if len(piece) > 1]
    return list(dict.fromkeys(pieces))[:_MOST_WORDS]


def _candidates(names: list[str], numbers: list[str], title: str) -> dict[UUID, list[str]]:
    words = telling(title)
    if not (names or numbers or words):
        return {}
    asked: dict[str, Any] = {
        "names": names,
        "numbers": numbers,
        "words": words,
        "most": _LOOKED_AT,
        "found": SHOWN if words else 0,
    }
    said = {"NAME": NAME, "NUMBER": NUMBER, "WORDS": WORDS}
    grounds: dict[UUID, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked | said)
        for pk, why in cursor.fetchall():
            grounds.setdefault(pk, []).append(why)
    return {pk: sorted(found) for pk, found in grounds.items()}
