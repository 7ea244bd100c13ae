"""`xiafang createuser`, behind the command line: everything or nothing, and each refusal names the way out."""

from contextlib import nullcontext

import pytest
from click.testing import CliRunner
from django.utils import timezone

import cast
from xiafang.accounts.models import RoleGrant, User
from xiafang.cli import createuser
from xiafang.cli.createuser import _create
from xiafang.cli.workplace import Refusal
from xiafang.organizations.models import Organization
from xiafang.promises.ledger import verify
from xiafang.promises.models import Row


def create(
    *roles: str, at: str | None = None, department: str | None = None, password: str = cast.PASSWORD
) -> list[str]:
    return _create("clerk", "李示例", password, roles, at, department)


def test_the_first_administrator_comes_with_the_department(db: None) -> None:
    with pytest.raises(Refusal, match="库中还没有机构"):
        create("系统管理员")
    said = create("系统管理员", department="某示例省司法厅")
    assert said[0] == "已新建用户“clerk”（李示例）。"
    assert said[1].startswith("已授予角色：某示例省司法厅 系统管理员，自 ")
    assert RoleGrant.objects.get().organization == Organization.objects.get()
    assert verify(timezone.localdate()) == []  # and the duty ledger begins with it
    assert Row.objects.filter(duty="bulletin.half_year").exists()


def test_without_a_role_it_says_what_that_means(land: cast.Province) -> None:
    assert "未授予角色" in create()[-1]
    assert not RoleGrant.objects.exists()


@pytest.mark.parametrize(
    ("roles", "at", "more", "why"),
    [
        pytest.param(["皇帝"], None, {}, "没有角色“皇帝”，可用的有：领导干部（leader）、", id="an unknown role"),
        pytest.param(["handler"], "某局", {}, "没有名称、简称、别名或行政区划代码为“某局”", id="an unknown unit"),
        pytest.param(["handler"], "示例处", {}, "“示例处”对应不止一个机构：", id="two units of that name"),
        pytest.param(["系统管理员", "安全管理员"], None, {}, "三员分立", id="administrators that exclude each other"),
        pytest.param([], None, {"password": "short"}, "密码不可用", id="a weak password"),
        pytest.param([], None, {"department": "某省司法厅"}, "已有省司法厅", id="a second department"),
    ],
)
def test_refused_and_nothing_written(
    land: cast.Province, roles: list[str], at: str | None, more: dict[str, str], why: str
) -> None:
    Organization.objects.filter(pk=land.institution.pk).update(aliases=["示例处"])
    before = Organization.objects.count()
    with pytest.raises(Refusal, match=why):
        create(*roles, at=at, **more)
    assert not User.objects.exists()
    assert Organization.objects.count() == before


def test_from_a_script_the_password_is_a_line_of_standard_input(
    land: cast.Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(createuser, "workplace", nullcontext)
    words = ("--username", "clerk", "--name", "李示例", "--role", "信访部门", "--organization", land.city.name)

    def typed(*more: str, said: str = "") -> str:
        command = [*words, *more]
        return (
            CliRunner()
            .invoke(createuser.command, command, input=said, standalone_mode=False, catch_exceptions=False)
            .output
        )

    with pytest.raises(Refusal, match="不是终端"):
        typed()
    with pytest.raises(Refusal, match="标准输入里没有密码"):
        typed("--password-stdin")
    said = typed("--password-stdin", said=f"{cast.PASSWORD}\r\n")
    assert "已新建用户“clerk”" in said
    assert f"{land.city.name} 信访部门" in said
    assert User.objects.get().check_password(cast.PASSWORD)
    with pytest.raises(Refusal, match="用户名“clerk”已被使用"):
        typed("--password-stdin", said=cast.PASSWORD)
