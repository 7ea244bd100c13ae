"""Every page on a desk and on a phone: no fault by axe-core (WCAG 2.2 AA), nothing wider than the window.

With SCREENSHOTS=folder each page that is looked at is also kept as two pictures.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from playwright.sync_api import Route, expect

from journeys.seeing import DESK, PHONE, Open, look, tour, violations
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
ERRORS = ("400.html", "403.html", "403_csrf.html", "405.html", "500.html")


def test_every_page(open_page: Open, clerk: User) -> None:
    faults = tour(open_page(), OPEN) | tour(open_page(clerk), PAGES)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.django_db
def test_every_error_page(open_page: Open) -> None:
    def show(route: Route) -> None:
        template = route.request.url.rsplit("/", 1)[1]
        body = render_to_string(template, {} if template == "500.html" else {"request": request})
        route.fulfill(body=body, content_type="text/html")

    request = HttpRequest()
    request.user = AnonymousUser()
    page = open_page()
    # Once for all: a request that is under way while interception is switched off may never be answered.
    page.route("**/shown-here/*", show)
    faults = {}
    for template in ERRORS:
        page.goto(f"/shown-here/{template}")
        faults[template] = look(page, template.removesuffix(".html"))
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_article_page(open_page: Open, clerk: User) -> None:
    page = open_page(clerk)
    for number in sorted(set(range(1, 22)) - {1, 7, 18}):  # which stand in PAGES
        page.goto(f"/articles/{number}/")
        assert violations(page) == [], number


def test_the_open_menus(open_page: Open, clerk: User) -> None:
    page = open_page(clerk, phone=True)
    page.goto("/")
    page.get_by_text("菜单", exact=True).click()
    entry = page.get_by_role("navigation", name="主导航（手机）").get_by_role("link", name="办法条文")
    expect(entry).to_be_visible()
    assert look(page, "menu", "header.bar", (PHONE,)) == []
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    page.get_by_label("我的账号：周示例").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    assert look(page, "account", "header.bar", (PHONE,)) == []


def test_printing_leaves_the_frame_away(open_page: Open, clerk: User) -> None:
    page = open_page(clerk)
    page.goto("/articles/7/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    assert look(page, "print", at=(DESK,)) == []
