"""Policy packs: the numbers of the law and of its readings, as TOML.

A number from the law stands once, in a pack. `basis` says whether the regulation states it or we read it so.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from xiafang.regulation.files import why_unreadable

BUILT_IN = ("hubei-justice",)
"""The packs that come with this version."""

_KEYS = ("value", "article", "basis", "note", "valid_from")


class PolicyError(Exception):
    """A pack cannot be used; the message names the parameter, the rule and the way out."""


class MonthDay(msgspec.Struct, frozen=True):
    """A day of every year, written `MM-DD`."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return that day of `year`."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


class Parameter(msgspec.Struct, frozen=True):
    """A number of the pack. `value` is a count (int ≥ 0), a `MonthDay` or a share (Fraction 0…1).

    `before` is what it was until `valid_from`, None where nothing else was ever known.
    """

    value: int | MonthDay | Fraction
    article: str
    basis: Literal["stated", "interpreted"]
    note: str
    valid_from: date | None = None
    before: "Parameter | None" = None

    def in_year(self, year: int) -> "Parameter":
        """Return what it is for `year`: what is valid on its first day, so that nothing is judged in hindsight."""
        return self if self.before is None or self.first_year <= year else self.before.in_year(year)

    @property
    def first_year(self) -> int:
        """Return the first year that it is for, 0 when it always was."""
        day = self.valid_from
        return 0 if day is None or self.before is None else day.year + (day > date(day.year, 1, 1))

    @property
    def shown(self) -> str:
        """Return the value as people write it."""
        return str(float(self.value)) if isinstance(self.value, Fraction) else str(self.value)


class Policy(msgspec.Struct, frozen=True):
    """A named set of all parameters."""

    name: str
    parameters: Mapping[str, Parameter]

    def count(self, name: str) -> int:
        """Return a parameter that is a count of days, months or events."""
        value = self.parameters[name].value
        assert isinstance(value, int)  # noqa: S101 - a slip in an article, not of the user
        return value

    def day(self, name: str, year: int) -> date:
        """Return a parameter that is a day of the year, in `year`."""
        value = self.parameters[name].value
        assert isinstance(value, MonthDay)  # noqa: S101
        return value.in_year(year)

    def share(self, name: str) -> Fraction:
        """Return a parameter that is a share, exactly as the decimal was written."""
        value = self.parameters[name].value
        assert isinstance(value, Fraction)  # noqa: S101
        return value

    def in_year(self, year: int) -> "Policy":
        """Return the rules by which `year` is judged: an old year by those of its time."""
        if all(parameter.before is None for parameter in self.parameters.values()):
            return self
        return Policy(self.name, {name: parameter.in_year(year) for name, parameter in self.parameters.items()})

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all that judges: so a ledger knows whether it was made by the same."""
        said = (f"{name}={_dated(parameter)}\n" for name, parameter in sorted(self.parameters.items()))
        return sha256("".join(said).encode()).hexdigest()

    def overlaid(self, changes: Mapping[str, Any], name: str) -> "Policy":
        """Return this policy with what `changes` (nested tables as TOML gives them) names changed.

        Raises PolicyError for a parameter that is unknown or ill-typed; it names the parameter.
        """
        parameters = dict(self.parameters)
        named: set[str] = set()
        for parameter, given in _flattened(changes, self.parameters):
            if parameter in named:  # once as nested tables, once as a quoted key with dots
                raise PolicyError(f"参数“{parameter}”写了两次，请只保留一处。")
            named.add(parameter)
            present = self.parameters[parameter]
            dated = isinstance(given, dict) and "valid_from" in given
            changed = _changed(parameter, given, present)
            # A change without a date holds for every year.
            parameters[parameter] = msgspec.structs.replace(changed, before=present if dated else None)
        return Policy(name, parameters)


@cache
def load_policy(name: str = BUILT_IN[0]) -> Policy:
    """Return the built-in pack called `name`; raises PolicyError when there is none."""
    if name not in BUILT_IN:
        raise PolicyError(f"没有名为“{name}”的内置参数包，可用：{'、'.join(BUILT_IN)}。")
    text = files(__package__).joinpath("packs", f"{name}.toml").read_text("utf-8")
    tables = tomllib.loads(text, parse_float=Decimal)
    return Policy(name, {key: _parameter(key, given) for key, given in _parameters(tables)})


@cache
def load_pack(path: str) -> Policy:
    """Return the built-in pack with the changes of the file at `path`, if there is one; read once a process.

    Raises PolicyError as `read_pack` does.
    """
    return read_pack(Path(path), load_policy()) if path else load_policy()


def read_pack(path: Path, base: Policy) -> Policy:
    """Return `base` with the changes of the pack file at `path`; it is named after the file.

    Raises PolicyError when the file cannot be read, is no TOML, or names what is unknown or ill-typed.
    """
    try:
        changes = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise PolicyError(f"读不到参数包 {path}：{why_unreadable(error)}。") from None
    except UnicodeDecodeError:
        raise PolicyError(f"参数包 {path} 不是 UTF-8 文本，请另存为 UTF-8 后再试。") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise PolicyError(f"参数包 {path} 不是有效的 TOML：{error}。") from None
    except ArithmeticError:
        raise PolicyError(f"参数包 {path} 不是可用的 TOML：有一个数大得或小得无法表示。") from None
    name = os.fsencode(path.name).decode("utf-8", "replace")  # a name may be no text, or the locale may not know UTF-8
    return base.overlaid(changes, name.removesuffix(".toml"))


def _dated(parameter: Parameter | None) -> str:
    if parameter is None:
        return ""
    return f"{parameter.shown} {parameter.valid_from or ''} {_dated(parameter.before)}"


def _parameters(tables: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the parameters of a complete pack: the innermost tables, with their dotted names."""
    for key, table in tables.items():
        name = f"{above}{key}"
        if "value" in table:
            yield name, table
        else:
            yield from _parameters(table, f"{name}.")


