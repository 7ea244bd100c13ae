"""What was recorded wrongly is voided: one person asks with a reason, another confirms; the row stays and says so."""

from typing import Any, TypeVar, Unpack

from xiafang.accounts.refusals import NotAllowed
from xiafang.casework.acts import How
from xiafang.casework.models import Matter
from xiafang.visits.acts.doing import Doing, Subject, taking
from xiafang.visits.acts.people import let_go
from xiafang.visits.models import Discovery, Evidence, Letter, Notice, Shortlist, Visit
from xiafang.visits.models.base import Recorded

RowT = TypeVar("RowT", Visit, Shortlist, Letter, Notice, Discovery, Evidence)

_FIELDS = ["void_reason", "void_asked_by", "void_asked_at", "voided_by", "voided_at"]
_LONGEST = 200


def ask_void(*, row: RowT, reason: str, **how: Unpack[How]) -> RowT:
    """Ask that a visit, shortlist, letter, notice, discovery or evidence be voided. Raises NotAllowed."""
    with taking("ask_void", _subject(row), how) as doing:
        target = _target(doing, row)
        if target.void_asked_at:
            raise doing.no("已有人提请作废，请由另一人复核。")
        reason = doing.filled(reason, "作废原因", "reason")
        if len(reason) > _LONGEST:
            raise doing.no(f"作废原因超过 {_LONGEST} 字，请写得简短一些。", field="reason")
        _check_unused(doing, target)
        target.void_reason = reason
        target.void_asked_by, target.void_asked_at = doing.user, how["at"]
        _done(doing, target, f"提请作废{_name(target)}：{reason}")
    return _fresh(row)


def confirm_void(*, row: RowT, **how: Unpack[How]) -> RowT:
    """Void it, as a second person. Raises NotAllowed when nobody asked, `by` asked, or a matter rests on the visit."""
    with taking("confirm_void", _subject(row), how) as doing:
        target = _target(doing, row)
        _check_second(doing, target)
        _check_unused(doing, target)
        target.voided_by, target.voided_at = doing.user, how["at"]
        _done(doing, target, f"作废{_name(target)}：{target.void_reason}")
        _end_sight(doing, target)
    return _fresh(row)


def refuse_void(*, row: RowT, reason: str, **how: Unpack[How]) -> RowT:
    """Leave it valid, as a second person. Raises NotAllowed when nobody asked, `by` asked, or without a reason."""
    with taking("refuse_void", _subject(row), how) as doing:
        target = _target(doing, row)
        _check_second(doing, target)
        reason = doing.filled(reason, "理由", "reason")
        target.void_reason, target.void_asked_by, target.void_asked_at = "", None, None
        _done(doing, target, f"不同意作废{_name(target)}：{reason}")
    return _fresh(row)


def _subject(row: Recorded) -> Any:
    return row if isinstance(row, Subject) else row.visit  # type: ignore[attr-defined]  # the other three have one


def _target(doing: Doing[Any], row: Recorded) -> Recorded:
    """Return the row as it is now: the locked one itself, or what belongs to it."""
    if isinstance(row, Subject):
        return doing.row  # type: ignore[no-any-return]
    rows = type(row)._default_manager.visible_to(doing.how["by"])  # type: ignore[attr-defined]  # ours, all of them
    found: Recorded = rows.select_for_update(of=("self",), no_key=True).select_related("matter").get(pk=row.pk)
    if found.voided_at:
        raise doing.no(f"该{found._meta.verbose_name}已作废。")
    return found


def _check_second(doing: Doing[Any], target: Recorded) -> None:
    if not target.void_asked_at:
        raise doing.no("还没有人提请作废，请先提请并写明原因。")
    if target.void_asked_by == doing.user:
        raise doing.no("提请作废的人不能自己复核，请由另一人复核（条例第四十四条第一项）。")


def _check_unused(doing: Doing[Any], target: Recorded) -> None:
    if isinstance(target, Visit) and (matter := Matter.objects.filter(visit=target.pk).first()):
        raise _rests(doing, matter)


def _rests(doing: Doing[Any], matter: Matter) -> NotAllowed:
    return doing.no(f"“{matter}”是在这次下访中受理的，期限由此起算：下访不能作废，请先办理该事项的作废。")


def _name(target: Recorded) -> str:
    return f"{target._meta.verbose_name}“{target}”"


def _done(doing: Doing[Any], target: Recorded, said: str) -> None:
    doing.said = said
    doing.matter = getattr(target, "matter", None)
    doing.facts = {"row": str(target.pk)}
    target.save(update_fields=_FIELDS)


def _end_sight(doing: Doing[Any], target: Recorded) -> None:
    by = doing.how["by"]
    if isinstance(target, Visit):
        matters = [line.matter for line in target.matters.visible_to(by).select_related("matter")]
    elif isinstance(target, Shortlist):
        matters = [line.matter for line in target.entries.visible_to(by).select_related("matter")]
    else:
        matters = []
    for matter in matters:
        let_go(doing, matter, source=target.pk)


def _fresh(row: RowT) -> RowT:
    row.refresh_from_db()
    return row
