"""click, speaking Chinese: headings of the help pages and the words of a refusal."""

import io
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click


def _help_option(self: click.Command, ctx: click.Context) -> click.Option | None:
    names = self.get_help_option_names(ctx)
    if not names or not self.add_help_option:
        return None

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=show, help="显示本帮助。")


class _Chinese(click.Command):
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…"}
        return [words.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(self, ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            row
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (row := param.get_help_record(ctx))
        ]
        with formatter.section("选项"):
            formatter.write_dl(rows)


class ChineseCommand(_Chinese):
    """A command whose help page is Chinese throughout."""


class ChineseGroup(_Chinese, click.Group):
    """A group whose help page and whose commands are Chinese throughout."""

    command_class = ChineseCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of what they do."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(limit=60)))
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)


def _reason(error: click.ClickException) -> str:
    """Put click's own refusals into Chinese; ours are Chinese already."""
    if isinstance(error, click.NoSuchOption):
        hint = f"，是否要用 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
        return f"没有选项 {error.option_name}{hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        return f"缺少参数 {name}。"
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Parameter):
        name = error.param.opts[0] if error.param.opts else ""
        if isinstance(error.param.type, click.Choice):
            return f"{name} 的取值不对，应为：{'、'.join(map(str, error.param.type.choices))}。"
        return f"{name}：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面的值不够或多余，请对照用法。"
    message = error.format_message()
    if message.startswith("No such command"):
        return f"没有命令{message.removeprefix('No such command').rstrip('.')}。"
    if message.startswith("Got unexpected extra argument"):
        return f"多余的参数{message[message.index('(') :].rstrip('.')}。" if "(" in message else "有多余的参数。"
    return message


def _make_writable() -> None:
    """Let standard output and error speak UTF-8 where their encoding has no Chinese; no character ends the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            try:
                "下访".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def say_in_chinese(command: Callable[..., Any]) -> int:
    """Run `command` on the process's arguments and return the exit status; every refusal is one Chinese sentence."""
    _make_writable()
    try:
        result = command(standalone_mode=False, prog_name="xiafang")  # click: an Exit comes back as its code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        click.echo(f"错误：{_reason(error)}", err=True)
        if context is not None:
            click.echo(f"用法见：{context.command_path} --help", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return 130
    except BrokenPipeError:  # `xiafang check … | head` is no error
        sys.stderr.close()
        return 0
    except Exception:  # exit status 1 means "something breached", so a slip of ours must not look like it
        traceback.print_exc()
        click.echo("程序出错，以上信息请连同所用文件的情况一并报告。", err=True)
        return 70
    return result if isinstance(result, int) else 0
