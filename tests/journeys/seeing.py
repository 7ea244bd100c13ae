"""What journeys do on a page: sign in, ask axe-core, measure."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "Hulan-Yanzi-27"
Open = Callable[..., Page]


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in through the page."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core holds against the part `within` of the page as it stands, one line each."""
    # Through evaluate and not a script tag: the page's own policy forbids scripts from elsewhere.
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate(
        "([within, rules]) => axe.run(within, {runOnly: {type: 'tag', values: rules}})", [within, RULES]
    )
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
