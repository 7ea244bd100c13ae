"""Every page on a desk and on a phone: no fault by axe-core (WCAG 2.2 AA), nothing wider than the window.

With XIAFANG_SCREENSHOTS=folder each page is also kept as a picture, to be looked at.
"""

import os
from pathlib import Path

import pytest
from journeys.seeing import Open, overflow, sign_in, violations

from xiafang.accounts.models import User

OPEN = {"sign-in": "/accounts/login/"}
PAGES = {
    "home": "/",
    "articles": "/articles/",
    "articles-missing": "/articles/?state=not_yet_built",
    "article-1": "/articles/1/",
    "article-7": "/articles/7/",
    "article-18": "/articles/18/",
    "calendar": "/calendar/",
    "calendar-provisional": "/calendar/2027/",
    "password": "/accounts/password/",
    "sign-out": "/accounts/logout/",
    "not-found": "/nothing/here/",
}
KEEP = os.environ.get("XIAFANG_SCREENSHOTS", "")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page(open_page: Open, clerk: User, phone: bool) -> None:
    page = open_page(phone=phone)
    faults = {}
    for name, address in [*OPEN.items(), *PAGES.items()]:
        if name == next(iter(PAGES)):
            sign_in(page, clerk.username)
        page.goto(address)
        faults[name] = violations(page)
        assert overflow(page) <= 0, name
        if KEEP:
            Path(KEEP).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{KEEP}/{name}-{390 if phone else 1440}.png", full_page=True)
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_article_page(open_page: Open, clerk: User) -> None:
    page = open_page()
    sign_in(page, clerk.username)
    for number in range(1, 22):
        page.goto(f"/articles/{number}/")
        assert violations(page) == [], number
