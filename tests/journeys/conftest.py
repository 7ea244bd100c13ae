"""A real browser on the real pages: the Chromium of the machine, driven by Playwright; axe-core judges every page."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from journeys.seeing import DESK, PASSWORD, PHONE, Open, axe_at_hand
from serving import serving
from xiafang.cli import browsers

if TYPE_CHECKING:
    from xiafang.accounts.models import User
    from xiafang.postgres.embedded import Embedded

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    # Each page runs its scripts once: by the time they are optimized they have ended.
    "--js-flags=--no-maglev --no-turbofan",
]
# Sentences that the browser writes about pages which are meant to be errors.
EXPECTED = "Failed to load resource: the server responded with a status of 4"

PATIENCE = 30_000  # milliseconds; the machine may be busy
expect.set_options(timeout=PATIENCE)

# Playwright's synchronous driver keeps an event loop running in this thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, if there is one as the program without windows, which costs a sixth less."""
    found = browsers.found()
    if not found:
        pytest.skip(f"没有找到能运行的 Chromium：请{browsers.WAY_OUT}。")
    with sync_playwright() as playwright:
        arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
        opened = playwright.chromium.launch(executable_path=found, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def site(embedded_postgres: "Embedded", django_db_setup: None) -> Iterator[str]:
    """The address of the real server."""
    with serving(embedded_postgres) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page in a browser of its own; what it writes to the console or fails to load is an error at the end.

    `user` is signed in already: passwords and their form are proved where signing in is (test_reading).
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    axe = axe_at_hand()

    def open_one(user: "User | None" = None, *, phone: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_init_script(axe)
        if user:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(PATIENCE)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [said for said in complaints if not said.startswith(EXPECTED)] == []


def session_of(user: "User") -> str:
    """Return the key of a session in which `user` has signed in."""
    from django.test import Client  # noqa: PLC0415 - this file is read before Django is set up

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


@pytest.fixture
def clerk(transactional_db: None) -> "User":
    """Somebody who may sign in."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - this file is read before Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from xiafang.accounts.models import User  # noqa: PLC0415

    kept = make_password(PASSWORD)
    return User.objects.create(username="zhoushili", name="周示例", password=kept, created_at=timezone.now())
