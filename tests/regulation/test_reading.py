"""Reading a facts document: every fault of form, all at once, each with its path."""

# ruff: noqa: S311 (nothing here is a secret)

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings

from oracle.documents import facts_document, facts_documents, write
from regulation.documents import faults
from regulation.whole import FULL, changed
from xiafang.regulation import reading
from xiafang.regulation.faults import FactsError, Fault
from xiafang.regulation.reading import read_facts


def test_a_document_with_every_key_is_sound() -> None:
    assert faults(FULL) == []


def test_the_least_document() -> None:
    least = {
        "year": 2026,
        "as_of": "2026-01-01",
        "office": "d",
        "organizations": [{"id": "d", "name": "", "kind": "provincial_department"}],
    }
    assert faults(least) == []


def leaves(value: Any, path: str = "$") -> list[tuple[str, Any]]:
    """Every key and entry of a document with its path."""
    found: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(f"{path}.{key}", inner), *leaves(inner, f"{path}.{key}")]
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += [(f"{path}[{place}]", inner), *leaves(inner, f"{path}[{place}]")]
    return found


EVERYWHERE = leaves(FULL)
COUNTS = {"days", "received"}


@pytest.mark.parametrize("wrong", [None, 1.0, {"?": 1}, [[]], "　", -1, True, 10**30], ids=repr)
def test_a_wrong_value_is_named_wherever_it_stands(wrong: Any) -> None:
    """The path of the value or one below it is among the faults, unless the value is right there."""
    for path, value in EVERYWHERE:
        key = path.rpartition(".")[2]
        if isinstance(wrong, str) and key in {"id", "name", "title", "reason"}:
            continue  # any text will do
        if isinstance(wrong, bool) and isinstance(value, bool):
            continue
        if (
            isinstance(wrong, int)
            and path != "$.year"
            and (key == "year" or (wrong > 0 and key in {"days", "received"}))
        ):
            continue  # a year of a paper may be any integer, a count any that is not negative
        found = faults(changed((path, wrong)))
        assert any(fault.startswith(path) for fault in found), (path, wrong, found)


def test_a_missing_key_is_named() -> None:
    required = 0
    for path, _ in EVERYWHERE:
        if path.endswith("]"):
            continue
        found = faults(changed((path, ...)))
        if path in found:
            required += 1
    # $ 3; organization 3 and 9 parents; 2 + 4 + 3; 5 + 4 + 3 + 5 + 5 (two visits, one cancelled_on) + 4 + 3 …
    assert required > 70


def test_an_unknown_key_is_named_in_every_object() -> None:
    for path, value in [("$", FULL), *EVERYWHERE]:
        if isinstance(value, dict):
            where = f"{path}.colour"
            assert faults(changed((where, "red"))) == [where]


@pytest.mark.parametrize(
    "wrong",
    [
        "2026-02-30",
        "2026-2-3",
        "20260203",
        "2026-W06-2",
        "2026-02-03T00:00:00",
        "2026-02-03 ",
        "２０２６-02-03",
        "0000-01-01",
        "10000-01-01",
        "",
    ],
)
def test_a_date_is_written_exactly(wrong: str) -> None:
    for path in ("$.as_of", "$.cases[0].received_on", "$.calendar.holidays[0]"):
        assert path in faults(changed((path, wrong)))


@pytest.mark.parametrize(
    ("value", "sound"),
    [(1, True), (9998, True), (0, False), (9999, False), (-1, False), ("2026", False), (2026.0, False)],
)
def test_the_year(value: Any, sound: bool) -> None:
    assert faults(changed(("$.year", value))) == ([] if sound else ["$.year"])


@pytest.mark.parametrize("half", ["2026H3", "2026H0", "2026-H1", "26H1", "2026h1", "2026H1\n", "２０２６H1"])
def test_a_half(half: str) -> None:
    assert faults(changed(("$.bulletins[0].half", half))) == ["$.bulletins[0].half"]


