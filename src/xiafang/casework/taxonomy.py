"""What matters are about: the two-level taxonomy of the system's business, as data beside the code (taxonomy.json).

Codes stand in matters for good, so an entry is never removed or given another meaning; new ones are added.
"""

from functools import cache
from importlib.resources import files

import msgspec

from xiafang.casework.codes import Path


class Topic(msgspec.Struct, frozen=True):
    """A second-level entry; `default_path` is proposed at acceptance, empty where 条例第三十一条 does not apply.

    `leave_hint` says where else the petitioner has to be led, when the matter leaves the petition procedure.
    """

    code: str
    name: str
    default_path: Path | None
    leave_hint: str = ""


class Field(msgspec.Struct, frozen=True):
    """A first-level entry: a field of business."""

    code: str
    name: str
    key: str
    topics: tuple[Topic, ...]


@cache
def fields() -> tuple[Field, ...]:
    """Return the whole taxonomy, in order."""
    raw = files("xiafang.casework").joinpath("taxonomy.json").read_bytes()
    return msgspec.json.decode(raw, type=tuple[Field, ...])


@cache
def topics() -> dict[str, Topic]:
    """Return every second-level entry by its code."""
    return {topic.code: topic for field in fields() for topic in field.topics}


def name(code: str) -> str:
    """Return the name of a code with its field, such as 公证—收费; the code itself when it is not known."""
    for field in fields():
        for topic in field.topics:
            if topic.code == code:
                return f"{field.name}—{topic.name}"
    return code
