"""The ledger as a whole: rebuild it from the facts, verify that it equals them, roll it into new periods.

What happens is kept by the acts themselves (keeping.py).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from xiafang.casework.facts import NO_CASE
from xiafang.casework.models import Matter
from xiafang.organizations.models import Official, Organization
from xiafang.organizations.policy import in_force
from xiafang.promises.facts import facts as gathered
from xiafang.promises.keeping import parts, recompute, years_held
from xiafang.promises.models import Basis, Row
from xiafang.promises.role import ledger_work
from xiafang.promises.rows import BATCH, Key, differences, fill, key, owed, rows
from xiafang.promises.scope import Scope, flat
from xiafang.regulation.policy import load_policy
from xiafang.supervision.models import Agreement, Inspection, Plan
from xiafang.visits.models import Letter, Visit

_T = TypeVar("_T")


@dataclass(frozen=True)
class Difference:
    """A row that is not as the facts have it; `what` says how in Chinese."""

    key: Key
    what: str

    def __str__(self) -> str:
        year, duty, subject, period = self.key
        return f"{year}年 {duty} {subject}{f' {period}' if period else ''}：{self.what}"


def quiet(_more: int) -> None:
    """Tell nobody that more of something long is done."""


def _counted(found: Iterable[_T], done: Callable[[int], None]) -> Iterator[_T]:
    for number, one in enumerate(found, 1):
        yield one
        if number % BATCH == 0:
            done(BATCH)


def years(today: date) -> range:
    """Return the years whose periods the ledger should hold: from the first one with an act to the next one."""
    firsts = (
        Visit.objects.valid().order_by("date", "-id").values_list("date", flat=True),
        Matter.objects.exclude(state__in=NO_CASE).order_by("received_on", "-id").values_list("received_on", flat=True),
        Letter.objects.valid().order_by("received_on").values_list("received_on", flat=True),
        Agreement.objects.valid().order_by("signed_on").values_list("signed_on", flat=True),
        Plan.objects.valid().order_by("filed_on").values_list("filed_on", flat=True),
        Inspection.objects.valid().order_by("on").values_list("on", flat=True),
    )
    first = min((day for days in firsts if (day := days.first())), default=today)
    return range(min(first, today).year, today.year + 2)


def rebuild(today: date, done: Callable[[int], None] = quiet) -> int:
    """Make the whole ledger anew, as the owner, and return the number of its rows; others see the old one until then.

    `done` is told now and then how many more there are. Acts wait for it. Raises FactsError should the register
    contradict itself; the ledger is then as before.
    """
    with transaction.atomic(), ledger_work(alone=True):
        made = owed(gathered(year=today.year, as_of=today), years(today))
        policy = in_force()
        Basis.objects.update_or_create(only=True, defaults={"pack": policy.name, "digest": policy.digest})
        Row.objects.all().delete()
        return fill(_counted(made, done))


def outdated() -> str:
    """Return why the ledger was not made by the pack in force and what to do, empty when it was. One query."""
    policy, basis = in_force(), Basis.objects.first()
    if basis is None:  # begun by a version that did not say, or not begun: by the built-in pack, if at all
        same, before = policy.digest == load_policy().digest, "内置参数包"
    else:
        same, before = policy.digest == basis.digest, f"参数包 {basis.pack}"
    if same:
        return ""
    return f"职责台账按{before}（改动前）建立，现行参数包 {policy.name} 与之不同：请执行 xiafang ledger rebuild。"


def roll(today: date) -> int:
    """Add the periods of years that the ledger does not hold yet and return the number of its new rows.

    What is there stays; a ledger that was not begun is begun, which only the owner can. Idempotent: run it at start and
    daily. Raises FactsError as `rebuild` does.
    """
    with transaction.atomic(), ledger_work(alone=True):
        held = years_held()
        if held:
            before = Row.objects.count()
            _add_periods([year for year in years(today) if year not in held])
            return Row.objects.count() - before
        empty = not Organization.objects.exists()
    return 0 if empty or settings.DATABASE_ROLE == "web" else rebuild(today)


def _add_periods(missing: list[int]) -> None:
    if not missing:
        return
    places = flat(Organization.objects.values_list("pk"))
    people = flat(Official.objects.values_list("pk"))
    everything = Scope(officials=people, units=set(places), organizations=places, office=True)
    for part in parts(everything):
        recompute(part, missing, among=Q(year__in=missing))


def verify(today: date, done: Callable[[int], None] = quiet) -> list[Difference]:
    """Return where the ledger is not as the facts have it; empty when the two are equal. `done` as in `rebuild`.

    Periods are looked at in the years that are held, this year and the next; that an act has come in from an earlier
    year is for `roll` to notice.
    """
    facts = gathered(year=today.year, as_of=today)
    there = {key(row): row for row in Row.objects.iterator(BATCH)}
    found = []
    for row in _counted(rows(facts, {*years_held(), today.year, today.year + 1}), done):
        present = there.pop(key(row), None)
        if present is None:
            found.append(Difference(key(row), "台账中缺少这一行"))
        elif names := differences(present, row):
            shown = "、".join(f"{name} 为 {getattr(present, name)}，应为 {getattr(row, name)}" for name in names)
            found.append(Difference(key(row), shown))
    found += [Difference(key, "台账中多出这一行") for key in there]
    return sorted(found, key=lambda difference: difference.key)
