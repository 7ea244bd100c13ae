"""The duties: name → article → function.

A module of `articles` declares a duty with `@duty`; importing `xiafang.regulation.articles` fills `DUTIES`. The
function is handed its own `Duty`, which turns what was found into a `Finding` by one of three ways of judging:
deadline, count, state.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from xiafang.regulation.calendar import Deadline, fixed, judged_on
from xiafang.regulation.facts import Post
from xiafang.regulation.findings import WRITTEN, Finding, Status
from xiafang.regulation.periods import Period
from xiafang.regulation.situation import Situation

Way = Literal["deadline", "count", "state", "today"]
"""How a duty is judged; `today` hangs on the day it is looked at."""

Judge = Callable[["Duty", Any, Situation], Finding | None]
Subjects = Callable[[Situation], Iterable[Any]]
Binds = Callable[[Situation, Post], bool]
"""Whether a duty on officials binds who holds a post."""

DUTIES: dict[str, "Duty"] = {}
"""Every duty by name, in the order of the names once all articles are imported."""


class Duty(msgspec.Struct, frozen=True):
    """A duty of the regulation.

    `subjects` lists what it may bind in a situation; `judge` gives the finding of one of them, None when it does not
    bind it; `way` is how it is judged. `parameters` are the numbers of the policy pack it reads; `need` names the one
    that switches it off at 0. `binds` says which posts a duty on officials binds.
    """

    name: str
    article: str
    title: str
    subject: Literal["organization", "official", "visit", "case", "letter", "discovery", "inspection"]
    parameters: tuple[str, ...]
    subjects: Subjects
    judge: Judge
    need: str | None = None
    way: Way = "deadline"
    binds: Binds | None = None

    def deadline(
        self,
        now: Situation,
        subject: str,
        due: Deadline,
        *,
        done: date | None,
        who: str,
        act: str,
        missing: str,
        evidence: str | None = None,
        period: str | None = None,
    ) -> Finding:
        """Return the finding of a deadline duty: one act, dated `done`, by `due`.

        `evidence` is the act's id, the subject itself when the act is a field of it.
        `who` 应不晚于 `due` `act`; `missing` says what to do when it is not done. An act dated after as_of has not
        happened.
        """
        last, as_of = due.day, now.as_of
        head = f"{who}应不晚于{WRITTEN[last]}{act}（{self.article}）"
        status: Status
        found: tuple[str, ...]
        if done is not None and done <= as_of:
            if done <= last:
                status, why = "met", f"{head}，已于{WRITTEN[done]}按期完成。"
            else:
                status, why = "late", f"{head}，已于{WRITTEN[done]}完成，逾期{(done - last).days}天。"
            have, completed, found = 1, done, (evidence or subject,)
        else:
            have, completed, found = 0, None, ()
            if last >= as_of:
                status, why = "pending", f"{head}，尚未完成，{_time_left(as_of, last)}：{missing}。"
            else:
                status, why = (
                    "breached",
                    f"{head}，至{WRITTEN[as_of]}仍未完成，已逾期{(as_of - last).days}天：{missing}。",
                )
        if due.provisional:
            why = f"{why[:-1]}（期限涉及尚未公布放假安排的年份，为暂定）。"
        return Finding(
            self.name,
            self.article,
            subject,
            period,
            last,
            status,
            1,
            have,
            completed,
            found,
            why,
            due.provisional,
            due if now.explaining else msgspec.UNSET,
        )

    def counted(
        self,
        now: Situation,
        subject: str,
        period: Period,
        events: Sequence[tuple[date, str]],
        *,
        who: str,
        act: str,
        unit: str,
        missing: str,
        exempt: str | None = None,
    ) -> Finding | None:
        """Return the finding of a count duty, None for a period that has not begun.

        `events` are (date, evidence id) in order; those outside the period or after as_of do not count. `exempt` says
        why the duty does not bind the subject in this period.
        """
        if period.first > now.as_of:
            return None
        assert self.need is not None  # noqa: S101 - a slip in an article
        need = now.policy.count(self.need)
        last = min(period.last, now.as_of)
        inside = [event for event in events if period.first <= event[0] <= last]
        have = len(inside)
        completed = inside[need - 1][0] if have >= need else None
        status: Status
        head = f"{who}应在{period.first}至{period.last}期间{act}至少{need}{unit}（{self.article}），已完成{have}{unit}"
        if exempt is not None:
            status, why = "exempt", f"{head}；本期免计：{exempt}。"
        elif completed is not None:
            status, why = "met", f"{head}，于{completed}达标。"
        elif now.as_of <= period.last:
            left = _time_left(now.as_of, period.last)
            status, why = "pending", f"{head}，还差{need - have}{unit}，{left}：{missing}。"
        else:
            status, why = "breached", f"{head}，缺{need - have}{unit}，期限已过：如有漏登请补录，确未完成的请说明原因。"
        return Finding(
            self.name,
            self.article,
            subject,
            period.label,
            period.last,
            status,
            need,
            have,
            completed,
            tuple(sorted(identifier for _, identifier in inside)),
            why,
            False,
            fixed(period.last) if now.explaining else msgspec.UNSET,
        )

    def state(
        self, now: Situation, subject: str, due: date, *, holds: bool, who: str, act: str, missing: str
    ) -> Finding:
        """Return the finding of a state duty, judged on `due`: it holds or it does not."""
        why = f"{who}{act}（{self.article}）" + ("，已落实。" if holds else f"，未落实：{missing}。")
        return Finding(
            self.name,
            self.article,
            subject,
            None,
            due,
            "met" if holds else "breached",
            1,
            1 if holds else 0,
            due if holds else None,
            (subject,) if holds else (),
            why,
            False,
            judged_on(due) if now.explaining else msgspec.UNSET,
        )


def _time_left(as_of: date, last: date) -> str:
    days = (last - as_of).days
    return f"还剩{days}天" if days else "当日到期"


def duty(
    name: str,
    *,
    article: str,
    title: str,
    subject: Literal["organization", "official", "visit", "case", "letter", "discovery", "inspection"],
    subjects: Subjects,
    parameters: tuple[str, ...] = (),
    need: str | None = None,
    way: Way | None = None,
    binds: Binds | None = None,
) -> Callable[[Judge], Judge]:
    """Declare the decorated function the judge of a duty; raises ValueError for a name that is taken.

    A duty with a `need` is counted, any other has a deadline unless `way` says otherwise.
    """

    def declare(judge: Judge) -> Judge:
        if name in DUTIES:
            raise ValueError(f"duty {name} is declared twice")
        judged = way or ("count" if need else "deadline")
        DUTIES[name] = Duty(name, article, title, subject, parameters, subjects, judge, need, judged, binds)
        return judge

    return declare
