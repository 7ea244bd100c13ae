"""See to Chromium and Chinese fonts for the browser journeys: found, or installed with apt when root, else said.

Debian has Chromium also as a program without windows (ADR 55): the journeys cost less in it, so it is installed
where it is to be had. Ubuntu's apt knows none: what it calls so fetches a snap, and with it half an operating system.
"""

# ruff: noqa: S603, S607 - fixed commands

import os
import shutil
import subprocess
import sys

from xiafang.cli import browsers


def missing() -> list[str]:
    """Return the Debian packages that are still needed."""
    packages = [] if browsers.found() else ["chromium"]
    listed = (
        shutil.which("fc-list")
        and subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    )
    return packages if listed and "Noto Sans CJK" in listed else [*packages, "fonts-noto-cjk", "fontconfig"]


def wanted() -> list[str]:
    """Return the packages to install: what is missing, with the browser without windows wherever apt knows it."""
    shell = browsers.WITHOUT_WINDOWS
    if shutil.which(shell) or not known(shell):
        return missing()
    return [shell, *(package for package in missing() if package != "chromium")]


def known(package: str) -> bool:
    """Return whether apt has the package itself, and not only others that say they stand for it."""
    return bool(subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).stdout)


def install() -> None:
    """Install what is wanted with apt; what stands is not taken away for it."""
    if not wanted():
        return
    apt(["update"])
    if packages := list(filter(known, wanted())):  # apt may know more now
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
    packages = missing()
    if "chromium" in packages:
        print(f"没有找到能运行的 Chromium，浏览器测试将跳过：请{browsers.WAY_OUT}。")
    elif packages:
        print(f"缺少中文字体，截图中的汉字会显示成方框：请以 root 执行 apt-get install {' '.join(packages)}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
