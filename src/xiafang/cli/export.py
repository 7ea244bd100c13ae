"""`xiafang export facts`: the register as a facts document, on which `xiafang check` says what the ledger says."""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import click
import msgspec

from xiafang.cli.chinese import ChineseGroup
from xiafang.cli.progress import bar
from xiafang.cli.workplace import Refusal, workplace
from xiafang.config import environment
from xiafang.regulation.files import why_unwritable


@click.group("export", cls=ChineseGroup)
def command() -> None:
    """导出数据。

    \b
    例：
      xiafang export facts                       写到标准输出
      xiafang export facts facts.json            写到文件
      xiafang export facts facts.json --year 2026 --as-of 2026-06-30
    """


@command.command("facts")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--year", metavar="YYYY", type=click.IntRange(1, 9998), help="文件中的评判年度；默认截止日所在的年。")
@click.option("--as-of", metavar="YYYY-MM-DD", help="文件中的截止日；默认今天。")
def facts(file: Path | None, year: int | None, as_of: str | None) -> None:
    """把登记的事实导出为一份事实文件（JSON），不含信访人的任何信息。

    \b
    例：
      xiafang export facts facts.json && xiafang check facts.json
    """
    day = _day(as_of)
    with workplace("owner"):
        from django.utils import timezone  # noqa: PLC0415 - Django is set up only now

        from xiafang.organizations import policy  # noqa: PLC0415
        from xiafang.organizations.models import Organization  # noqa: PLC0415
        from xiafang.promises.facts import gather  # noqa: PLC0415

        day = day or timezone.localdate()
        try:
            with bar("读取登记的事实", "项") as done:
                document = gather(year=year or day.year, as_of=day)
                done(sum(len(part) for part in document.values() if isinstance(part, list)))
        except Organization.DoesNotExist as error:
            raise Refusal("库中还没有省厅，没有可导出的事实：请先登记机构。") from error
        pack = policy.in_force()
    if settings_file := environment.policy_file():
        click.echo(f"本单位用参数包 {pack.name} 判定：核对时请加 --policy {settings_file}。", err=True)
    text = msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
    if file is None or str(file) == "-":
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        _replace(file, text)
        click.echo(f"已写入 {file}。", err=True)


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Refusal(f"--as-of：“{given}”不是有效日期，请写成 YYYY-MM-DD，例如 2026-02-28。") from error


def _replace(file: Path, text: bytes) -> None:
    """Write the whole file or nothing."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(text)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refusal(f"写不出文件 {file}：{why_unwritable(error)}。请换个位置或检查权限后再试。") from error
