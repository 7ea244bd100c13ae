"""Signing in, reading the articles, leaving: with the mouse, with keys alone, and without scripts."""

import re

from playwright.sync_api import Page, expect

from journeys.seeing import PASSWORD, Open, sign_in, violations
from xiafang.accounts.models import User

HOME = re.compile(r"^http://[^/]+/$")


def test_a_wrong_password_gets_a_sentence_and_nothing_else(open_page: Open, clerk: User) -> None:
    page = open_page()
    sign_in(page, clerk.username, "Wrong-Password-1")
    expect(page.get_by_role("alert")).to_have_text(re.compile("^用户名或密码不正确。请核对"))
    assert page.get_by_label("密码").input_value() == ""
    assert violations(page) == []
    page.goto("/")
    expect(page).to_have_title("登录 · 下访")


def test_five_wrong_passwords_suspend_signing_in(open_page: Open, clerk: User) -> None:
    page = open_page()
    for _ in range(5):
        sign_in(page, clerk.username, "Wrong-Password-1")
    expect(page.get_by_role("heading", name="登录已暂停")).to_be_visible()
    expect(page.get_by_text("请15分钟后再试")).to_be_visible()
    assert violations(page) == []
    sign_in(page, clerk.username)
    expect(page.get_by_role("heading", name="登录已暂停")).to_be_visible()


def test_sign_in_read_an_article_and_sign_out(open_page: Open, clerk: User) -> None:
    page = open_page()
    page.goto("/articles/7/")
    expect(page).to_have_title("登录 · 下访")  # whoever is not signed in is asked to, and comes back
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第七条 下访次数和包案")
    expect(page.get_by_role("row", name=re.compile("每半年至少下访1次.*1次.*办法明定"))).to_be_visible()

    page.get_by_role("navigation", name="主导航", exact=True).get_by_role("link", name="办法条文").click()
    page.get_by_role("link", name=re.compile("尚未建成")).first.click()
    expect(page.get_by_role("link", name=re.compile("第五条"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("第二条")).click()
    expect(page.get_by_text("尚缺：").first).to_be_visible()

    page.get_by_label("我的账号：周示例").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    page.goto("/articles/")
    expect(page).to_have_title("登录 · 下访")


def test_keys_alone(open_page: Open, clerk: User) -> None:
    page = open_page()
    page.goto("/accounts/login/")
    press(page, "Tab", until="用户名")
    page.keyboard.type(clerk.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("周示例，您好")

    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    press(page, "Tab", until="办法条文")
    page.keyboard.press("Enter")
    expect(page).to_have_title("办法条文 · 下访")
    press(page, "Tab", until="周示例")
    page.keyboard.press("Enter")
    press(page, "Tab", until="退出登录")
    page.keyboard.press("Enter")
    expect(page).to_have_title("登录 · 下访")


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    return str(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"))


def press(page: Page, key: str, *, until: str) -> None:
    """Press `key` until what is called `until` has the focus; each stop on the way must be visible."""
    for _ in range(60):
        page.keyboard.press(key)
        if focused(page) == until:
            return
        assert page.evaluate("document.activeElement.checkVisibility?.() ?? true"), focused(page)
    raise AssertionError(f"no way to “{until}” with {key}")


def test_reading_works_without_scripts(open_page: Open, clerk: User) -> None:
    page = open_page(phone=True, script=False)
    sign_in(page, clerk.username)
    page.get_by_text("菜单", exact=True).click()
    page.get_by_role("navigation", name="主导航（手机）").get_by_role("link", name="办法条文").click()
    page.get_by_role("link", name=re.compile("第十七条")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第十七条 办结时限")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.get_by_label("我的账号：周示例").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_title("登录 · 下访")


def test_a_new_password(open_page: Open, clerk: User) -> None:
    page = open_page()
    sign_in(page, clerk.username)
    page.goto("/accounts/password/")

    def ask(old: str, new: str, again: str) -> None:
        page.get_by_label("当前密码").fill(old)
        page.get_by_label("新密码", exact=True).fill(new)
        page.get_by_label("再输一次新密码").fill(again)
        page.get_by_role("button", name="保存新密码").click()

    ask("Wrong-Password-1", "short", "other")
    assert violations(page) == []
    assert re.search("[A-Za-z]{4,}", page.locator("main").inner_text()) is None  # every sentence is Chinese
    ask(PASSWORD, "Lianhua-Hupan-38", "Lianhua-Hupan-38")
    expect(page.get_by_text("新密码已生效。")).to_be_visible()


def test_a_form_of_an_old_page_is_explained(open_page: Open, clerk: User) -> None:
    page = open_page()
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="页面已过期，请重新提交")).to_be_visible()


def test_a_session_about_to_end_says_so_and_can_be_kept(open_page: Open, clerk: User) -> None:
    page = open_page()
    page.clock.install()
    sign_in(page, clerk.username)
    notice = page.get_by_text("再过约2分钟将自动退出")
    page.clock.fast_forward("27:30")
    expect(notice).to_be_hidden()
    page.clock.fast_forward("01:00")
    expect(notice).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="继续使用").click()
    expect(notice).to_be_hidden()


def test_what_was_entered_outlives_the_session(open_page: Open, clerk: User) -> None:
    page = open_page()
    page.clock.install()
    sign_in(page, clerk.username)
    page.goto("/accounts/password/")
    entered = {"当前密码": PASSWORD, "新密码": "Hulan-Yanzi-28", "再输一次新密码": "Hulan-Yanzi-28"}
    for label, words in entered.items():
        page.get_by_label(label, exact=True).fill(words)
    page.context.clear_cookies(name="sessionid")
    page.clock.fast_forward("31:00")
    page.get_by_role("button", name="保存新密码").click()
    notice = page.get_by_role("alert").filter(has_text="本页的登录已经失效")
    expect(notice).to_be_visible()
    assert violations(page) == []
    with page.expect_popup() as opened:
        notice.get_by_role("link", name="在新窗口登录").click()
    sign_in(opened.value, clerk.username)
    expect(opened.value).to_have_url(HOME)
    assert page.get_by_label("新密码", exact=True).input_value() == "Hulan-Yanzi-28"
    page.get_by_role("button", name="保存新密码").click()
    expect(page).to_have_url(HOME)
    clerk.refresh_from_db()
    assert clerk.check_password("Hulan-Yanzi-28")
