"""Rows of the ledger are written together: what is new, what is otherwise, what is gone."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from xiafang.promises import rows
from xiafang.promises.models import Row
from xiafang.promises.scope import Scope

pytestmark = pytest.mark.django_db


def owed(subject: UUID, **facts: Any) -> Row:
    given: dict[str, Any] = {
        "year": 2026,
        "duty": "case.told",
        "subject": f"case:{subject}",
        "root": subject,
        "due": date(2026, 7, 1),
        "need": 1,
        "have": 0,
        "matter": subject,
    }
    return Row(**given | facts)


def kept() -> set[tuple[Any, ...]]:
    facts = Row.objects.values_list("root", "due", "begins", "have", "completed_on", "evidence", "matter")
    return {(*fact[:5], tuple(fact[5]), fact[6]) for fact in facts}


def test_rows_become_those_that_were_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BATCH", 3)
    same, late, gone, *new = (uuid4() for _ in range(8))
    rows.write([owed(one) for one in (same, late, gone)], Row.objects.none())
    before = dict(Row.objects.values_list("root", "pk"))
    met = {"have": 1, "completed_on": date(2026, 6, 1), "evidence": ["case:“甲”", "case:b,c"]}
    found = [owed(same), owed(late, **met), *(owed(one, begins=date(2026, 1, 1)) for one in new)]
    statements: list[tuple[str, Any]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        rows.write(found, Row.objects.all())
    sent = [len(params) for sql, params in statements if sql.startswith("INSERT")]
    assert sent == [1, 1]  # of each batch one value, whatever its rows
    due = date(2026, 7, 1)
    assert kept() == {
        (same, due, None, 0, None, (), same),
        (late, due, None, 1, date(2026, 6, 1), ("case:“甲”", "case:b,c"), late),
        *((one, due, date(2026, 1, 1), 0, None, (), one) for one in new),
    }
    assert {root: pk for root, pk in Row.objects.values_list("root", "pk") if root in (same, late)} == {
        root: before[root] for root in (same, late)
    }


def test_a_visit_that_bears_the_id_of_a_matter_leaves_the_matters_rows_alone() -> None:
    id_ = uuid4()
    visits = owed(id_, duty="shortlist.before_schedule")
    visits.subject, visits.matter = f"visit:{id_}", None
    rows.write([owed(id_), visits], [])
    scope = Scope(visits={id_})
    assert [row.duty for row in Row.objects.filter(scope.rows())] == ["shortlist.before_schedule"]
    assert not scope.holds("case.told", id_)
