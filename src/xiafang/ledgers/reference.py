"""docs/reference/ledgers.md, written from the columns of all kinds; a test holds the two equal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiafang.ledgers.kinds.ledger import Ledger


def page() -> str:
    """Return the whole page."""
    from xiafang.ledgers.kinds.registry import KINDS  # noqa: PLC0415 - models need Django, which is set up by now

    return "\n".join(line for part in (_top(), *map(_kind, KINDS.values())) for line in part) + "\n"


def _top() -> Iterator[str]:
    yield "# 台账的列"
    yield ""
    yield "本页由 `python -m xiafang.ledgers.reference` 从程序生成，不要手改。用法见[导入台账](../howto/import.md)。"
    yield ""
    yield "列的先后不限；列名前后的空格、换行、括号里的说明、全角半角都不计较。表中另有的列不读取，导入时会列出。"


def _kind(ledger: "Ledger") -> Iterator[str]:
    yield ""
    yield f"## {ledger.label}（`{ledger.kind}`）"
    yield ""
    yield f"{ledger.about}。由{'、'.join(role.label for role in ledger.roles)}导入。"
    yield ""
    yield "| 列 | 必填 | 也可以叫 | 说明 |"
    yield "|---|---|---|---|"
    for column in ledger.columns:
        yield f"| {column.label} | {'是' if column.required else ''} | {'、'.join(column.aliases)} | {column.note} |"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiafang.config.settings")
    django.setup()
    print(page(), end="")
