"""Every interpreted number has its page, with the number of the pack; the code cites every page."""

import re
from pathlib import Path

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.regulation.policy import load_policy
from xiafang.regulation.registry import DUTIES

ROOT = Path(__file__).parents[2]
READINGS = ROOT / "docs/readings"
PAGES = {page.name[:4]: page for page in READINGS.glob("[0-9]*.md")}
TEXTS = {number: page.read_text("utf-8") for number, page in PAGES.items()}
CITED = re.compile(r"docs/readings/(?P<first>\d{4})(?P<more>(?:(?:, |–)\d{4})*)")


def parameters(text: str) -> dict[str, str]:
    line = re.search(r"^- 参数：(.*)$", text, re.MULTILINE)
    assert line
    return dict(re.findall(r"`([^`]+)` = `([^`]+)`", line[1]))


def cited() -> set[str]:
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for match in CITED.finditer(path.read_text("utf-8")):
            numbers = re.split(r"(, |–)", match["first"] + match["more"])
            found.add(numbers[0])
            for sign, number in zip(numbers[1::2], numbers[2::2], strict=True):
                first = number if sign == ", " else numbers[numbers.index(number) - 2]
                found |= {f"{n:04}" for n in range(int(first), int(number) + 1)}
    return found


def test_numbers_run_without_a_gap() -> None:
    assert sorted(PAGES) == [f"{number:04}" for number in range(1, len(PAGES) + 1)]


def test_each_page_begins_with_its_number() -> None:
    assert [number for number, text in TEXTS.items() if not re.match(rf"# {number} [A-Z“]", text)] == []


def test_every_interpreted_parameter_has_one_page_with_its_value() -> None:
    told = [(name, value) for text in TEXTS.values() for name, value in parameters(text).items()]
    pack = load_policy().parameters
    assert len(told) == len(dict(told))
    assert dict(told) == {name: p.shown for name, p in pack.items() if p.basis == "interpreted"}


def test_the_pages_name_duties_that_exist() -> None:
    for number, text in TEXTS.items():
        line = re.search(r"^- 职责：(.*)$", text, re.MULTILINE)
        assert line, number
        assert set(re.findall(r"`([^`]+)`", line[1])) <= set(DUTIES), number


def test_the_code_cites_every_page_and_none_that_does_not_exist() -> None:
    assert cited() == set(PAGES)


def test_the_index_lists_every_page() -> None:
    index = (READINGS / "README.md").read_text("utf-8")
    assert re.findall(r"^\| \[\d{4}\]\(([^)]+)\)", index, re.MULTILINE) == [PAGES[n].name for n in sorted(PAGES)]
