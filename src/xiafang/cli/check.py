"""`xiafang check`: judge a facts document by the regulation, without a database.

Exit status, judged on the findings printed: 0 nothing breached, 1 something breached, 2 the input is unusable.
"""

import gc
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from xiafang.cli.chinese import ChineseCommand
from xiafang.cli.progress import Tell, bar
from xiafang.regulation.derivation import steps
from xiafang.regulation.engine import by_duty, situation
from xiafang.regulation.facts import Facts
from xiafang.regulation.faults import FactsError, on_one_line
from xiafang.regulation.files import why_unreadable, why_unwritable
from xiafang.regulation.findings import Finding, Status
from xiafang.regulation.policy import Policy, PolicyError, load_policy, read_pack
from xiafang.regulation.reading import read_facts
from xiafang.regulation.registry import DUTIES
from xiafang.regulation.situation import Situation

_SIGNS: dict[Status, str] = {
    "met": "✓ 已落实",
    "late": "△ 逾期完成",
    "pending": "○ 期限内",
    "breached": "✗ 已逾期",
    "exempt": "－ 免计",
}
_BATCH = 2000
_LONG = 5_000_000  # bytes: about half a second


@click.command("check", cls=ChineseCommand)
@click.argument("facts", metavar="FACTS", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--policy", metavar="PACK.toml", type=click.Path(path_type=Path), help="参数包，只写与内置参数不同的部分。"
)
@click.option("--year", metavar="YYYY", help="评判哪一年的职责，代替文件中的 year。")
@click.option("--as-of", metavar="YYYY-MM-DD", help="以哪天终了为准，代替文件中的 as_of。")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="输出方式：table（默认）或 json。",
)
@click.option("--only", metavar="DUTY", multiple=True, help="只看这项职责，可重复。")
@click.option("--explain", metavar="SUBJECT DUTY", nargs=2, help="说明某个对象某项职责的结果和期限的推算过程。")
def command(
    facts: Path,
    policy: Path | None,
    year: str | None,
    as_of: str | None,
    form: str,
    only: tuple[str, ...],
    explain: tuple[str, str] | None,
) -> int:
    """按办法核对一份事实文件（JSON），列出每项职责的落实情况。

    FACTS 是事实文件，写 - 则从标准输入读取。结果中无逾期未办的，退出码为 0；有的为 1；文件或参数不能用的为 2。

    \b
    例：
      xiafang check facts.json
      xiafang check facts.json --as-of 2026-06-30 --format json
      xiafang check facts.json --only visits.quarter --only case.limit
      xiafang check facts.json --policy pack.toml
      xiafang check facts.json --explain case:c1 case.limit
    """
    gc.disable()  # A document is read once and judged once; nothing is garbage before the end.
    chosen = (explain[1],) if explain else only
    unknown = [name for name in chosen if name not in DUTIES]
    if unknown:
        _refuse(f"没有职责“{unknown[0]}”，可用：{'、'.join(sorted(DUTIES))}。")
    judged_year, judged_day = _year(year), _day(as_of)
    raw = _read(facts)
    with _bar(len(raw), len(set(chosen) or DUTIES)) as done:
        document, pack = _document(raw, policy)
        now = situation(document, pack, year=judged_year, as_of=judged_day, explaining=explain is not None)
        found = by_duty(now, chosen)
        if explain:
            subject = [finding for findings in found for finding in findings if finding.subject == explain[0]]
            if not subject:
                _refuse(f"“{explain[0]}”没有职责“{explain[1]}”的结果：对象不存在，或此项职责在本年尚不约束它。")
            found = iter([subject])
        report = _Report(now, found, done)
        _write(report.json() if form == "json" else report.explained() if explain else report.table())
    return 1 if report.counts["breached"] else 0


def _bar(size: int, duties: int) -> AbstractContextManager[Tell]:
    """Return a bar for a document that takes long, unless the findings themselves are seen running by."""
    seen = size < _LONG or sys.stdout.isatty()
    return nullcontext(lambda _more: None) if seen else bar("核对", "项职责", duties)


def _document(raw: bytes, policy: Path | None) -> tuple[Facts, Policy]:
    try:
        document = read_facts(raw)
        pack = load_policy(document.policy)
        return document, pack if policy is None else read_pack(policy, pack)
    except PolicyError as error:
        _refuse(str(error))
    except FactsError as error:
        click.echo("\n".join(map(str, error.faults)), err=True)
        sys.exit(2)


def _write(chunks: Iterator[bytes]) -> None:
    try:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # nobody reads on: `xiafang check … | head`
        raise
    except OSError as error:
        _refuse(f"结果写不出去：{why_unwritable(error)}。请腾出空间或换个位置再试。")


def _refuse(reason: str) -> NoReturn:
    click.echo(on_one_line(f"错误：{reason}"), err=True)
    sys.exit(2)


def _year(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= 4 and 1 <= int(given) <= 9998):
        _refuse(f"--year：“{given}”不是有效的年份，例如 2026。")
    return int(given)


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:
        _refuse(f"--as-of：“{given}”不是有效日期，请写成 YYYY-MM-DD，例如 2026-02-28。")
    return day


def _read(path: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        _refuse(f"读不到文件 {path}：{why_unreadable(error)}。请检查文件名和权限。")


class _Report:
    """The findings, duty by duty, and the ways of writing them; `counts` grows as they are written."""

    def __init__(self, now: Situation, found: Iterator[list[Finding]], done: Tell) -> None:
        self._now = now
        self._found = found
        self._done = done
        self.counts: Counter[Status] = Counter()

    def _duties(self) -> Iterator[list[Finding]]:
        for findings in self._found:
            self.counts.update([finding.status for finding in findings])
            if findings:
                yield findings
            self._done(1)

    def json(self) -> Iterator[bytes]:
        """Give one JSON object, in pieces that a large province does not need to hold at once."""
        encoder = msgspec.json.Encoder()
        now = self._now
        yield encoder.encode({"year": now.year, "as_of": now.as_of, "policy": now.policy.name})[:-1] + b',"findings":['
        comma = b"\n"
        for findings in self._duties():
            for start in range(0, len(findings), _BATCH):
                yield comma + encoder.encode(findings[start : start + _BATCH])[1:-1]
                comma = b",\n"
        yield b"\n]}\n"

    def table(self) -> Iterator[bytes]:
        """Give the findings duty by duty, and the counts by status."""
        now = self._now
        yield f"{now.year}年度职责，截至{now.as_of}，参数包 {now.policy.name}\n".encode()
        for findings in self._duties():
            duty = DUTIES[findings[0].duty]
            yield f"\n{duty.article}  {duty.title}（{duty.name}）\n".encode()
            for finding in findings:
                doubt = "（暂定）" if finding.provisional else ""
                head = on_one_line(f"  {_SIGNS[finding.status]}  {finding.subject}  {finding.due}{doubt}")
                yield f"{head}\n      {on_one_line(finding.why)}\n".encode()
        counts = "  ".join(f"{sign} {self.counts[status]}" for status, sign in _SIGNS.items())
        yield f"\n{counts}\n".encode()

    def explained(self) -> Iterator[bytes]:
        """Give each finding with the derivation of its due date."""
        for findings in self._duties():
            for finding in findings:
                head = on_one_line(f"{_SIGNS[finding.status]}  {finding.subject}  {finding.duty}（{finding.article}）")
                yield f"{head}\n{on_one_line(finding.why)}\n".encode()
                if finding.derivation is not msgspec.UNSET:
                    yield "期限推算：\n".encode()
                    yield "".join(f"  {step}\n" for step in steps(finding.derivation)).encode()
