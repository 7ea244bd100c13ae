"""`xiafang ledger`: make the duty ledger anew, verify it, roll it into new periods."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from xiafang.cli.chinese import ChineseGroup
from xiafang.cli.progress import bar
from xiafang.cli.workplace import Refusal, workplace

_SHOWN = 50


@contextmanager
def _facts_refused() -> Iterator[None]:
    """Turn a register that contradicts itself, or holds no department yet, into a refusal."""
    from xiafang.organizations.models import Organization  # noqa: PLC0415 - Django is set up only now
    from xiafang.regulation.faults import FactsError  # noqa: PLC0415

    try:
        yield
    except Organization.DoesNotExist as error:
        raise Refusal("库中还没有省厅，无从建立台账：请先登记机构，或用 xiafang demo 装入演示省。") from error
    except FactsError as error:
        raise Refusal(f"登记的事实有 {len(error.faults)} 处矛盾，台账未动：\n{error}") from error


@click.group("ledger", cls=ChineseGroup)
def command() -> None:
    """维护职责台账：谁该做什么、何时到期、做到哪一步，全部由登记的事实推出，每次登记时随即更新。

    \b
    例：
      xiafang ledger rebuild     由事实重建全部台账
      xiafang ledger verify      核对台账与事实是否一致
      xiafang ledger roll        补上新年度的台账（每天运行一次，可重复）
    """


@command.command("rebuild")
def rebuild() -> None:
    """由事实重建全部台账；完成之前，读者看到的仍是原来的。"""
    with workplace("owner"), _facts_refused():
        from django.utils import timezone  # noqa: PLC0415 - Django is set up only now

        from xiafang.promises import ledger  # noqa: PLC0415

        with bar("重建台账", "行") as done:
            made = ledger.rebuild(timezone.localdate(), done)
        click.echo(f"已重建台账 {made} 行。")


@command.command("verify")
def verify() -> int:
    """核对台账与事实是否一致；一致的退出码为 0，不一致的为 1。"""
    with workplace("owner"), _facts_refused():
        from django.utils import timezone  # noqa: PLC0415

        from xiafang.promises import ledger  # noqa: PLC0415

        with bar("核对台账", "行") as done:
            found = ledger.verify(timezone.localdate(), done)
    for difference in found[:_SHOWN]:
        click.echo(str(difference))
    if found:
        click.echo(f"台账与事实有 {len(found)} 处不一致：请运行 xiafang ledger rebuild 重建。")
        return 1
    click.echo("台账与事实一致。")
    return 0


@command.command("roll")
def roll() -> None:
    """补上台账里还没有的年度（本年和下一年），删除放置超过七天的导入文件；可重复运行。"""
    with workplace("owner"), _facts_refused():
        from django.utils import timezone  # noqa: PLC0415

        from xiafang.ledgers import uploads  # noqa: PLC0415
        from xiafang.promises import ledger  # noqa: PLC0415

        click.echo(f"已补上台账 {ledger.roll(timezone.localdate())} 行。")
        if cleared := uploads.clear(timezone.now()):
            click.echo(f"已删除放置超过 {uploads.KEPT.days} 天的导入文件 {cleared} 个。")
