"""The console script `xiafang`: one module per command, imported only when that command is run.

`xiafang check` must start in a blink and needs no database, so nothing here imports Django.
"""

import importlib
import sys

import click

from xiafang.cli.chinese import ChineseGroup, say_in_chinese

# command → (module, what it does in one line); the module's `command` is the click command.
COMMANDS = {
    "serve": ("xiafang.cli.serve", "启动服务（工作台网站）"),
    "migrate": ("xiafang.cli.migrate", "把数据库表结构升到本版本"),
    "check": ("xiafang.cli.check", "按办法核对一份事实文件（JSON），列出每项职责的落实情况"),
    "demo": ("xiafang.cli.demo", "装入演示省的虚构数据"),
    "import": ("xiafang.cli.imports", "导入台账（xlsx、csv）"),
    "export": ("xiafang.cli.export", "导出事实文件（JSON），供 xiafang check 核对"),
    "ledger": ("xiafang.cli.ledger", "重建、核对职责台账"),
    "calendar": ("xiafang.cli.calendar", "查看、填充工作日历"),
    "createuser": ("xiafang.cli.createuser", "新建用户并授予角色"),
    "doctor": ("xiafang.cli.doctor", "检查运行环境，逐项说明问题和办法"),
}


class LazyGroup(ChineseGroup):
    """A group that knows its commands by name and imports only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called `cmd_name`, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101 - a slip in COMMANDS, not of the user
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup)
@click.version_option(package_name="xiafang", message="下访 Xiafang %(version)s", help="显示版本。")
def xiafang() -> None:
    """下访 Xiafang：领导干部下访接待群众工作平台。

    \b
    例：
      xiafang check facts.json              核对一份事实文件
      xiafang check --help                  查看某个命令的用法
    """


def main() -> None:
    """Run the console script; refusals are said in Chinese on standard error, with exit status 2."""
    sys.exit(say_in_chinese(xiafang))
