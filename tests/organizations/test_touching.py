"""What acts touch is heard once, at the end of the outermost, and never when they fail."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction

from xiafang.organizations import touching
from xiafang.organizations.touching import Kind, Touched, act, together, touch


@pytest.fixture
def heard(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Touched]]:
    found: list[Touched] = []

    def hear(touched: Touched) -> None:
        assert connection.in_atomic_block
        found.append(touched)

    monkeypatch.setattr(touching, "_handlers", [hear])
    return found


def test_an_act_within_an_act_is_heard_with_it(heard: list[Touched]) -> None:
    matter, visit = uuid4(), uuid4()
    with act():
        touch(Kind.VISIT, visit)
        with act():
            touch(Kind.MATTER, matter)
            touch(Kind.MATTER, matter)
        assert heard == []
    assert heard == [{Kind.VISIT: {visit}, Kind.MATTER: {matter}}]


def test_many_acts_together_are_heard_once(heard: list[Touched]) -> None:
    ids = {uuid4() for _ in range(5)}
    with transaction.atomic(), together():
        for one in ids:
            with act():
                touch(Kind.MATTER, one)
    assert heard == [{Kind.MATTER: ids}]


def test_what_an_act_touched_that_failed_is_forgotten(heard: list[Touched]) -> None:
    kept = uuid4()

    def fail() -> None:
        with act():
            touch(Kind.MATTER, uuid4())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with together():
        with pytest.raises(ZeroDivisionError):
            fail()
        with act():
            touch(Kind.MATTER, kept)
    assert heard == [{Kind.MATTER: {kept}}]


def test_an_act_that_touches_nothing_is_not_heard(heard: list[Touched]) -> None:
    with act():
        pass
    assert heard == []


def test_touching_outside_of_acts_is_a_slip() -> None:
    with pytest.raises(RuntimeError):
        touch(Kind.MATTER, uuid4())
