"""Say in Chinese how a due date came about, so that a clerk can recompute it on a wall calendar."""

from collections.abc import Iterator
from datetime import date

from xiafang.regulation.calendar import Deadline, Skipped


def steps(deadline: Deadline) -> list[str]:
    """Return the derivation of `deadline`, one step a line."""
    if deadline.rule == "judged_on":
        return [f"评判日 {deadline.day}：只看是否落实，没有期限可算。"]
    return [*_steps(deadline), *_provisional(deadline)]


def _steps(deadline: Deadline) -> Iterator[str]:
    start, amount, day = deadline.start, deadline.amount, deadline.day
    match deadline.rule:
        case "fixed":
            yield f"固定日期 {day}，当日仍算按时，遇休息日不顺延。"
        case "days_before":
            yield f"自 {start} 往前 {amount} 日：{day}，遇休息日不顺延。"
        case "days_after":
            yield f"自 {start} 起 {amount} 日：{day}，遇休息日不顺延。"
        case "working_days":
            yield f"自 {start} 起 {amount} 个工作日，当日不计（民法典第201条）。"
            if deadline.counted:
                yield "计入：" + "、".join(f"{counted}（{n}）" for n, counted in enumerate(deadline.counted, 1)) + "。"
            yield from _skipped(deadline.skipped)
        case "days":
            yield f"自 {start} 起 {amount} 日，当日不计，期满日为 {deadline.nominal}。"
            yield from _moved(deadline.skipped, day)
        case "months":
            yield f"自 {start} 起 {amount} 个月，对应日（无对应日的取月末，民法典第202条）为 {deadline.nominal}。"
            yield from _moved(deadline.skipped, day)
        case "moved":
            yield f"{start} 当日。"
            yield from _moved(deadline.skipped, day)
        case _:  # later_of
            yield f"{deadline.note}，取下列较晚者："
            for number, part in enumerate(deadline.parts, 1):
                for line in _steps(part):
                    yield f"  （{number}）{line}"
    if deadline.note and deadline.rule != "later_of":
        yield f"{deadline.note}。"
    yield f"最后一天：{day}。"


def _skipped(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    if skipped:
        yield "跳过：" + "、".join(f"{off.day}（{off.reason}）" for off in skipped) + "。"


def _moved(skipped: tuple[Skipped, ...], day: date) -> Iterator[str]:
    if skipped:
        yield from _skipped(skipped)
        yield f"顺延至其后第一个工作日 {day}（民法典第203条）。"


def _provisional(deadline: Deadline) -> Iterator[str]:
    versions = {part.calendar for part in (deadline, *deadline.parts) if part.calendar}
    if versions:
        yield f"工作日历：{'、'.join(sorted(versions))}。"
    if deadline.provisional:
        yield "涉及尚未公布放假安排的年份，为暂定日期；公布后重新计算。"
