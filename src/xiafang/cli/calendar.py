"""`xiafang calendar`: look at the working calendar, and fill it anew from the `holidays` package."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from xiafang.cli.chinese import ChineseCommand, ChineseGroup
from xiafang.regulation.calendar import CalendarTable, YearTable, shipped_table
from xiafang.regulation.files import why_unwritable

_WEEKDAYS = "一二三四五六日"
_SHOWN = 20


@click.group("calendar", cls=ChineseGroup)
def command() -> None:
    """查看、填充工作日历。

    工作日历记载国务院办公厅公布的放假和调休安排，期限按它推算。尚未公布的年份为暂定。

    \b
    例：
      xiafang calendar show                 今年的放假和调休安排
      xiafang calendar show 2027            某一年的
      xiafang calendar fill table.json      按 holidays 软件包重新填充，写入文件
    """


@command.command("show", cls=ChineseCommand)
@click.argument("year", metavar="[YEAR]", required=False)
def show(year: str | None) -> int:
    """列出一年中的放假日和调休上班日，不写年份则为今年。

    \b
    例：
      xiafang calendar show
      xiafang calendar show 2026
    """
    table = shipped_table()
    chosen = datetime.now(ZoneInfo("Asia/Shanghai")).year if year is None else _year("YEAR", year, table)
    days = table.years[chosen]
    click.echo(f"{chosen}年工作日历：{_status(days)}")
    click.echo(f"\n工作日放假 {len(days.off)} 天")
    for day, name in sorted(days.off.items()):
        click.echo(f"  {day} 周{_WEEKDAYS[day.weekday()]}  {name}")
    click.echo(f"\n周末上班 {len(days.worked)} 天")
    for day in sorted(days.worked):
        click.echo(f"  {day} 周{_WEEKDAYS[day.weekday()]}")
    click.echo(f"\n日历版本 {table.version}（{table.source}）")
    return 0


@command.command("fill", cls=ChineseCommand)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--official-through", "through", metavar="YEAR", help="放假安排已公布到哪一年，其后各年标为暂定；默认为现用日历的。"
)
def fill(file: Path, through: str | None) -> int:
    """按已安装的 holidays 软件包重新填充工作日历，写入 FILE。

    新一年的放假安排公布后，先升级 holidays，再用本命令生成新表，核对差别后替换源代码中的 calendar_table.json。
    文件要么完整写成，要么不动。

    \b
    例：
      xiafang calendar fill table.json
      xiafang calendar fill table.json --official-through 2027
    """
    from xiafang.regulation import calendar_fill  # noqa: PLC0415 - showing the calendar needs no package

    present = shipped_table()
    last = calendar_fill.OFFICIAL_THROUGH if through is None else _year("--official-through", through, present)
    table = calendar_fill.build_table(official_through=last)
    guessed = calendar_fill.unpublished(table)
    if guessed is not None:
        _refuse(
            f"--official-through：{table.source.partition('，')[0]} 还没有{guessed}年的调休安排，不能标为已公布。"
            "请先升级 holidays，或改为较早的年份。"
        )
    try:
        calendar_fill.write_table(table, file)
    except OSError as error:
        _refuse(f"写不了 {file}：{why_unwritable(error)}。请换一个可写的位置。")
    click.echo(f"已写入 {file}：版本 {table.version}，{table.source}。")
    _compare(present, table)
    return 0


def _year(name: str, given: str, table: CalendarTable) -> int:
    first, last = min(table.years), max(table.years)
    if not (given.isascii() and given.isdecimal() and len(given) <= 4 and first <= int(given) <= last):
        _refuse(f"{name}：“{given}”不在工作日历的范围内，请写 {first} 至 {last} 之间的年份，例如 2026。")
    return int(given)


def _refuse(reason: str) -> NoReturn:
    click.echo(f"错误：{reason}", err=True)
    sys.exit(2)


def _status(days: YearTable) -> str:
    if days.status == "official":
        return "已公布"
    return "暂定。放假安排尚未公布，只有法定节日及其补假，没有调休上班日"


def _compare(present: CalendarTable, table: CalendarTable) -> None:
    """Say which days differ from the calendar in use."""
    differences = sorted(
        (day, before, after)
        for year in table.years
        for day, before, after in _changes(present.years.get(year), table.years[year])
    )
    newly = [str(y) for y, d in table.years.items() if y in present.years and present.years[y].status != d.status]
    if not differences and not newly:
        click.echo("与现用日历没有差别。")
        return
    click.echo(f"与现用日历有 {len(differences)} 天不同：")
    for day, before, after in differences[:_SHOWN]:
        click.echo(f"  {day} 周{_WEEKDAYS[day.weekday()]}  {before} → {after}")
    if len(differences) > _SHOWN:
        click.echo(f"  ……另有 {len(differences) - _SHOWN} 天")
    if newly:
        click.echo(f"公布状态改变的年份：{'、'.join(newly)}。")


def _changes(before: YearTable | None, after: YearTable) -> list[tuple[date, str, str]]:
    old, new = _said(before), _said(after)
    return [
        (day, old.get(day, "照常"), new.get(day, "照常"))
        for day in old.keys() | new.keys()
        if old.get(day) != new.get(day)
    ]


def _said(days: YearTable | None) -> dict[date, str]:
    return {} if days is None else dict(days.off) | dict.fromkeys(days.worked, "上班")
