"""Both READMEs are built alike, their map of the tree is true and complete, and every link between pages resolves."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.regulation.registry import DUTIES

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
CODE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
MAP_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
GENERATED = {".venv", "build", "dist", "node_modules", "var"}


@cache
def files() -> list[Path]:
    """Return the files of the project: those git knows, or all but the generated ones where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        named = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
        return [path for path in named if path.is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and not GENERATED & set(p.relative_to(ROOT).parts)]


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def prose(text: str) -> str:
    return CODE.sub("", text)


def levels(text: str) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(prose(text))]


def mapped(text: str) -> list[str]:
    return MAP_ROW.findall(text)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the common renderers make them."""
    titles = (title for _, title in HEADING.findall(prose(page.read_text("utf-8"))))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links() -> Iterator[tuple[Path, str]]:
    for page in pages():
        for target in LINK.findall(prose(page.read_text("utf-8"))):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def test_both_readmes_have_the_same_headings() -> None:
    assert levels(ENGLISH) == levels(CHINESE)


def test_both_readmes_have_the_same_code_blocks() -> None:
    assert CODE.findall(ENGLISH) == CODE.findall(CHINESE)
    assert "$ make run" in ENGLISH
    assert "$ make test" in ENGLISH


def test_both_readmes_show_the_same_links() -> None:
    between = {"README.md", "README.zh-CN.md"}
    found = [set(LINK.findall(text)) - between for text in (ENGLISH, CHINESE)]
    assert found[0] == found[1]


def test_both_maps_have_the_same_paths() -> None:
    assert mapped(ENGLISH) == mapped(CHINESE)


@pytest.mark.parametrize("path", mapped(ENGLISH))
def test_the_map_names_what_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_map_names_every_package_and_every_folder() -> None:
    packages = {f"src/xiafang/{p.parent.name}" for p in files() if p.match("src/xiafang/*/__init__.py")}
    folders = {p.relative_to(ROOT).parts[0] for p in files() if len(p.relative_to(ROOT).parts) > 1}
    folders = {folder for folder in folders if not folder.startswith(".")} - {"src"}
    assert packages
    assert packages | folders <= set(mapped(ENGLISH))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for _, target in (link for link in links() if link[0] == page):
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def test_the_index_names_every_page_for_readers() -> None:
    index = ROOT / "docs/README.md"
    named = {(index.parent / path).resolve() for path in LINK.findall(index.read_text("utf-8"))}
    kinds = ("tutorial", "howto", "reference", "explanation")
    assert {page for page in pages() if page.parent.name in kinds} - named == set()


def test_the_readmes_count_the_duties_right() -> None:
    duties = len(DUTIES)
    articles = len({re.sub(r"(?<=条)第.+$", "", duty.article) for duty in DUTIES.values()})
    assert f"{duties} duties of {articles} articles" in ENGLISH
    assert f"{articles}个条文的{duties}项职责" in CHINESE
