"""Days on which the working calendar differs from the shipped table."""

from datetime import date, datetime

from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.rights import Actor, require
from xiafang.accounts.roles import Role
from xiafang.organizations.acts.checks import filled
from xiafang.organizations.acts.keeping import keeping
from xiafang.organizations.models import Organization, WorkCalendarDay
from xiafang.organizations.touching import Kind


def _require(by: Actor, at: datetime) -> None:
    """The calendar is the whole province's: the department's system administrators keep it."""
    require(by, Role.SYSTEM_ADMIN, Organization.objects.filter(parent=None).first(), at=at)


def set_calendar_day(
    *,
    day: date,
    change: WorkCalendarDay.Change,
    status: WorkCalendarDay.Status,
    ground: str,
    by: Actor,
    at: datetime,
) -> WorkCalendarDay:
    """Say that `day` is off or worked, on the ground of a notice; said again it is replaced, history keeps what was.

    Raises NotAllowed when `by` is no system administrator of the department, or no ground is given.
    """
    _require(by, at)
    if not date(2000, 1, 1) <= day <= date(2099, 12, 31):
        raise NotAllowed(f"{day} 不在 2000 年至 2099 年之间，请核对年份。", field="day")
    with keeping("set_calendar_day", Kind.CALENDAR_DAY, day, by=by, at=at):
        row, _ = WorkCalendarDay.objects.update_or_create(
            day=day, defaults={"change": change, "status": status, "ground": filled(ground, "依据", "ground")}
        )
    return row


def clear_calendar_day(*, day: date, by: Actor, at: datetime, reason: str) -> None:
    """Let the shipped table speak for `day` again. Raises NotAllowed when nothing was said about it."""
    _require(by, at)
    reason = filled(reason, "撤销原因", "reason")
    with keeping("clear_calendar_day", Kind.CALENDAR_DAY, day, by=by, at=at, reason=reason):
        deleted, _ = WorkCalendarDay.objects.filter(day=day).delete()
        if not deleted:
            raise NotAllowed(f"{day} 没有单独安排，按通用日历计算，无需撤销。", field="day")
