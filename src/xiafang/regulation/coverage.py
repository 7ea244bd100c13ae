"""Write the page of the articles, each with its duties, parameters and tests, to standard output.

`python -m xiafang.regulation.coverage > docs/reference/articles.md`. The page is made from the outline, the registry,
the built-in pack and the names of the tests, so that it cannot claim more than runs; a test compares it with the
committed one.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import xiafang.regulation.articles  # noqa: F401 - declares the duties
from xiafang.regulation.outline import ARTICLES, STATE_NAMES, Article, Clause
from xiafang.regulation.policy import Policy, load_policy
from xiafang.regulation.registry import DUTIES, Duty

TESTS = Path(__file__).parents[3] / "tests" / "regulation"
_NAMED = re.compile(r"^def test_(statute_\d\d|\d\d)_", re.MULTILINE)
_BASIS = {"stated": "明文规定", "interpreted": "解释"}
_NOTE = {"carried_out": "见", "not_yet_built": "缺", "nothing_to_execute": "原因"}

_COLUMNS = ("| 要求 | 状态 | 职责或说明 |", "|---|---|---|")

_HEAD = """\
# 逐条对照

<!-- 本页由程序生成，请勿手改：python -m xiafang.regulation.coverage > docs/reference/articles.md -->

每一条由什么执行、按什么数、用什么测试核对。状态只有四种：

| 状态 | 含义 | 项数 |
|---|---|---|
| {executed} | 有职责函数逐个对象判断，并有测试 | {executed_count} |
| {carried_out} | 由页面或命令承载，写明在哪里 | {carried_out_count} |
| {not_yet_built} | 本版本还没有，写明缺什么 | {not_yet_built_count} |
| {nothing_to_execute} | 程序无事可做，写明原因 | {nothing_to_execute_count} |

条文均为转述，以正式文本为准。参数的“解释”是办法未写明之处的读法（见[各项解释](../readings/README.md)），可以用参数包修改。
"""


class Untested(Exception):  # noqa: N818 - it says what is wrong, and is never shown to users
    """A duty has no test that is named after its article; the page would claim more than is known to run."""


def named_tests(folder: Path) -> dict[str, list[str]]:
    """Return the names of the test files by article (`07`, `statute_23`), from the names of the test functions."""
    found: dict[str, set[str]] = {}
    for file in sorted(folder.glob("test_*.py")):
        for key in _NAMED.findall(file.read_text("utf-8")):
            found.setdefault(key, set()).add(file.name)
    return {key: sorted(files) for key, files in found.items()}


def page(policy: Policy, tests: dict[str, list[str]]) -> str:
    """Return the page in Markdown; raises Untested for a duty without a test of its article."""
    parts = [_head()]
    parts += [_article(article, policy, tests) for article in ARTICLES]
    parts.append("## 条例中并行适用的条款\n\n《信访工作条例》的下列期限与办法的时限同时计算，两个都显示。")
    parts += [_statute(duty, policy, tests) for duty in DUTIES.values() if duty.article.startswith("条例")]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _head() -> str:
    states = [clause.state for article in ARTICLES for clause in article.clauses]
    counts = {f"{state}_count": states.count(state) for state in STATE_NAMES}
    return _HEAD.format(**STATE_NAMES, **counts)


def _article(article: Article, policy: Policy, tests: dict[str, list[str]]) -> str:
    duties = [DUTIES[name] for clause in article.clauses for name in clause.duties]
    own = [duty for duty in duties if _key(duty) == f"{article.index:02}"]
    lines = [f"## {article.number}　{article.title}", "", article.plain, "", *_COLUMNS]
    lines += [f"| {clause.text} | {STATE_NAMES[clause.state]} | {_how(clause)} |" for clause in article.clauses]
    return "\n".join([*lines, *_parameters(own, policy), *_tests(duties, tests)])


def _statute(duty: Duty, policy: Policy, tests: dict[str, list[str]]) -> str:
    lines = [f"### {duty.article}　{duty.title}", "", *_COLUMNS]
    lines.append(f"| {duty.title} | {STATE_NAMES['executed']} | `{duty.name}` |")
    return "\n".join([*lines, *_parameters([duty], policy), *_tests([duty], tests)])


def _how(clause: Clause) -> str:
    if clause.state == "executed":
        return "、".join(f"`{name}` {DUTIES[name].title}" for name in clause.duties)
    return f"{_NOTE[clause.state]}：{clause.note}"


def _parameters(duties: Iterable[Duty], policy: Policy) -> Iterator[str]:
    names = list(dict.fromkeys(name for duty in duties for name in duty.parameters))
    if names:
        yield from ("", "| 参数 | 值 | 依据 | 说明 |", "|---|---|---|---|")
    for name in names:
        parameter = policy.parameters[name]
        basis = f"{parameter.article}，{_BASIS[parameter.basis]}"
        yield f"| `{name}` | {parameter.shown} | {basis} | {parameter.note} |"


def _tests(duties: Iterable[Duty], tests: dict[str, list[str]]) -> Iterator[str]:
    files: dict[str, None] = {}
    for duty in duties:
        if _key(duty) not in tests:
            raise Untested(f"no test_{_key(duty)}_… for {duty.name}")
        files |= dict.fromkeys(tests[_key(duty)])
    if files:
        yield ""
        yield "测试：" + "、".join(f"[{name}](../../tests/regulation/{name})" for name in files)


def _key(duty: Duty) -> str:
    """Return `07` or `statute_23`: what the names of its tests begin with."""
    return duty.judge.__module__.rpartition(".")[2].removeprefix("article_")


def main() -> None:
    """Write the page to standard output."""
    sys.stdout.buffer.write(page(load_policy(), named_tests(TESTS)).encode())


if __name__ == "__main__":
    main()
