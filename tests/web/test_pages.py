"""The pages by Django's client: what they say, who sees them, and what they cost."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from pytest_django import Settings

from web.asking import page
from xiafang.regulation.outline import ARTICLES, STATE_NAMES
from xiafang.web import rules

pytestmark = [pytest.mark.django_db, pytest.mark.repeats]  # the address, the words and the frame; each page has tests

OUTSIDE = {"account_login", "account_logout", "account_inactive", "session"}
SOMEBODY = UUID(int=7)  # nobody's: a page that needs somebody answers 404
ARGUMENTS: dict[str, list[object]] = {
    "articles-one": [7],
    "calendar-year": [2026],
    "calendar-change": ["2026-06-15"],
    "calendar-clear": ["2026-06-15"],
}


def pages() -> list[str]:
    """Return the names of all pages of the workplace."""
    resolver = get_resolver("xiafang.web.urls")
    return [str(page.name) for page in resolver.url_patterns if isinstance(page, URLPattern)]


def address(name: str) -> str:
    """Return an address of the page called `name`."""
    if name in ARGUMENTS:
        return reverse(name, args=ARGUMENTS[name])
    for arguments in ((), [SOMEBODY], [7], [SOMEBODY, SOMEBODY], [7, 7]):
        with suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(set(pages()) - OUTSIDE))
def test_whoever_is_not_signed_in_is_asked_to(client: Client, name: str) -> None:
    answer = client.get(address(name))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={address(name)}"


def test_what_narrows_a_list_is_never_filled_in_by_the_browser() -> None:
    folder = Path(str(files("xiafang.web") / "templates"))
    forms = [form for path in folder.rglob("*.html") for form in re.findall(r"<form[^>]*>", path.read_text("utf-8"))]
    asking = [form for form in forms if 'method="post"' not in form]
    assert len(asking) > 10
    assert [form for form in asking if 'method="get"' not in form or 'autocomplete="off"' not in form] == []


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/admin/"])
def test_what_this_deployment_does_not_offer_is_not_there(signed_in: Client, path: str) -> None:
    assert signed_in.get(path).status_code == 404


@pytest.mark.parametrize("name", sorted(set(pages()) - {"account_login", "account_inactive", "session"}))
def test_nothing_inline_and_nothing_from_elsewhere(signed_in: Client, name: str) -> None:
    html = signed_in.get(address(name)).content.decode()
    assert not re.search(r"<script(?![^>]* src=\"/static/)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html)


def test_the_policy_of_every_answer_forbids_it_too(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("number", range(1, 22))
def test_an_article_page_says_what_the_core_says(signed_in: Client, number: int) -> None:
    article = ARTICLES[number - 1]
    html = signed_in.get(f"/articles/{number}/").content.decode()
    assert article.plain in html
    for clause in article.clauses:
        assert clause.text in html
        assert clause.note in html
        assert STATE_NAMES[clause.state] in html


def test_there_is_no_article_22(signed_in: Client) -> None:
    assert signed_in.get("/articles/22/").status_code == 404
    assert signed_in.get("/articles/0/").status_code == 404


def test_the_list_is_narrowed_by_state(signed_in: Client) -> None:
    html = signed_in.get("/articles/?state=carried_out").content.decode()
    shown = set(re.findall(r'href="/articles/(\d+)/"', html))
    assert shown == {
        str(article.index) for article in ARTICLES if any(c.state == "carried_out" for c in article.clauses)
    }
    everything = signed_in.get("/articles/?state=nonsense").content.decode()
    assert len(set(re.findall(r'href="/articles/(\d+)/"', everything))) == 21


def test_a_number_of_the_law_and_a_reading_are_told_apart(signed_in: Client) -> None:
    html = signed_in.get("/articles/6/").content.decode()
    assert re.search(r"“1月20日前”.*?<strong>1月20日</strong>.*?办法明定", html)
    assert re.search(r"此处定为1月31日.*?<strong>1月31日</strong>.*?解释", html)


def test_without_the_official_text_the_page_says_how_to_load_it(signed_in: Client) -> None:
    assert "XIAFANG_OFFICIAL_TEXT" in signed_in.get("/articles/7/").content.decode()


@pytest.fixture
def official(tmp_path: Path) -> Callable[[str], AbstractContextManager[None]]:
    """Load an invented regulation."""

    def load(text: str) -> AbstractContextManager[None]:
        file = tmp_path / "办法 原文.txt"
        file.write_text(text, "utf-8")
        rules.official_text.cache_clear()
        return override_settings(OFFICIAL_TEXT=str(file))

    return load


def test_an_official_text_is_shown(signed_in: Client, official: Callable[[str], AbstractContextManager[None]]) -> None:
    with official("第一条 河里的船要排队。\n第七条 船长每年掌舵<一次>。\n小船两次。\n"):
        html = signed_in.get("/articles/7/").content.decode()
        assert "船长每年掌舵&lt;一次&gt;。" in html
        assert "小船两次。" in html
        assert "已载入的原文中没有第八条" in signed_in.get("/articles/8/").content.decode()
        assert "已载入2条" in signed_in.get("/articles/about/").content.decode()
    rules.official_text.cache_clear()


def test_an_unusable_official_text_is_explained(
    signed_in: Client, official: Callable[[str], AbstractContextManager[None]]
) -> None:
    with official("没有条文的文件"):
        assert "没有以“第…条”开头的行" in signed_in.get("/articles/7/").content.decode()
    rules.official_text.cache_clear()


@pytest.mark.parametrize(
    ("year", "working_days", "status"),
    [
        # 2026: 365 days, 104 weekend days of which 6 are worked, 19 weekdays off: 365 - 104 + 6 - 19
        pytest.param(2026, 248, "正式", id="a published year"),
        # 2027: 365 days, 104 weekend days, 13 weekdays off, nothing worked for them
        pytest.param(2027, 248, "暂定", id="a provisional year"),
    ],
)
def test_a_year_of_the_calendar(signed_in: Client, year: int, working_days: int, status: str) -> None:
    html = signed_in.get(f"/calendar/{year}/").content.decode()
    assert f"全年工作日{working_days}天" in html
    assert f"<strong>{status}。</strong>" in html


def test_festivals_are_rows_with_what_is_worked_for_them(signed_in: Client) -> None:
    html = signed_in.get("/calendar/2026/").content.decode()
    row = re.search(r"<tr><th scope=\"row\">春节</th>.*?</tr>", html)
    assert row is not None
    assert "2月15日（周日）至2月23日（周一）" in row[0]
    assert "9天" in row[0]
    assert "2月14日（周六）、2月28日（周六）" in row[0]


def test_the_calendar_ends_somewhere(signed_in: Client) -> None:
    assert signed_in.get("/calendar/1949/").status_code == 404
    assert signed_in.get("/calendar/2101/").status_code == 404
    assert "2101年" not in signed_in.get("/calendar/2100/").content.decode()


@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/7/", "/calendar/"])
def test_what_a_page_costs(signed_in: Client, path: str) -> None:
    signed_in.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        signed_in.get(path)
    said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # session, user, who asks (two), calendar; the page of the calendar has its own days and their history besides
    assert len(said) <= (8 if path == "/calendar/" else 5), said


def test_errors_say_what_to_do(signed_in: Client, client: Client) -> None:
    inside, outside = signed_in.get("/nothing/"), client.get("/nothing/")
    assert inside.status_code == outside.status_code == 404
    assert "主导航" in inside.content.decode()
    assert "主导航" not in outside.content.decode()
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/accounts/login/", {"login": "zhoushili", "password": "x"})
    assert refused.status_code == 403
    assert "页面已过期，请重新提交" in refused.content.decode()


def test_the_500_page_asks_nobody(django_assert_num_queries: Callable[[int], AbstractContextManager[None]]) -> None:
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert "请稍后重试" in html


def test_staying_signed_in(signed_in: Client, client: Client) -> None:
    assert signed_in.get("/session/").status_code == 204
    assert client.get("/session/").status_code == 401


def test_the_numbers_of_the_own_pack_are_shown_with_the_built_in_ones(
    signed_in: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.POLICY = str(tmp_path / "own.toml")
    Path(settings.POLICY).write_text(
        "letter.read.working_days = 7\n[visits.quarter.need]\nvalue = 2\nvalid_from = 2099-01-01", "utf-8"
    )
    assert "<strong>7个工作日</strong>" in page(signed_in, "/articles/11/")
    assert "（本单位参数：内置为5个工作日）" in page(signed_in, "/articles/11/")
    quarter = page(signed_in, "/articles/7/")
    assert "<strong>1次</strong>" in quarter
    assert "（本单位参数：2099年起2次）" in quarter
    about = page(signed_in, "/articles/about/")
    assert "<code>own</code>，本单位自定" in about
    assert "7个工作日" in page(signed_in, "/letters/")


def test_the_day_of_coming_into_force(signed_in: Client, settings: Settings) -> None:
    for day, said in ((None, "XIAFANG_EFFECTIVE_ON"), (date(2016, 5, 1), "2016年5月1日")):
        settings.EFFECTIVE_ON = day
        assert said in page(signed_in, "/articles/21/")
        assert said in page(signed_in, "/articles/about/")
    assert "施行日期" not in page(signed_in, "/articles/20/")
