"""`xiafang import`: a ledger out of a spreadsheet becomes matters, visits and people, by the acts of the browser."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xiafang.cli import telling
from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.progress import bar
from xiafang.cli.workplace import Refusal, workplace

if TYPE_CHECKING:
    from xiafang.adapters.sheets import Book
    from xiafang.ledgers.importer import Importer
    from xiafang.ledgers.plans import ForAll, Plan
    from xiafang.ledgers.refusals import Refusals
    from xiafang.ledgers.running import Part, Tally

KINDS = {
    "matters": "信访事项",
    "visits": "下访接访",
    "sponsorships": "领导包案",
    "organizations": "机构",
    "officials": "干部任职",
}
_KINDS_SAID = "、".join(f"{kind} {label}" for kind, label in KINDS.items())


@click.command("import", cls=ChineseCommand)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    metavar="KIND",
    type=click.Choice(list(KINDS)),
    help=f"台账种类，认不出时写明：{'、'.join(f'{k} {v}' for k, v in KINDS.items())}。",
)
@click.option("--sheet", metavar="NAME", help="只导入这张工作表；隐藏的表写明表名才导入。")
@click.option("--unit", metavar="NAME", help="台账是哪个单位的；表中没有单位列时用它，简称也从这里认起。")
@click.option("--channel", metavar="FORM", help="信访形式（来信、来访等）：表里没有这一列，表名也没有写明一种时用它。")
@click.option("--as", "username", metavar="USER", help="以哪个用户的身份导入（受其管辖范围限制）；默认为命令行操作员。")
@click.option("--dry-run", is_flag=True, help="只核对，不写入。")
@click.option("--refused", metavar="FILE.xlsx", type=click.Path(path_type=Path), help="没有导入的行连同原因写到这里。")
@click.option("--template", is_flag=True, help="不导入，把各种台账的空白表写到 FILE。")
def command(
    file: Path,
    kind: str | None,
    sheet: str | None,
    unit: str | None,
    channel: str | None,
    username: str | None,
    dry_run: bool,
    refused: Path | None,
    template: bool,
) -> int:
    """导入台账（xlsx、csv）：机构、干部任职、信访事项、下访接访、领导包案。

    每一行要么整行写入，要么不写；再次导入同一文件没有变化。疑似同一事项的不写入，列为“待核对”。

    退出码：0 全部导入；1 有不能导入或待核对的行；2 文件不能用。

    \b
    例：
      xiafang import 来访登记台账.xlsx --dry-run
      xiafang import 来访登记台账.xlsx --refused 未导入.xlsx
      xiafang import 台账.csv --kind matters --as city.office
      xiafang import 空白台账.xlsx --template
    """
    if template:
        return _write_template(file)
    with workplace("owner"):
        from xiafang.accounts.refusals import NotAllowed  # noqa: PLC0415
        from xiafang.adapters.sheets import Unusable, open_book  # noqa: PLC0415 - openpyxl only when it is needed
        from xiafang.ledgers.asides import NoLedger  # noqa: PLC0415

        try:
            with open_book(file) as book:
                chosen = _choose(book, file, kind or "", sheet or "", channel or "")
                if not sheet:
                    telling.aside(book, chosen, kind or "")
                return _import(book, file, chosen, unit, username, dry_run=dry_run, refused=refused)
        except NoLedger as none:
            way_out = "请改好列名后再导入，列名可对照空白台账：xiafang import 空白台账.xlsx --template。"
            raise Refusal(f"{none}{way_out}") from none
        except (NotAllowed, Unusable) as error:
            raise Refusal(str(error)) from error


def _write_template(file: Path) -> int:
    with workplace("owner"):
        from xiafang.ledgers.templates import write  # noqa: PLC0415

        try:
            write(file)
        except OSError as error:
            raise Refusal(f"写不出文件 {file}：请换个位置或检查权限后再试。") from error
    click.echo(f"空白台账已写入 {file}。")
    return 0


def _choose(book: "Book", file: Path, kind: str, sheet: str, channel: str) -> "list[tuple[Part, ForAll | None]]":
    """Return the tables and what holds for all rows of each. Raises Refusal when that is still to be said."""
    from xiafang.ledgers.kinds.matters.coming import channel_of  # noqa: PLC0415
    from xiafang.ledgers.reading import Fault  # noqa: PLC0415
    from xiafang.ledgers.running import parts  # noqa: PLC0415

    try:
        given = channel_of(channel) if channel else ""
    except Fault as fault:
        raise Refusal(f"--channel {fault}") from fault
    found = [(part, part.for_all(file.name, given)) for part in parts(book, sheet=sheet, kind=kind)]
    for part, for_all in found:
        if for_all and for_all.value is None:
            way_out = f"或在命令中写明，如 --channel {for_all.choices[0].label}。没有写入。"
            raise Refusal(f"表“{part.table.sheet.name}”{for_all.question}{way_out}")
    return found


def _import(
    book: "Book",
    file: Path,
    chosen: "list[tuple[Part, ForAll | None]]",
    unit: str | None,
    username: str | None,
    *,
    dry_run: bool,
    refused: Path | None,
) -> int:
    from xiafang.ledgers.claiming import claimed  # noqa: PLC0415
    from xiafang.ledgers.refusals import Refusals  # noqa: PLC0415
    from xiafang.ledgers.running import Tally  # noqa: PLC0415

    tally, refusals = Tally(), Refusals()
    for part, for_all in chosen:
        telling.announce(part, for_all)
        refusals.begin(part, for_all)
        with _asking(book, file, part, unit, username) as importer:
            importer.for_all = for_all
            with nullcontext() if dry_run else claimed(importer.units):
                _run(part, importer, tally, refusals, dry_run=dry_run)
        telling.passed(part)
    if not dry_run:
        _enter(book, importer, tally)
    telling.report(tally, refusals, dry_run=dry_run, refused=refused)
    return 0 if tally.clean else 1


def _enter(book: "Book", importer: "Importer", tally: "Tally") -> None:
    """Enter for the audit what was imported."""
    from xiafang.accounts.models import User  # noqa: PLC0415
    from xiafang.ledgers import trail  # noqa: PLC0415

    by = importer.by if isinstance(importer.by, User) else None
    trail.imported(
        filename=importer.filename, digest=book.digest, unit=importer.unit, by=by, at=importer.at, counts=tally.counts
    )


@contextmanager
def _asking(book: "Book", file: Path, part: "Part", unit: str | None, username: str | None) -> "Iterator[Importer]":
    """Give the importer of a table. Raises Refusal."""
    from django.utils import timezone  # noqa: PLC0415

    from xiafang.accounts.models import User, as_kept  # noqa: PLC0415
    from xiafang.accounts.rights import OPERATOR, Actor  # noqa: PLC0415
    from xiafang.ledgers.importer import Units, begin  # noqa: PLC0415
    from xiafang.ledgers.plans import No  # noqa: PLC0415

    by: Actor = OPERATOR
    if username is not None:
        found = User.objects.filter(username=as_kept(username), is_active=True).first()
        if found is None:
            raise Refusal(f"没有启用的用户“{username}”：请核对用户名。")
        by = found
    at = timezone.now()
    try:
        whose = Units(None).find(unit, "unit") if unit else None
        importer = begin(by, at, digest=book.digest, filename=file.name, roles=part.ledger.roles, unit=whose)
    except No as no:
        raise Refusal(str(no)) from no
    if not isinstance(by, type(OPERATOR)) and not importer.units.roots:
        roles = "、".join(role.label for role in part.ledger.roles)
        raise Refusal(f"“{by}”不是{roles}，不能导入{part.ledger.label}台账。")
    yield importer


def _run(part: "Part", importer: "Importer", tally: "Tally", refusals: "Refusals", *, dry_run: bool) -> None:
    """Plan and carry out a table, with a bar that counts rows."""
    from xiafang.ledgers.running import carry_out, planned  # noqa: PLC0415

    def tell(plan: "Plan") -> None:
        tally.add(plan)
        refusals.add(plan)
        done(len(plan.lines))

    with bar("核对" if dry_run else "导入", "行") as done:
        for plans in planned(part, importer):
            if dry_run:
                for plan in plans:
                    tell(plan)
            else:
                carry_out(plans, importer, tell)
