"""The page on the facts document names every key of every object, says which are required, and lists every code."""

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from xiafang.regulation.facts import Facts

PAGE = (Path(__file__).parents[2] / "docs/reference/facts.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
ROW = re.compile(r"^\| `([a-z_]+)` \| (是|否) \| [^|]+ \|(.*)\|$", re.MULTILINE)


def objects(struct: type[msgspec.Struct], path: str = "$") -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Give every object of the document with its path."""
    yield path, struct
    for field in msgspec.structs.fields(struct):
        within = f"{path}.{field.encode_name}".removeprefix("$.")
        for inner, is_list in structs(field.type):
            yield from objects(inner, f"{within}[]" if is_list else within)


def structs(annotation: object, *, in_list: bool = False) -> Iterator[tuple[type[msgspec.Struct], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation, in_list
    for part in typing.get_args(annotation):
        yield from structs(part, in_list=in_list or typing.get_origin(annotation) is list)


def codes(annotation: object) -> Iterator[str]:
    if typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
    else:
        for part in typing.get_args(annotation):
            yield from codes(part)


OBJECTS = dict(objects(Facts))


def test_every_object_has_a_section_and_no_other() -> None:
    assert set(SECTIONS) == set(OBJECTS)


@pytest.mark.parametrize("path", OBJECTS)
def test_the_section_names_every_key(path: str) -> None:
    rows = {key: required == "是" for key, required, _ in ROW.findall(SECTIONS[path])}
    assert rows == {field.encode_name: field.required for field in msgspec.structs.fields(OBJECTS[path])}


@pytest.mark.parametrize("path", OBJECTS)
def test_the_section_lists_every_code(path: str) -> None:
    said = {key: set(re.findall(r"`([a-z_]+)`", words)) for key, _, words in ROW.findall(SECTIONS[path])}
    for field in msgspec.structs.fields(OBJECTS[path]):
        expected = set(codes(field.type))
        assert not expected or said[field.encode_name] == expected, field.name
