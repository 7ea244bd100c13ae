"""Read a facts document, and find every fault of its form at once.

Two ways lead to the same `Facts`. The straight one lets msgspec read and check; it is taken for sound documents. As
soon as anything is odd, the thorough one walks the whole document along the declared types and names each fault.
"""

import json
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from xiafang.regulation.consistency import inconsistencies
from xiafang.regulation.facts import Facts
from xiafang.regulation.faults import ABSENT, UNUSABLE, FactsError, Fault

_MISSING = "缺少此项，请补填。"


def read_facts(raw: bytes) -> Facts:
    """Return the facts of a JSON document.

    Raises FactsError with every fault of form and of consistency (spec: facts), each with its path; unreadable JSON has
    the path `$`.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    facts = _straight(raw)
    faults: list[Fault] = []
    if facts is None:
        facts, faults = _thorough(raw)
    faults += inconsistencies(facts)
    if faults:
        raise FactsError(list(dict.fromkeys(faults)))
    return facts


def _straight(raw: bytes) -> Facts | None:
    """Return the facts when nothing at all is odd about the document, else None."""
    if b"null" in raw or b"\\u003" in raw:  # escaped colons would blur the count of keys
        return None
    try:
        facts = msgspec.json.decode(raw, type=Facts)
        return facts if _kept_every_key(raw, facts) else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _kept_every_key(raw: bytes, facts: Facts) -> bool:
    """Say whether no key stood twice in its object: msgspec keeps the last of them without a word.

    A key that was dropped took its colon along, so the colons of the document are counted against those that are left.
    """
    parts = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    left = sum(_colons_left(bytes(part), getattr(facts, name)) for name, part in parts.items())
    return raw.count(b":") == len(parts) + left


def _colons_left(part: bytes, understood: Any) -> int:
    """Return how many colons of a part of the document are left once it is understood.

    Facts written out again lack what equals a default; where colons are missing, it is read without the facts' types.
    """
    left = msgspec.json.encode(understood).count(b":")
    return left if left == part.count(b":") else msgspec.json.encode(msgspec.json.decode(part)).count(b":")


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys were given more than once."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    value = _Object(pairs)
    if len(value) != len(pairs):
        times = Counter(key for key, _ in pairs)
        value.repeated = tuple(key for key, count in times.items() if count > 1)
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _load(raw: bytes) -> Any:
    """Return the document with its repeated keys remembered; raises FactsError at `$` for what is no JSON."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except UnicodeDecodeError:
        raise FactsError([Fault("$", "文件不是 UTF-8 文本，请另存为 UTF-8 后再试。")]) from None
    except UnicodeEncodeError:
        raise FactsError([Fault("$", "含有不完整的字符（\\uD800 至 \\uDFFF 须成对出现），请改正后再试。")]) from None
    except json.JSONDecodeError as error:
        raise FactsError(
            [Fault("$", f"不是有效的 JSON：第{error.lineno}行第{error.colno}列有误，请改正后再试。")]
        ) from None
    except RecursionError:
        raise FactsError([Fault("$", "不是可用的 JSON：嵌套层数过多。")]) from None
    except ValueError:
        raise FactsError([Fault("$", "不是有效的 JSON：含有 NaN、Infinity 或过长的数。")]) from None
    return value


def _thorough(raw: bytes) -> tuple[Facts, list[Fault]]:
    """Return the facts as far as they can be used, UNUSABLE in place of what cannot, and the faults of form."""
    faults: list[Fault] = []
    facts = _Walker(faults).value(_load(raw), _type_of(Facts), "$")
    if not isinstance(facts, Facts):
        raise FactsError(faults)
    return facts, faults


@cache
def _type_of(struct: type) -> inspect.StructType:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - only ever called with structs
    return info


def _shown(key: str) -> str:
    return key if key.isprintable() else json.dumps(key)[1:-1]


