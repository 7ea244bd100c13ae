"""Lists as tables: headings and rows of typed values, in the words in which a ledger is imported again."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiafang.adapters.sheets import Value

MOST = 5_000
MOST_IN_FULL = 500  # matters whose personal data is exported in full at once: each leaves a trace


@dataclass(frozen=True)
class Exported:
    """A list as a table."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
