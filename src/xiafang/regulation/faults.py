"""What is wrong with a facts document: every fault has a path and a reason."""

from typing import Any, Final

import msgspec

_BREAKS = {code: f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}
_BREAKS |= {ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"}


def on_one_line(text: str) -> str:
    """Return the text with control characters and line breaks spelled out, as JSON would: ids may hold any."""
    return text if text.isprintable() else text.translate(_BREAKS)


class Fault(msgspec.Struct, frozen=True, order=True):
    """A fault at `path` (`$.cases[3].closed_on`); `reason` is a Chinese sentence that says what to do."""

    path: str
    reason: str

    def __str__(self) -> str:
        return on_one_line(f"{self.path}: {self.reason}")


class FactsError(Exception):
    """The document is unusable; nothing of it is evaluated. `faults` are all that were found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class Unusable:
    """Stands where a value cannot be used, so that the checks go on without it."""


UNUSABLE: Final[Any] = Unusable()
"""A value was given, and it is wrong."""

ABSENT: Final[Any] = Unusable()
"""A value had to be given, and was not."""