class _Walker:
    """Walks values along the declared types and writes down what does not fit."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def fault(self, path: str, reason: str) -> Any:
        self.faults.append(Fault(path, reason))
        return UNUSABLE

    def repeated(self, value: _Object, path: str) -> None:
        """Note the keys that an object has more than once."""
        for key in value.repeated:
            self.fault(f"{path}.{_shown(key)}", "同一对象中此项重复，请只保留一个。")

    def repeats(self, value: Any, path: str) -> None:
        """Note repeated keys anywhere within a value that is not judged otherwise."""
        waiting = [(value, path)]
        while waiting:  # no recursion: what is not judged may be nested deeper than Python's stack
            value, path = waiting.pop()
            inner: list[tuple[Any, str]] = []
            if isinstance(value, _Object):
                self.repeated(value, path)
                inner = [(value[key], f"{path}.{_shown(key)}") for key in value]
            elif isinstance(value, list):
                inner = [(item, f"{path}[{place}]") for place, item in enumerate(value)]
            waiting += reversed(inner)

    def value(self, value: Any, expected: inspect.Type, path: str) -> Any:
        """Return the value as `expected`, or UNUSABLE after noting the fault."""
        if isinstance(value, (_Object, list)) and not isinstance(
            expected, (inspect.StructType, inspect.ListType, inspect.UnionType)
        ):
            self.repeats(value, path)
        match expected:
            case inspect.StructType():
                return self.struct(value, expected, path)
            case inspect.ListType():
                if not isinstance(value, list):
                    self.repeats(value, path)
                    return self.fault(path, "应为列表（[…]）。")
                return [self.value(item, expected.item_type, f"{path}[{i}]") for i, item in enumerate(value)]
            case inspect.UnionType():  # an optional key: null does not stand for absence
                given = next(kind for kind in expected.types if not isinstance(kind, inspect.NoneType))
                return self.value(value, given, path)
            case inspect.DateType():
                return self.date(value, path)
            case inspect.BoolType():
                return value if isinstance(value, bool) else self.fault(path, "应为 true 或 false。")
            case inspect.IntType():
                return self.integer(value, expected, path)
            case inspect.StrType():
                return self.text(value, expected, path)
        assert isinstance(expected, inspect.LiteralType)  # noqa: S101 - the facts have no other type
        if isinstance(value, str) and value in expected.values:
            return value
        return self.fault(path, f"取值不对，应为 {' | '.join(map(str, expected.values))} 之一。")

    def struct(self, value: Any, expected: inspect.StructType, path: str) -> Any:
        """Return the object as its struct, with UNUSABLE for fields that are missing or wrong."""
        if not isinstance(value, _Object):
            self.repeats(value, path)
            return self.fault(path, "应为对象（{…}）。")
        self.repeated(value, path)
        known = {field.encode_name for field in expected.fields}
        for key in value.keys() - known:
            self.fault(f"{path}.{_shown(key)}", "没有这一项，请检查拼写或删去。")
            self.repeats(value[key], f"{path}.{_shown(key)}")
        fields: dict[str, Any] = {}
        for field in expected.fields:
            where = f"{path}.{field.encode_name}"
            if field.encode_name in value:
                fields[field.name] = self.value(value[field.encode_name], field.type, where)
            elif field.required:
                self.fault(where, _MISSING)
                fields[field.name] = ABSENT
        return expected.cls(**fields)

    def date(self, value: Any, path: str) -> Any:
        if not isinstance(value, str):
            return self.fault(path, "应为日期文本，形如 2026-02-28。")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            return self.fault(path, f"“{value[:20]}”不是有效日期，请写成 YYYY-MM-DD，例如 2026-02-28。")
        return day

    def integer(self, value: Any, expected: inspect.IntType, path: str) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return self.fault(path, "应为整数（1.0、true 都不是整数）。")
        if expected.ge is not None and value < expected.ge:
            return self.fault(path, f"应不小于 {expected.ge}。")
        if expected.le is not None and value > expected.le:
            return self.fault(path, f"应不大于 {expected.le}。")
        return value

    def text(self, value: Any, expected: inspect.StrType, path: str) -> Any:
        if not isinstance(value, str):
            return self.fault(path, "应为文本。")
        if expected.min_length and len(value) < expected.min_length:
            return self.fault(path, "编号不能为空。")
        if expected.pattern and not _matches(expected.pattern, value):
            return self.fault(path, "应为半年，形如 2026H1 或 2026H2。")
        return value


def _matches(pattern: str, value: str) -> bool:
    import re  # noqa: PLC0415 - only odd documents come here

    return re.search(pattern, value) is not None
