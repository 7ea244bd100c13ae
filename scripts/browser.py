"""See to Chromium and Chinese fonts for the browser journeys: found, or installed with apt when root, else said.

Debian has Chromium also as a program without windows (ADR 55): the journeys cost less in it, so it is installed
where it is to be had.
"""

# ruff: noqa: S603, S607 - fixed commands

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def missing() -> list[str]:
    """Return the Debian packages that are still needed."""
    packages = [] if any(map(shutil.which, NAMES)) else ["chromium"]
    listed = (
        shutil.which("fc-list")
        and subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    )
    return packages if listed and "Noto Sans CJK" in listed else [*packages, "fonts-noto-cjk", "fontconfig"]


def wanted() -> list[str]:
    """Return the packages to install: what is missing, with the browser without windows wherever apt knows it."""
    needed = missing()
    if shutil.which(SHELL) or subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False).returncode:
        return needed
    return [SHELL, *(package for package in needed if package != "chromium")]


def install() -> None:
    """Install what is wanted with apt; what stands is not taken away for it."""
    if not wanted():
        return
    apt(["update"])
    packages = wanted()  # apt may know more now
    print(f"▸ 安装浏览器测试所需的 {'、'.join(packages)}……", flush=True)
    apt(["install", "-y", "--no-install-recommends", "--no-remove", *packages])


def apt(words: list[str]) -> None:
    """Run apt-get without questions."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Install what is wanted; never fails, because the journeys report themselves as skipped then."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if packages := missing():
        print(f"缺少 {'、'.join(packages)}，浏览器测试将跳过：请以 root 执行 apt-get install {' '.join(packages)}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
