"""What journeys do on a page: sign in, ask axe-core, measure, look."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only the faults leave the browser, as lines: handing over all that is in order takes longer than finding it.
ASK = """([within, rules]) => {
    window.axe ?? window.loadAxe();
    const options = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], preload: false};
    return axe.run(within, options).then((found) => found.violations.flatMap((fault) =>
        fault.nodes.map((node) => `${fault.id}: ${node.target} ${node.failureSummary}`)));
}"""
KEEP = os.environ.get("SCREENSHOTS", "")
PASSWORD = "Hulan-Yanzi-27"
Open = Callable[..., Page]


def axe_at_hand() -> str:
    """Return the script that puts axe-core at the hand of every page; it is read by the first that asks for it."""
    # At the start of a page and not by a script tag: the page's own policy forbids scripts from elsewhere.
    return f"window.loadAxe = () => {{ {AXE.read_text('utf-8')} }};"


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in through the page."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core holds against the part `within` of the page as it stands, one line each."""
    stand(page)
    return [str(line) for line in page.evaluate(ASK, [within, RULES])]


def stand(page: Page) -> None:
    """Wait for the whole page: a click that leads elsewhere comes back before the other page stands."""
    page.wait_for_load_state()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def look(page: Page, name: str, within: str = "html", at: tuple[ViewportSize, ...] = (DESK, PHONE)) -> list[str]:
    """Return the faults of the page as it stands on a desk and on a phone; keep pictures of it if asked to."""
    before = page.viewport_size
    faults = [line for size in at for line in seen(page, name, within, size)]
    resize(page, before)
    return faults


def seen(page: Page, name: str, within: str, size: ViewportSize) -> list[str]:
    """Return the faults of the page at `size`, which it keeps."""
    stand(page)
    resize(page, size)
    if KEEP:
        Path(KEEP).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{KEEP}/{name}-{size['width']}.png", full_page=True)
    wider = overflow(page)
    found = violations(page, within) + ([f"{wider} pixels wider than the window"] if wider > 0 else [])
    return [f"at {size['width']}: {line}" for line in found]


def resize(page: Page, size: ViewportSize | None) -> None:
    """Give the window another size, unless it has it: even then the browser lays out and paints anew."""
    if size and page.viewport_size != size:
        page.set_viewport_size(size)


def tour(page: Page, pages: dict[str, str]) -> dict[str, list[str]]:
    """Go to each of `pages`; return their faults by name. Fails when one asks to sign in instead of showing itself.

    Each is opened at the size at which the last one was left: on a desk, on a phone, on a phone, on a desk.
    """
    before, faults = page.viewport_size, {}
    for name, address in pages.items():
        page.goto(address)
        assert "/accounts/login/?next=" not in page.url, name
        sizes = (PHONE, DESK) if page.viewport_size == PHONE else (DESK, PHONE)
        faults[name] = [line for size in sizes for line in seen(page, name, "html", size)]
    resize(page, before)
    return faults
