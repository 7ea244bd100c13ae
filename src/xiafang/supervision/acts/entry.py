"""How records are written: with their event, in one transaction; and how they are voided, never changed or deleted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import CharField
from django.utils import timezone

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor
from xiafang.organizations import touching
from xiafang.organizations.acts.checks import filled
from xiafang.organizations.writing import insert
from xiafang.supervision.events import record, record_all
from xiafang.supervision.kinds import Act
from xiafang.supervision.models import Record

RecordT = TypeVar("RecordT", bound=Record)


def enter(row: RecordT, *, by: Actor, on: date, at: datetime, said: str) -> RecordT:
    """Write `row` and what was done. Raises NotAllowed as `enter_all` does."""
    return enter_all([(row, on, said)], by=by, at=at)[0]


def enter_all(done: Sequence[tuple[RecordT, date, str]], *, by: Actor, at: datetime) -> list[RecordT]:
    """Write rows of one kind at once, and of each what was done: the day and how it is said. All of them or none.

    Raises NotAllowed when a text is too long, or somebody was quicker with the same.
    """
    rows = [row for row, _, _ in done]
    for row in rows:
        for field in row._meta.concrete_fields:
            _short_enough(field, getattr(row, field.attname), field.name)
    try:
        with touching.act():
            for kind in {type(row) for row in rows}:
                insert(kind, rows)
            record_all(done, Act.ENTERED, by=by, at=at)
    except IntegrityError as error:
        label = rows[0]._meta.verbose_name
        raise NotAllowed(f"{label}未能保存：刚刚有人登记了相同的内容，请刷新后核对。") from error
    return rows


def _short_enough(field: object, value: str, name: str) -> None:
    if isinstance(field, CharField) and len(value) > (field.max_length or 0):
        raise NotAllowed(f"{field.verbose_name}超过 {field.max_length} 字，请写得简短一些。", field=name)


def locked(row: RecordT) -> RecordT:
    """Return `row` as it is now, kept from others until the transaction ends. Raises NotAllowed when it is voided."""
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    found: RecordT | None = rows.filter(pk=row.pk, voided_at=None).first()
    if found is None:
        raise NotAllowed(f"该{row._meta.verbose_name}已作废，不能再办理，请刷新后查看。")
    return found


def void(row: RecordT, *, by: Actor, at: datetime, reason: str) -> RecordT:
    """Let `row` count for nothing from now on; it stays, with the reason. Raises NotAllowed when it is voided already.

    Whether `by` may is for the caller to ask before.
    """
    reason = filled(reason, "作废原因", "reason")
    _short_enough(row._meta.get_field("void_reason"), reason, "reason")
    with touching.act():
        row = locked(row)
        row.voided_at, row.void_reason = at, reason
        row.save(update_fields=["voided_at", "void_reason"])
        said = f"作废{row._meta.verbose_name}“{row}”：{reason}"
        record(row, Act.VOIDED, by=by, on=timezone.localdate(at), at=at, said=said)
    return row