BARE = b'{"year": 2026, "as_of": "2026-01-01", "office": "d", "organizations": [%s]%s}'
ROOT = b'{"id": "d", "name": "", "kind": "provincial_department"}'


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(BARE % (ROOT, b""), [], id="sound"),
        pytest.param(b"\xef\xbb\xbf" + BARE % (ROOT, b""), [], id="a byte order mark"),
        pytest.param(b"", ["$"], id="empty"),
        pytest.param(b" \n", ["$"], id="blank"),
        pytest.param(b"[]", ["$"], id="a list"),
        pytest.param(b"null", ["$"], id="null"),
        pytest.param(b'"x"', ["$"], id="a text"),
        pytest.param(b"{", ["$"], id="cut off"),
        pytest.param((BARE % (ROOT, b"")).decode().encode("utf-16"), ["$"], id="UTF-16"),
        pytest.param((BARE % (ROOT, b"")).decode().encode("utf-16-le"), ["$"], id="UTF-16 without a mark"),
        pytest.param((BARE % (ROOT, ', "policy": "湖北"'.encode("gb18030"))), ["$"], id="GB18030"),
        pytest.param(BARE % (ROOT, b', "policy": NaN'), ["$"], id="NaN"),
        pytest.param(BARE % (ROOT, b', "policy": -Infinity'), ["$"], id="Infinity"),
        pytest.param(BARE % (ROOT, b', "policy": ' + b"[" * 100_000), ["$"], id="nested too deep, cut off"),
        pytest.param(BARE % (ROOT, b', "x": ' + b"[" * 100_000 + b"]" * 100_000), ["$"], id="nested too deep"),
        pytest.param(BARE % (ROOT, b', "policy": "\\ud800"'), ["$"], id="half of a surrogate pair"),
        pytest.param(BARE % (ROOT, b', "\\udc00": 1'), ["$"], id="half of a surrogate pair in a key"),
        pytest.param(BARE % (ROOT, b', "policy": "\xed\xa0\x80"'), ["$"], id="half of a surrogate pair as bytes"),
        pytest.param(BARE % (ROOT, b', "policy": "\\ud83d\\ude00"'), ["$.policy"], id="a whole surrogate pair"),
        pytest.param(BARE % (ROOT, b', "x": ' + b"9" * 5000), ["$"], id="a number of 5,000 digits"),
        pytest.param(BARE % (ROOT, b', "policy": 1e999'), ["$.policy"], id="a number beyond all numbers"),
        pytest.param(BARE % (ROOT, b', "office": "d"'), ["$.office"], id="a key twice"),
        pytest.param(BARE % (ROOT, b', "offic\\u0065": "d"'), ["$.office"], id="a key twice, once escaped"),
        pytest.param(BARE % (ROOT, b', "office": ":"'), ["$.office"], id="a key twice, a colon in its value"),
        pytest.param(BARE % (ROOT, b', "policy": "\\u003a", "policy": "hubei-justice"'), ["$.policy"], id="hid"),
        pytest.param(BARE % (ROOT[:-1] + b', "id": "d"}', b""), ["$.organizations[0].id"], id="twice further down"),
        pytest.param(
            BARE % (ROOT, b', "officials": [{"id": "p", "name": "", "posts": [], "name": ""}]'),
            ["$.officials[0].name"],
            id="twice beside a default that is written out",
        ),
        pytest.param(BARE % (ROOT, b', "a": 1, "a": 2, "a": 3'), ["$.a"], id="an unknown key three times"),
        pytest.param(BARE % (ROOT, b', "a": {"b": 1, "b": 2}'), ["$.a.b", "$.a"], id="twice within the unknown"),
        pytest.param(BARE % (ROOT, b', "a\\nb": 1'), ["$.a\\nb"], id="a key with a line break"),
        pytest.param(BARE % (ROOT, b', "": 1'), ["$."], id="an empty key"),
        pytest.param(BARE % (b"", b""), ["$.organizations", "$.office"], id="no organizations"),
    ],
)
def test_raw_documents(raw: bytes, expected: list[str]) -> None:
    assert set(faults(raw)) == set(expected)


def test_a_fault_is_a_line() -> None:
    """A key with a line break must not tear the output apart, and every reason is one Chinese sentence."""
    with pytest.raises(FactsError) as caught:
        read_facts(BARE % (ROOT, b', "a\\nb": 1, "policy": "x"'))
    lines = str(caught.value).split("\n")
    assert lines == [str(fault) for fault in caught.value.faults]
    assert lines[0] == "$.a\\nb: 没有这一项，请检查拼写或删去。"
    assert str(Fault("$", "原因。")) == "$: 原因。"


def test_many_repeated_keys_are_quick() -> None:
    raw = b"{" + b",".join(b'"k%d": 1' % (n // 2) for n in range(40_000)) + b"}"
    assert len(faults(raw)) == 20_000 + 20_000 + 4  # repeated, unknown; year, as_of, office missing; no department


@pytest.mark.parametrize("reason", ["$: 不是有效的 JSON", "第1行第1列"])
def test_unreadable_json_says_where(reason: str) -> None:
    with pytest.raises(FactsError, match=re.escape(reason)):
        read_facts(b"x")


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(document=facts_documents())
def test_the_straight_way_and_the_thorough_one_read_the_same(document: dict[str, Any]) -> None:
    raw = write(document).encode()
    straight = reading._straight(raw)
    thorough, found = reading._thorough(raw)
    assert found == []
    if straight is not None:  # "null" or a hidden colon may stand in a text
        assert straight == thorough


def test_the_straight_way_is_taken_for_sound_documents() -> None:
    taken = [
        reading._straight(json.dumps(facts_document(random.Random(seed))).encode()) is not None for seed in range(40)
    ]
    assert all(taken)
    assert reading._straight(BARE % (ROOT, b', "officials": [{"id": "p", "name": "", "posts": []}], "plans": []'))


def test_what_is_not_judged_may_be_nested_deeper_than_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some versions of Python read JSON far deeper than their functions may call one another."""
    deep: Any = reading._object([("twice", 1), ("twice", 2)])
    for _ in range(20_000):
        deep = [deep]
    whole = reading._object([("year", 2026), ("as_of", deep), ("office", "d")])
    monkeypatch.setattr(reading, "_load", lambda raw: whole)
    assert set(faults(b"null")) == {f"$.as_of{'[0]' * 20_000}.twice", "$.as_of", "$.organizations", "$.office"}


def test_a_fault_stays_on_its_line() -> None:
    fault = Fault("$.cases[0].id", "编号“a\tb\r\n\x1b\x85\u2028\u3000é”")
    assert str(fault) == "$.cases[0].id: 编号“a\\tb\\r\\n\\u001b\\u0085\\u2028\u3000é”"
