"""How many visits leaders still owe in the period, from the duty ledger (第七条)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xiafang.promises.models import Row


def owed(officials: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Return in words what each official owes in the period of `day`; nothing of those without a row. One query."""
    rows = Row.objects.filter(
        official__in=list(officials), duty__startswith="visits.", year=day.year, begins__lte=day, due__gte=day
    ).order_by("due", "duty")
    said: dict[UUID, str] = {}
    for row in rows:
        if row.official_id and row.official_id not in said:
            said[row.official_id] = _said(row)
    return said


def _said(row: Row) -> str:
    if row.exempt:
        return "本期免计"
    period = "本季度" if "Q" in row.period else "本半年"
    left = max(0, row.need - row.have)
    return f"{period}应下访{row.need}次，已{row.have}次，" + (f"还差{left}次" if left else "已满足")
