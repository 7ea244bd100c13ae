"""Make the pictures in docs/screenshots anew: the demo on a fixed day, in the machine's Chromium. Run by hand.

`make pictures` makes all; `.venv/bin/python scripts/pictures.py duty-board matter` makes those that are named;
with `--site URL` a running demo is photographed as it stands, on its own day.
"""

import argparse
import importlib
import importlib.util
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "src")]

from picture_list import PASSWORD, PICTURES, Picture  # noqa: E402 - beside this file

from xiafang.cli import browsers  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

DAY = date(2026, 6, 17)  # a Wednesday, two weeks before the half-year ends
PORT = 18999
OUT = ROOT / "docs" / "screenshots"
HEIGHTS = {1440: 1000, 390: 844}
TALLEST = {1440: 1300, 390: 1700}  # about the first two screens
ARGUMENTS = ["--disable-dev-shm-usage", "--font-render-hinting=none", "--disable-background-networking", "--lang=zh-CN"]


def main() -> int:
    """Make the pictures that are asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="only these pictures")
    asked.add_argument("--site", help="the address of a running demo")
    asked.add_argument("--out", type=Path, default=OUT, help="where the pictures go")
    asked.add_argument("--again", action="store_true", help="of the demo that was loaded last time")
    asked.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.serve:
        return _serve()
    chosen = [picture for picture in PICTURES if not given.names or picture.name in given.names]
    given.out.mkdir(parents=True, exist_ok=True)
    if given.site:
        _photograph(given.site, chosen, given.out)
        return 0
    with _demo(loaded=given.again) as site:
        _photograph(site, chosen, given.out)
    if given.out == OUT and not given.names:
        _index()
    return 0


@contextmanager
def _demo(*, loaded: bool) -> Iterator[str]:
    """Load the demo of the day into a database of its own, and serve it with the clock on that day."""
    os.environ["XIAFANG_DATA"] = str(ROOT / "build" / "pictures")
    os.environ["XIAFANG_LOG_LEVEL"] = "WARNING"
    from xiafang.cli import workplace  # noqa: PLC0415 - only now is it known where the data stands

    with workplace.database():
        console = Path(sys.executable).with_name("xiafang")
        if not loaded:
            subprocess.run([console, "demo", "--today", str(DAY), "--fresh", "--yes"], check=True)  # noqa: S603
        server = subprocess.Popen([sys.executable, __file__, "--serve"])  # noqa: S603
        try:
            site = f"http://127.0.0.1:{PORT}"
            _wait(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(10)


def _wait(site: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{site}/healthz", timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _serve() -> int:
    """Answer as the web role, on the morning of the day."""
    import time_machine  # noqa: PLC0415 - only this process travels

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is declared
            pass

    morning = datetime(DAY.year, DAY.month, DAY.day, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(morning, tick=True):
        from xiafang.config.wsgi import application  # noqa: PLC0415 - on that day

        threading.Thread(target=_work, daemon=True).start()
        make_server("127.0.0.1", PORT, application, WSGIServer, Quiet).serve_forever()
    return 0


def _work() -> None:
    """Do what is asked for beside the requests."""
    from xiafang.ledgers import jobs  # noqa: PLC0415 - on that day
    from xiafang.web.jobs import HANDLERS  # noqa: PLC0415

    while True:
        jobs.work(HANDLERS)
        time.sleep(0.2)


def _photograph(site: str, pictures: list[Picture], out: Path) -> None:
    """Take the pictures. Raises SystemExit at a page that does not answer as it should."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the server needs no browser

    chromium = browsers.found(browsers.WITH_WINDOWS)
    if not chromium:
        raise SystemExit(f"没有找到能运行的 Chromium：请{browsers.WAY_OUT}。")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    states: dict[str, StorageState] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, *sandbox], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        for picture in pictures:
            if picture.user and picture.user not in states:
                states[picture.user] = _signed_in(browser, site, picture.user)
            for width in picture.widths:
                with browser.new_context(
                    base_url=site,
                    viewport={"width": width, "height": HEIGHTS[width]},
                    has_touch=width < 500,
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",
                    reduced_motion="reduce",
                    storage_state=states.get(picture.user),
                ) as context:
                    page = context.new_page()
                    picture.go(page)
                    file = out / f"{picture.name}-{width}.png"
                    _shoot(page, file, width)
                    print(
                        f"{file.name:34}{file.stat().st_size // 1024:5} kB  {page.url.removeprefix(site)}", flush=True
                    )
        browser.close()


def _signed_in(browser: "Browser", site: str, user: str) -> "StorageState":
    """Sign `user` in through the page; return what the browser keeps of it."""
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("用户名").fill(user)
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        return context.storage_state()


def _shoot(page: "Page", file: Path, width: int) -> None:
    """Keep the first screens of the page; one that is wider than its window is not worth keeping."""
    tall, wide = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    if wide > width:
        print(f"{file.name} is {wide - width} pixels wider than the window", file=sys.stderr)
    high = min(tall, TALLEST[width])
    page.set_viewport_size({"width": width, "height": max(high, 400)})  # what sticks to the bottom stands there
    page.screenshot(path=file)
    _tighten(file)


def _tighten(file: Path) -> None:
    """Reduce the picture to 128 colours, a third of the size, where Pillow is at hand; it is not asked for."""
    if importlib.util.find_spec("PIL"):
        image = importlib.import_module("PIL.Image").open(file).convert("RGB")
        image.quantize(128, dither=0).save(file, optimize=True)


def _index() -> None:
    """Write the page that shows the pictures, and remove those that no page is shown by any more."""
    lines = ["# Pictures of the pages", "", f"Made by `make pictures` from the demo, on {DAY}; see the", ""]
    lines[2] += " [how-to](../howto/pictures.md)."
    shown = set()
    for picture in PICTURES:
        files = [f"{picture.name}-{width}.png" for width in picture.widths]
        shown |= set(files)
        lines += [f"## {picture.caption}", ""]
        images = [
            f"![{picture.caption} ({width} px wide)]({file})" for width, file in zip(picture.widths, files, strict=True)
        ]
        lines += [f"{picture.path} as `{picture.user or 'nobody'}`", "", *images, ""]
    (OUT / "README.md").write_text("\n".join(lines), "utf-8")
    for file in OUT.glob("*.png"):
        if file.name not in shown:
            file.unlink()


if __name__ == "__main__":
    sys.exit(main())
