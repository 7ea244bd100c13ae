"""What is wrong with a facts document: every fault has a path and a reason."""

from typing import Any, Final

import msgspec


class Fault(msgspec.Struct, frozen=True, order=True):
    """A fault at `path` (`$.cases[3].closed_on`); `reason` is a Chinese sentence that says what to do."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


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
