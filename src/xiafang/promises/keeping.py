"""The ledger kept in step: what an act touched is judged anew in the act's own transaction (ADR 0040).

Nothing is kept until the ledger has been begun (`ledger.roll`, `ledger.rebuild`). The years whose periods it holds are
those whose half-year bulletins it holds, for these are owed in every year by somebody who is always there.
"""

from collections.abc import Collection, Iterator

from django.db.models import Q

from xiafang.organizations.touching import Touched
from xiafang.promises.models import Row
from xiafang.promises.role import hold, ledger_work
from xiafang.promises.rows import rows, write
from xiafang.promises.scope import Scope, scope_of
from xiafang.promises.slices import slice_of

MOST = 5000
"""Subjects judged at a time: a slice is held in memory."""
_KINDS = ("cases", "visits", "letters", "discoveries", "inspections", "officials", "units", "organizations")


def years_held() -> list[int]:
    """Return the years whose periods the ledger holds; empty when it has not been begun. One query."""
    return sorted(Row.objects.filter(duty="bulletin.half_year").values_list("year", flat=True).distinct())


def keep(touched: Touched) -> None:
    """Judge anew what was touched; called at the end of the outermost act. What was not touched costs nothing."""
    with ledger_work():
        held = years_held()
        if held:
            for part in parts(_held(touched)):
                recompute(part, held)


def _held(touched: Touched) -> Scope:
    """Return the scope of what was touched, once nobody else works on the same.

    Others may have changed what is in it while we waited; then it is looked at again.
    """
    kept: set[int] = set()
    while True:
        scope = scope_of(touched)
        if scope.keys <= kept:
            return scope
        hold(scope.keys - kept)
        kept |= scope.keys


def recompute(scope: Scope, periods: Collection[int], *, among: Q | None = None) -> None:
    """Judge the subjects of a scope, those of periods for the years `periods`, and write what changed of the rows.

    `among` says which rows these are when it is not all rows of the scope.
    """
    found = rows(slice_of(scope, periods), periods if scope.periodic else ())
    write((row for row in found if scope.holds(row.duty, row.root)), Row.objects.filter(scope.rows(), among or Q()))


def parts(scope: Scope) -> Iterator[Scope]:
    """Give the scope in parts that fit into memory; nearly always it is one."""
    if all(len(getattr(scope, kind)) <= MOST for kind in _KINDS):
        yield scope
        return
    for kind in _KINDS:
        ids = sorted(getattr(scope, kind))
        for start in range(0, len(ids), MOST):
            part = Scope()
            setattr(part, kind, set(ids[start : start + MOST]))
            yield part
    if scope.office:
        yield Scope(office=True)
