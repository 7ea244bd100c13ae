"""The page about the life of a matter says what the table says."""

from pathlib import Path

from xiafang.casework import life, reference
from xiafang.casework.codes import State

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "matters.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text("utf-8") == reference.page(), "write it anew: python -m xiafang.casework.reference"


def test_a_void_or_merged_matter_is_at_its_end() -> None:
    assert life.possible(State.VOIDED) == life.possible(State.MERGED) == []
    assert "accept" in [step.act for step in life.possible(State.RECEIVED)]


def test_every_step_names_who_and_on_what_article() -> None:
    for step in life.STEPS.values():
        assert step.who, step.act
        assert step.cite, step.act
