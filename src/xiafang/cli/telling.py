"""What `xiafang import` tells of a file: its tables, sheets that are not read, hidden rows, what became of all."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xiafang.cli.workplace import Refusal

if TYPE_CHECKING:
    from xiafang.adapters.sheets import Book
    from xiafang.ledgers.plans import ForAll
    from xiafang.ledgers.refusals import Refusals
    from xiafang.ledgers.running import Part, Tally

_SHOWN = 20


def announce(part: "Part", for_all: "ForAll | None") -> None:
    """Tell what kind of ledger a table is, what holds for all its rows, and which columns are unread or hidden."""
    table = part.table
    where = f"表头在第 {table.first_row} 行，认出 {len(table.columns)} 列"
    click.echo(f"表“{table.sheet.name}”：{part.ledger.label}台账，{where}。")
    if for_all:
        click.echo(f"  {for_all.label}：{for_all.said}")
    if part.unread:
        click.echo(f"  没有用到的列：{'、'.join(part.unread)}")
    if table.hidden:
        click.echo(f"  隐藏的列也已读取：{'、'.join(table.hidden)}")


def aside(book: "Book", chosen: "list[tuple[Part, ForAll | None]]", kind: str) -> None:
    """Name the sheets that were not read."""
    from xiafang.ledgers.asides import beside  # noqa: PLC0415
    from xiafang.ledgers.kinds.registry import KINDS as LEDGERS  # noqa: PLC0415

    asides = beside(book, [part.table.sheet for part, _ in chosen], [LEDGERS[kind]] if kind else LEDGERS.values())
    for one in asides:
        click.echo(f"没有读取：表“{one.sheet}”{one.why}{'，要导入的用 --sheet 写明表名' if one.hidden else ''}。")


def passed(part: "Part") -> None:
    """Tell which rows were no records, and which were read though nobody sees them."""
    if part.unseen:
        click.echo(f"  隐藏的行也已读取：{part.unseen}")
    skipped = Counter(part.table.skipped.values())
    if skipped:
        said = "、".join(f"{what} {count} 行" for what, count in skipped.items())
        click.echo(f"  略过：{said}")


def report(tally: "Tally", refusals: "Refusals", *, dry_run: bool, refused: Path | None) -> None:
    """Tell what became of the rows, and write those that were not taken to `refused`. Raises Refusal."""
    from xiafang.ledgers.plans import Verdict  # noqa: PLC0415

    said = "，".join(f"{verdict.label} {tally.counts[verdict]}" for verdict in Verdict)
    click.echo(f"{'核对' if dry_run else '导入'}完毕：{said}（行）。{'没有写入。' if dry_run else ''}")
    shown = [(plan, kept.part) for kept in refusals.kept for plan, number in kept.rows if number == 0]
    for plan, part in shown[:_SHOWN]:
        click.echo(f"  {plan.verdict.label}　表“{part.table.sheet.name}”{plan.cell}：{plan.said}")
    if len(shown) > _SHOWN:
        click.echo(f"  ……还有 {len(shown) - _SHOWN} 处，用 --refused 写成工作簿查看。")
    if refused is not None:
        try:
            count = refusals.write(refused)
        except OSError as error:
            raise Refusal(f"写不出文件 {refused}：请换个位置或检查权限后再试。") from error
        rest = f"另有 {refusals.left_out} 行太多没有写入，请先改正这些。" if refusals.left_out else ""
        click.echo(f"没有导入的 {count} 行已写入 {refused}。{rest}" if count else "没有未导入的行，不写工作簿。")
