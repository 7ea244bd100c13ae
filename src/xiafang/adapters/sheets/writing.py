"""Workbooks and csv files of ours: typed cells, and no formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from xiafang.adapters.sheets.base import Value
from xiafang.adapters.sheets.cells import harmless, plain


def write_xlsx(
    path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]], *, title: str = ""
) -> None:
    """Write sheets of (name, headings, rows), row by row. Widths follow the headings and the first rows."""
    from xiafang.adapters.sheets import painting  # noqa: PLC0415 - openpyxl is slow to read, and serving needs none

    painting.write(path, sheets, title=title)


def write_csv(file: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the same as csv; open `file` with utf-8-sig and newline=''."""
    writer = csv.writer(file)
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow(["" if value is None else _said(plain(value)) for value in row])


def _said(value: Any) -> Any:
    return value.isoformat(" ") if isinstance(value, datetime) else value
