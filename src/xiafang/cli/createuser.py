"""`xiafang createuser`: an account with roles, made from the console; how the first administrators come about."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.workplace import Refusal, workplace

if TYPE_CHECKING:
    from xiafang.accounts.roles import Role
    from xiafang.organizations.models import Organization


@click.command("createuser", cls=ChineseCommand)
@click.option("--username", metavar="用户名", help="登录用的名字：小写字母开头，可含数字、点、横线。")
@click.option("--name", metavar="姓名", help="中文姓名。")
@click.option(
    "--role",
    "roles",
    metavar="角色",
    multiple=True,
    help="授予的角色，中文名或代码，可重复，例如 信访部门 或 petition_office。",
)
@click.option("--organization", metavar="机构", help="角色所在的机构：名称、简称、别名或行政区划代码；默认省司法厅。")
@click.option("--department", metavar="名称", help="库中还没有机构时，先设立省司法厅，例如 某某省司法厅。")
@click.option("--password-stdin", is_flag=True, help="从标准输入读一行作密码（供脚本使用）；默认提示输入，不回显。")
def command(
    username: str | None,
    name: str | None,
    roles: tuple[str, ...],
    organization: str | None,
    department: str | None,
    password_stdin: bool,
) -> None:
    """新建用户并授予角色；没有给出的内容逐项询问。没有默认密码。

    \b
    例：
      xiafang createuser                                     逐项询问
      xiafang createuser --username admin1 --name 张某某 --role 系统管理员
      xiafang createuser --username office1 --name 李某某 --role 信访部门 --organization 武汉市局
    """
    username = username or _ask("用户名")
    name = name or _ask("姓名")
    password = _read_password() if password_stdin else _ask_password()
    with workplace("owner"):
        said = _create(username, name, password, roles, organization, department)
    for line in said:
        click.echo(line)


def _ask(label: str) -> str:
    _refuse_without_terminal(label)
    return str(click.prompt(label, prompt_suffix="："))


def _ask_password() -> str:
    _refuse_without_terminal("密码（或用 --password-stdin）")
    password = click.prompt("密码", hide_input=True, prompt_suffix="：")
    if click.prompt("再输一遍", hide_input=True, prompt_suffix="：") != password:
        raise Refusal("两次输入的密码不一致，请重新执行。")
    return str(password)


def _read_password() -> str:
    if not (password := sys.stdin.readline().rstrip("\r\n")):
        raise Refusal("标准输入里没有密码：请写入一行，例如 cat 密码文件 | xiafang createuser … --password-stdin。")
    return password


def _refuse_without_terminal(label: str) -> None:
    if not sys.stdin.isatty():
        raise Refusal(f"缺少{label}，而当前不是终端，无法询问：请用选项给出，见 xiafang createuser --help。")


def _create(
    username: str, name: str, password: str, roles: tuple[str, ...], organization: str | None, department: str | None
) -> list[str]:
    """Make the account with all its roles, or nothing; return what to say."""
    from django.db import transaction  # noqa: PLC0415 - Django is set up only now
    from django.utils import timezone  # noqa: PLC0415

    from xiafang.accounts import acts  # noqa: PLC0415
    from xiafang.accounts.refusals import NotAllowed  # noqa: PLC0415
    from xiafang.accounts.rights import OPERATOR  # noqa: PLC0415
    from xiafang.promises.ledger import roll  # noqa: PLC0415

    at = timezone.now()
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            wanted = [_role(text) for text in roles]
            if department:
                _set_up(department, at)
            unit = _organization(organization) if wanted else None
            user = acts.create_user(username=username, name=name, password=password, by=OPERATOR, at=at)
            said = [f"已新建用户“{user.username}”（{user.name}）。"]
            for role in wanted:
                assert unit is not None  # noqa: S101 - there are roles, so there is a place for them
                acts.grant_role(user=user, role=role, organization=unit, from_on=today, by=OPERATOR, at=at)
                said.append(f"已授予角色：{unit} {role.label}，自 {today} 起。")
    except NotAllowed as refusal:
        raise Refusal(str(refusal)) from refusal
    if department:
        roll(today)  # begins the duty ledger: before, there was nobody who could owe anything
    if not roles:
        said.append("未授予角色：该用户登录后看不到任何业务内容，请由安全管理员授予。")
    return said


def _role(text: str) -> "Role":
    """Return the role by its code or Chinese name. Raises NotAllowed."""
    from xiafang.accounts.refusals import NotAllowed  # noqa: PLC0415
    from xiafang.accounts.roles import Role  # noqa: PLC0415

    for role in Role:
        if text in (role.value, role.label):
            return role
    known = "、".join(f"{role.label}（{role.value}）" for role in Role)
    raise NotAllowed(f"没有角色“{text}”，可用的有：{known}。")


def _set_up(name: str, at: datetime) -> None:
    """Set up the department, under which everything else will stand. Raises NotAllowed when there is one."""
    from xiafang.accounts.rights import OPERATOR  # noqa: PLC0415
    from xiafang.organizations.acts import create_organization  # noqa: PLC0415
    from xiafang.organizations.kinds import Kind  # noqa: PLC0415

    create_organization(name=name, kind=Kind.PROVINCIAL_DEPARTMENT, parent=None, by=OPERATOR, at=at)


def _organization(words: str | None) -> "Organization":
    """Return the one organization that `words` names, the department without words. Raises NotAllowed."""
    from django.db.models import Q  # noqa: PLC0415

    from xiafang.accounts.refusals import NotAllowed  # noqa: PLC0415
    from xiafang.organizations.models import Organization  # noqa: PLC0415

    if not Organization.objects.exists():
        raise NotAllowed("库中还没有机构，角色无处授予：请加 --department 某某省司法厅，先设立省司法厅。")
    if words is None:
        return Organization.objects.get(parent=None)
    found = list(Organization.objects.filter(Q(division_code=words) | Q(pk__in=Organization.objects.called(words)))[:6])
    if not found:
        raise NotAllowed(f"没有名称、简称、别名或行政区划代码为“{words}”的机构，请核对。")
    if len(found) > 1:
        known = "、".join(f"{unit}（上级：{unit.parent}）" for unit in found)
        raise NotAllowed(f"“{words}”对应不止一个机构：{known}。请用全称或行政区划代码。")
    return found[0]