def _flattened(
    changes: Mapping[str, Any], known: Mapping[str, Parameter], above: str = ""
) -> Iterator[tuple[str, Any]]:
    """Give what a partial pack names, as (parameter, given value or table)."""
    for key, given in changes.items():
        name = f"{above}{key}"
        if name in known:
            yield name, given
        elif isinstance(given, dict) and any(parameter.startswith(f"{name}.") for parameter in known):
            yield from _flattened(given, known, f"{name}.")
        else:
            raise PolicyError(f"参数“{name}”不存在，请检查拼写；可用的参数见内置参数包。")


def _changed(name: str, given: Any, present: Parameter) -> Parameter:
    if not isinstance(given, dict):
        return msgspec.structs.replace(present, value=_value(name, given, present.value))
    for key in given:
        if key not in _KEYS:
            raise PolicyError(f"参数“{name}”没有“{key}”一项，只可写 {'、'.join(_KEYS)}。")
    if "value" not in given:
        raise PolicyError(f"参数“{name}”缺少 value。")
    texts = {key: _text(name, key, given[key]) for key in ("article", "note") if key in given}
    basis = given.get("basis", present.basis)
    if basis not in ("stated", "interpreted"):
        raise PolicyError(f"参数“{name}”的 basis 应为 stated 或 interpreted。")
    valid_from = given.get("valid_from", present.valid_from)
    if valid_from is not None and type(valid_from) is not date:
        raise PolicyError(f"参数“{name}”的 valid_from 应为日期，例如 2026-01-01。")
    value = _value(name, given["value"], present.value)
    return msgspec.structs.replace(present, value=value, basis=basis, valid_from=valid_from, **texts)


def _parameter(name: str, given: dict[str, Any]) -> Parameter:
    value = given["value"]
    kind: int | MonthDay | Fraction = 0
    if isinstance(value, str):
        kind = MonthDay(1, 1)
    elif isinstance(value, Decimal):
        kind = Fraction(0)
    return _changed(name, given, Parameter(kind, "", "interpreted", ""))


def _text(name: str, key: str, given: Any) -> str:
    if not isinstance(given, str):
        raise PolicyError(f"参数“{name}”的 {key} 应为文本。")
    return given


def _value(name: str, given: Any, like: int | MonthDay | Fraction) -> int | MonthDay | Fraction:
    """Return the given value in the type of the parameter, or raise PolicyError."""
    number = isinstance(given, (int, Decimal)) and not isinstance(given, bool)
    if isinstance(like, MonthDay):
        return _month_day(name, given)
    if isinstance(like, Fraction):
        if number and Decimal(given).is_finite() and 0 <= given <= 1:
            return Fraction(given)
        raise PolicyError(f"参数“{name}”应为 0 到 1 之间的数，例如 0.5。")
    if isinstance(given, int) and number and given >= 0:
        return given
    raise PolicyError(f"参数“{name}”应为不小于 0 的整数。")


def _month_day(name: str, given: Any) -> MonthDay:
    if isinstance(given, str) and len(given) == 5 and given[2] == "-":
        try:
            day = date.fromisoformat(f"2001-{given}")  # a plain year: 02-29 does not exist in every year
        except ValueError:
            pass
        else:
            return MonthDay(day.month, day.day)
    raise PolicyError(f'参数“{name}”应为每年都有的月日，写成 "MM-DD"，例如 "01-20"。')
