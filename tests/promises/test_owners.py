"""On whose board an official's promise stands: the unit of the post that counts for its period."""

from datetime import date

import pytest

from xiafang.promises.owners import home
from xiafang.regulation.facts import Post

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def post(unit: str, first: str, last: str | None = None, **more: bool) -> Post:
    to_day = date.fromisoformat(last) if last else None
    return Post(unit, "局长", "division_chief", date.fromisoformat(first), to_day=to_day, **more)


@pytest.mark.parametrize(
    ("posts", "where"),
    [
        pytest.param([post("a", "2024-01-01")], "a", id="the only post"),
        pytest.param([post("a", "2024-01-01", "2026-03-01"), post("b", "2026-03-02")], "b", id="held on the last day"),
        pytest.param([post("a", "2024-01-01", "2026-06-30"), post("b", "2026-07-01")], "a", id="the day before moving"),
        pytest.param([post("a", "2024-01-01", "2026-06-29"), post("b", "2026-06-30")], "b", id="moved on the last day"),
        pytest.param(
            [post("a", "2024-01-01", "2026-01-31"), post("b", "2026-07-01")], "a", id="rather within the period"
        ),
        pytest.param([post("a", "2020-01-01", "2023-01-01"), post("b", "2026-08-01")], "b", id="outside, the nearest"),
        pytest.param(
            [post("a", "2020-01-01", "2026-02-01"), post("b", "2026-02-02", "2026-05-01")], "b", id="the last past one"
        ),
        pytest.param(
            [post("a", "2020-01-01", leadership=True), post("b", "2024-01-01", principal=True)],
            "b",
            id="principals first",
        ),
        pytest.param([post("a", "2020-01-01"), post("b", "2024-01-01", leadership=True)], "b", id="then leaders"),
        pytest.param([post("b", "2024-01-01"), post("a", "2020-01-01")], "a", id="then the longest held"),
    ],
)  # fmt: skip
def test_the_home_of_an_official(posts: list[Post], where: str) -> None:
    assert home(posts, FIRST, LAST) == where
    assert home(posts[::-1], FIRST, LAST) == where


def test_without_posts_there_is_none() -> None:
    assert home([], FIRST, LAST) is None
