"""`xiafang demo`: an invented province to look at, on the divisions of Hubei."""

import time
from datetime import date, datetime

import click

from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.migrate import migrate
from xiafang.cli.progress import bar
from xiafang.cli.workplace import Refusal, workplace

SEED = 1


@click.command("demo", cls=ChineseCommand)
@click.option("--today", metavar="日期", help="演示日，写作 YYYY-MM-DD；默认今天。")
@click.option(
    "--seed", metavar="种子", type=click.IntRange(0, 2**31 - 1), help=f"随机种子，默认 {SEED}；同日同种子，结果相同。"
)
@click.option("--small", is_flag=True, help="小样：三个市和少量直属单位，几秒钟装完。")
@click.option("--fresh", is_flag=True, help="清空现有的演示数据，重新装入。")
@click.option("--yes", is_flag=True, help="清空前不再询问。")
def command(today: str | None, seed: int | None, small: bool, fresh: bool, yes: bool) -> None:
    """装入演示省：虚构的机构、干部和各角色的演示账号。已有真实数据的库中不会装入。

    \b
    例：
      xiafang demo                              以今天为演示日装入
      xiafang demo --today 2026-06-30 --seed 7  指定演示日和种子
      xiafang demo --fresh                      清空演示数据后重新装入
    """
    day = _day(today)
    with workplace("owner"):
        migrate()
        _run(day, seed, small=small, fresh=fresh, yes=yes)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar date
    except ValueError as error:
        raise Refusal(f"--today：{text} 不是有效日期。请写作 YYYY-MM-DD，例如 2026-06-30。") from error


def _run(day: date | None, seed: int | None, *, small: bool, fresh: bool, yes: bool) -> None:
    from django.utils import timezone  # noqa: PLC0415 - Django is set up only now

    from xiafang.demo.load import NotEmptyError, clear, found, is_small, load  # noqa: PLC0415

    try:
        there = found()
    except NotEmptyError as error:
        raise Refusal("库中已有机构数据，但不是演示数据，不装入演示省：请另用一个空库（DATABASE_URL）。") from error
    now = timezone.localdate()
    if there is not None and not fresh:
        if (day or there.day, there.seed if seed is None else seed) != (there.day, there.seed):
            raise Refusal(
                f"库中已有演示日为 {there.day}、种子为 {there.seed} 的演示省："
                "要换成所指定的，请加 --fresh（现有数据将清空）。"
            )
        if small and not is_small():
            raise Refusal("库中已有完整的演示省，不是小样：要换成小样，请加 --fresh（现有数据将清空）。")
        click.echo(f"演示省已装入，演示日 {there.day}（种子 {there.seed}）。")
        if there.day != now:
            click.echo(f"今天是 {now}；要换成今天的演示数据：xiafang demo --fresh（现有数据将清空）。")
    else:
        if there is not None:
            _confirm(there.day, yes=yes)
            clear()
        began = time.monotonic()
        with bar("装入演示省", "条") as done:
            made = load(today=day or now, seed=SEED if seed is None else seed, small=small, done=done)
        took = time.monotonic() - began
        click.echo(f"演示省已装入，演示日 {made.day}（种子 {made.seed}），用时 {took:.1f} 秒。")
    _print_accounts()


def _confirm(day: date, *, yes: bool) -> None:
    question = f"将清空演示日为 {day} 的全部数据（包括您在其中登记的内容），继续吗？"
    if not yes and not click.confirm(question):
        raise Refusal("未清空，演示数据保持不变。")


def _print_accounts() -> None:
    from xiafang.demo.people import PASSWORD, accounts  # noqa: PLC0415

    click.echo(f"演示账号（密码都是 {PASSWORD}）：")
    for account in accounts():
        click.echo(f"  {account.username:<14}{account.role}　{account.organization}")
