"""Sheets that are no ledger, looked at no further than headings may stand."""

from collections.abc import Iterator

import pytest

from xiafang.adapters.sheets import Row, Sheet
from xiafang.ledgers.asides import none_of, why_not
from xiafang.ledgers.kinds.registry import KINDS, MATTERS


def blank(rows: int) -> Sheet:
    def read() -> Iterator[Row]:
        for number in range(1, rows + 1):
            if number > 40:
                pytest.fail("read too far")
            yield Row(number, {})

    return Sheet("空", read)


@pytest.mark.parametrize(("rows", "why"), [(0, "是空的"), (39, "是空的"), (1_000_000, "前40行没有内容")])
def test_a_sheet_of_formats_alone_is_not_read_to_its_end(rows: int, why: str) -> None:
    assert why_not(blank(rows), KINDS.values()) == why


def test_of_many_sheets_the_first_are_named() -> None:
    said = str(none_of([blank(0)] * 8, [MATTERS]))
    assert said.count("是空的") == 5
    assert "其余3张表也不是" in said
    assert "信访事项台账必须有" in said
