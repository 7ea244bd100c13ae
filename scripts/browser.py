"""See to Chromium and Chinese fonts for the browser journeys: found, or installed with apt when root, else said."""

# ruff: noqa: S603, S607 - fixed commands

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def missing() -> list[str]:
    """Return the Debian packages that are still needed."""
    packages = [] if any(map(shutil.which, NAMES)) else ["chromium"]
    listed = (
        shutil.which("fc-list")
        and subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    )
    return packages if listed and "Noto Sans CJK" in listed else [*packages, "fonts-noto-cjk", "fontconfig"]


def main() -> int:
    """Install what is missing; never fails, because the journeys report themselves as skipped then."""
    packages = missing()
    if not packages:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"▸ 安装浏览器测试所需的 {'、'.join(packages)}……", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode != 0:
                break
    if packages := missing():
        print(f"缺少 {'、'.join(packages)}，浏览器测试将跳过：请以 root 执行 apt-get install {' '.join(packages)}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
