"""The glossary is one to one, and holds every word of the facts, the organizations and the roles."""

import ast
import re
import typing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from xiafang.regulation import facts, findings, outline

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src/xiafang"
ROW = re.compile(r"^\| (?P<term>[^|]+) \| `(?P<identifier>[^`]+)` \| (?P<where>[^|]+) \|", re.MULTILINE)
ROWS = [match.groupdict() for match in ROW.finditer((ROOT / "docs/glossary.md").read_text("utf-8"))]
TERMS = {row["identifier"]: row["term"] for row in ROWS}
PINYIN = re.compile(r"xinfang|xiafang|jiefang|baoan|jieban|banjie|huajie|tongbao|chengban|shouli|dengji|zhuansong")


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def structs() -> Iterator[type[msgspec.Struct]]:
    for name, value in vars(facts).items():
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and not name.startswith("_"):
            yield value


def codes(annotation: object) -> Iterator[str]:
    """Give the codes of every Literal within a type."""
    if typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
    else:
        for part in typing.get_args(annotation):
            yield from codes(part)


def codes_of_facts() -> set[str]:
    return {
        f"{field.name}.{code}"
        for struct in structs()
        for field in msgspec.structs.fields(struct)
        for code in codes(field.type)
    }


def classes(path: str) -> Iterator[ast.ClassDef]:
    tree = ast.parse((SOURCES / path).read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base) for base in node.bases}


def choices(path: str) -> dict[str, str]:
    """Return `field.code` → label of the TextChoices of a module."""
    found = {}
    for node in classes(path):
        if "models.TextChoices" in bases(node):
            for statement in node.body:
                if isinstance(statement, ast.Assign):
                    code, label = ast.literal_eval(statement.value)
                    found[f"{snake(node.name)}.{code}"] = label
    return found


def test_the_page_has_rows() -> None:
    assert len(ROWS) > 100


@pytest.mark.parametrize("side", ["term", "identifier"])
def test_every_word_stands_once(side: str) -> None:
    counts = Counter(row[side].strip() for row in ROWS)
    assert [word for word, count in counts.items() if count > 1] == []


def test_identifiers_are_plain_english() -> None:
    assert [name for name in TERMS if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name)] == []
    assert [name for name in TERMS if PINYIN.search(name)] == []


def test_terms_are_chinese() -> None:
    assert [term for term in TERMS.values() if not re.fullmatch(r"[\u4e00-\u9fff（）、]+", term)] == []


def test_every_struct_of_the_facts_stands_here() -> None:
    assert {snake(struct.__name__) for struct in structs()} - set(TERMS) == set()


def test_every_code_of_the_facts_stands_here() -> None:
    assert codes_of_facts() - set(TERMS) == set()


@pytest.mark.parametrize("path", ["organizations/models.py", "accounts/models.py"])
def test_every_model_stands_here(path: str) -> None:
    models = {snake(node.name) for node in classes(path) if bases(node) & {"models.Model", "AbstractBaseUser"}}
    assert models
    assert models - set(TERMS) == set()


@pytest.mark.parametrize("path", ["organizations/models.py", "organizations/kinds.py", "accounts/roles.py"])
def test_every_choice_stands_here_as_it_is_labelled(path: str) -> None:
    labelled = choices(path)
    assert labelled
    assert {name: TERMS.get(name) for name in labelled} == labelled


def test_the_states_of_findings_and_clauses_stand_here() -> None:
    expected = {f"status.{code}" for code in codes(findings.Status)} | {
        f"state.{code}" for code in codes(outline.State)
    }
    assert expected - set(TERMS) == set()
    assert {TERMS[f"state.{code}"] for code in outline.STATE_NAMES} == set(outline.STATE_NAMES.values())


def test_no_code_stands_here_that_is_not_in_use() -> None:
    known = codes_of_facts() | {f"status.{code}" for code in codes(findings.Status)}
    known |= {f"state.{code}" for code in codes(outline.State)} | {"basis.stated", "basis.interpreted"}
    for path in ("organizations/models.py", "organizations/kinds.py", "accounts/roles.py"):
        known |= set(choices(path))
    assert {name for name in TERMS if "." in name} - known == set()
