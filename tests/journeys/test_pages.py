"""Every page on a desk and on a phone: no fault by axe-core (WCAG 2.2 AA), nothing wider than the window.

With SCREENSHOTS=folder each page that is looked at is also kept as two pictures.
"""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from playwright.sync_api import Page

from journeys.seeing import Open, overflow, sign_in, violations
from xiafang.accounts.models import User

OPEN = {"sign-in": "/accounts/login/", "inactive": "/accounts/inactive/", "not-found-outside": "/nothing/here/"}
PAGES = {
    "home": "/",
    "articles": "/articles/",
    "about": "/articles/about/",
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
ERRORS = ("400.html", "403.html", "403_csrf.html", "500.html")
KEEP = os.environ.get("SCREENSHOTS", "")
PHONE = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


def look(page: Page, name: str, within: str = "html") -> list[str]:
    """Keep a picture if asked to, and return the faults of the page."""
    if KEEP:
        Path(KEEP).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{KEEP}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]
    wider = overflow(page)
    return violations(page, within) + ([f"{wider} pixels wider than the window"] if wider > 0 else [])


@PHONE
def test_every_page(open_page: Open, clerk: User, phone: bool) -> None:
    page = open_page(phone=phone)
    faults = {}
    for name, address in OPEN.items():
        page.goto(address)
        faults[name] = look(page, name)
    sign_in(page, clerk.username)
    for name, address in PAGES.items():
        page.goto(address)
        faults[name] = look(page, name)
    assert {name: found for name, found in faults.items() if found} == {}


@PHONE
def test_every_error_page(open_page: Open, phone: bool) -> None:
    request = HttpRequest()
    request.user = AnonymousUser()
    page = open_page(phone=phone)
    faults = {}
    for template in ERRORS:
        html = render_to_string(template, {} if template == "500.html" else {"request": request})
        page.route("**/shown-here/", lambda route: route.fulfill(body=html, content_type="text/html"), times=1)  # noqa: B023
        page.goto("/shown-here/")
        faults[template] = look(page, template.removesuffix(".html"))
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_article_page(open_page: Open, clerk: User) -> None:
    page = open_page()
    sign_in(page, clerk.username)
    for number in sorted(set(range(1, 22)) - {1, 7, 18}):  # which stand in PAGES
        page.goto(f"/articles/{number}/")
        assert violations(page) == [], number


def test_the_open_menus(open_page: Open, clerk: User) -> None:
    page = open_page(phone=True)
    sign_in(page, clerk.username)
    page.get_by_text("菜单", exact=True).click()
    entry = page.get_by_role("navigation", name="主导航（手机）").get_by_role("link", name="办法条文")
    assert entry.is_visible()
    assert look(page, "menu", "header.bar") == []
    page.keyboard.press("Escape")
    assert not entry.is_visible()
    page.get_by_label("我的账号：周示例").click()
    assert page.get_by_role("button", name="退出登录").is_visible()
    assert look(page, "account", "header.bar") == []


def test_printing_leaves_the_frame_away(open_page: Open, clerk: User) -> None:
    page = open_page()
    sign_in(page, clerk.username)
    page.goto("/articles/7/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert look(page, "print") == []
