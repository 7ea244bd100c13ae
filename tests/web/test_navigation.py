"""The navigation shows each role what is for it."""

from uuid import uuid4

import pytest

from xiafang.accounts.roles import Role
from xiafang.accounts.standing import NOBODY, Standing
from xiafang.web import navigation
from xiafang.web.navigation import Entry, Group


def labels(standing: Standing, name: str | None = None) -> list[tuple[str, str]]:
    return [
        (entry["label"], entry["current"])
        for group in navigation.navigation(standing, name)
        for entry in group["entries"]
    ]


def test_the_section_of_a_page_is_marked() -> None:
    assert ("办法条文", "page") in labels(NOBODY, "articles")
    assert ("办法条文", "true") in labels(NOBODY, "articles-one")
    assert ("工作日历", "") in labels(NOBODY, "articles-one")


def test_an_entry_for_a_role_is_shown_to_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry("只给督查", "home", "home", "inspection", roles=(Role.INSPECTOR,))
    monkeypatch.setattr(navigation, "GROUPS", (Group("督查", (entry,)),))
    assert labels(NOBODY) == []
    assert labels(Standing(roles={Role.HANDLER: frozenset({uuid4()})})) == []
    assert labels(Standing(roles={Role.INSPECTOR: frozenset({uuid4()})})) == [("只给督查", "")]
