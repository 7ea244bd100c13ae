"""Keeping the file in order: corrections of the registration, and papers that belong to no step."""

from collections.abc import Callable, Mapping
from typing import Any, Unpack
from uuid import UUID

from xiafang.casework import taxonomy
from xiafang.casework.acts.doing import Doing, keep_paper, taking
from xiafang.casework.acts.how import How, NewPaper
from xiafang.casework.codes import Flag, Handling, Kind, PaperKind, Prominence, Purpose, Trait
from xiafang.casework.models import Matter, Paper
from xiafang.words import tidy

_SEVERAL: dict[str, type[Prominence] | type[Trait] | type[Flag]] = {
    "prominence": Prominence,
    "traits": Trait,
    "flags": Flag,
}
_CODED: dict[str, Callable[[str], object]] = {"kind": Kind, "purpose": lambda code: code and Purpose(code)}
_PLACED = {"visit", "handling"}  # where it was accepted, and what came of it there
_CORRECTED = {"title", "summary", "topic", "external_topic", "external_number", "place", *_SEVERAL, *_CODED, *_PLACED}


def correct(*, matter: Matter, changes: Mapping[str, Any], reason: str, **how: Unpack[How]) -> Matter:
    """Correct what was registered, or mark the matter (flags, prominence, traits); what was stands in the event.

    So is noted on which visit it was accepted, when that was not said. Days, units, numbers and answers are not
    corrected so: they are acts of their own. Raises NotAllowed.
    """
    if unknown := set(changes) - _CORRECTED:
        raise TypeError(f"cannot correct {sorted(unknown)}")
    with taking("correct", matter, how) as doing:
        row = doing.matter
        old = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, _usable(doing, name, value))
        changed = [name for name in changes if getattr(row, name) != old[name]]
        if not changed:
            raise doing.no("内容没有变化。")
        doing.reworded = True
        labels = "、".join(_label(name) for name in changed)
        doing.said = f"更正{labels}：{doing.filled(reason, '更正理由', 'reason')}"
        doing.facts = {
            "before": {name: _plain(old[name]) for name in changed},
            "after": {name: _plain(getattr(row, name)) for name in changed},
        }
    return matter


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _label(name: str) -> str:
    field = next(field for field in Matter._meta.concrete_fields if field.name == name)
    return str(field.verbose_name)


def _usable(doing: Doing, name: str, value: Any) -> Any:
    row = doing.matter
    if name in _SEVERAL:
        return [str(_SEVERAL[name](code)) for code in dict.fromkeys(value)]
    if name in _CODED:
        if name == "kind" and row.accepted_on and value != row.kind:
            raise doing.no(
                "受理以后不能更改类别：办理途径和期限因之而定。请作废后重新登记，或按现类别答复。", field="kind"
            )
        _CODED[name](value)
        return str(value)
    if name in _PLACED:
        if not row.accepted_on:
            raise doing.no("还没有受理：请办理“受理”，并在那里写明下访。", field=name)
        return value if name == "visit" else str(value and Handling(value))
    if name == "topic" and value not in taxonomy.topics():
        raise doing.no(f"没有内容分类“{value}”，请从分类表中选择二级分类。", field="topic")
    if name == "title":
        return doing.filled(value, "概况", "title")
    return tidy(str(value))


def add_paper(*, matter: Matter, kind: PaperKind, paper: NewPaper, **how: Unpack[How]) -> Paper:
    """File a paper that no step asked for. Raises NotAllowed when the file is not usable."""
    with taking("add_paper", matter, how) as doing:
        made = keep_paper(doing.matter, paper, kind, how)
        number = f"（{made.number}）" if made.number else ""
        doing.said = f"归入{kind.label}：{made.title}{number}"
        doing.facts = {"paper": str(made.pk), "sha256": made.sha256}
    return made
