"""What the front-end build made: the names of its files, and its icons."""

from functools import cache
from pathlib import Path

import msgspec
from django.core.checks import CheckMessage, Error, register
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BUILT = Path(__file__).parent / "static" / "built"


def asset(name: str) -> str:
    """Return the address of a built file by its plain name (`workplace.css`); the digest in it changes with it."""
    return static(f"built/{_manifest()[name]}")


@cache
def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers: the word stands beside it.

    Raises KeyError for a name that frontend/src/icons.json does not have.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(_icons()[name]),  # noqa: S308 - built from Tabler's own files
    )


@cache
def _manifest() -> dict[str, str]:
    return msgspec.json.decode((BUILT / "manifest.json").read_bytes(), type=dict[str, str])


@cache
def _icons() -> dict[str, str]:
    return msgspec.json.decode((BUILT / "icons.json").read_bytes(), type=dict[str, str])


@register
def check_built(app_configs: object = None, **options: object) -> list[CheckMessage]:
    """Tell whoever starts an unbuilt checkout what to do."""
    if (BUILT / "manifest.json").is_file():
        return []
    return [Error("前端尚未构建，页面没有样式。", hint="在检出目录运行 make setup。", id="web.E001")]
