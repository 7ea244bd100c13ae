"""What was seen of each row before an import: nothing else is written than that (ADR 0056).

Kept beside the file as sorted eight-byte digests, so that a hundred thousand rows are less than a megabyte.
"""

from array import array
from bisect import bisect_left
from hashlib import blake2b
from pathlib import Path

from xiafang.ledgers.plans import Plan


class Seen:
    """Digests of what rows would become."""

    def __init__(self, digests: "array[int] | None" = None) -> None:
        self._digests = digests or array("Q")

    def add(self, plan: Plan, for_all: str) -> None:
        """Take down a plan that was made while `for_all` held for its table."""
        self._digests.append(_digest(plan, for_all))

    def add_again(self, plan: Plan) -> None:
        """Take down that a row was refused, and is to be looked at again once what stands before it is written."""
        self._digests.append(_again(plan))

    def holds(self, plan: Plan, for_all: str) -> bool:
        """Return whether the very same was seen, or that the row would be looked at again."""
        return any(self._holds(digest) for digest in (_digest(plan, for_all), _again(plan)))

    def _holds(self, digest: int) -> bool:
        place = bisect_left(self._digests, digest)
        return place < len(self._digests) and self._digests[place] == digest

    def write(self, path: Path) -> None:
        """Keep it."""
        path.write_bytes(array("Q", sorted(self._digests)).tobytes())
        path.chmod(0o600)

    @classmethod
    def read(cls, path: Path) -> "Seen":
        """Return what was kept. Raises OSError."""
        digests = array("Q")
        digests.frombytes(path.read_bytes())
        return cls(digests)


def _digest(plan: Plan, for_all: str) -> int:
    return _eight(f"{plan.line.place} {len(plan.lines)} {plan.verdict} {for_all} {plan.said}")


def _again(plan: Plan) -> int:
    return _eight(f"{plan.line.place} again")


def _eight(said: str) -> int:
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "little")
