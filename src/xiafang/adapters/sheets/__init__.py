"""Spreadsheets as offices keep them: xlsx and csv in bounded memory, tables found, and written (ADR 0049)."""

from xiafang.adapters.sheets.base import Broken, Row, Sheet, Unusable, Value, letters
from xiafang.adapters.sheets.opening import Book, open_book
from xiafang.adapters.sheets.tables import Heading, Record, Table

__all__ = [
    "Book",
    "Broken",
    "Heading",
    "Record",
    "Row",
    "Sheet",
    "Table",
    "Unusable",
    "Value",
    "letters",
    "open_book",
]
