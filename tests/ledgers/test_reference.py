"""The page about the columns says what the code reads."""

from pathlib import Path

from xiafang.adapters.sheets.tables import key
from xiafang.ledgers import reference
from xiafang.ledgers.kinds.registry import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ledgers.md"


def test_the_page_is_the_columns() -> None:
    assert PAGE.read_text("utf-8") == reference.page(), "write it anew: python -m xiafang.ledgers.reference"


def test_no_heading_means_two_columns_of_one_kind() -> None:
    for ledger in KINDS.values():
        names = [key(name) for column in ledger.columns for name in {column.label, *column.aliases}]
        assert sorted({name for name in names if names.count(name) > 1}) == [], ledger.kind
