"""docs/reference/matters.md, written from the table of the life and the code sets; a test holds the two equal."""

from collections.abc import Iterator

from xiafang.casework import codes, life, taxonomy
from xiafang.casework.codes import State

_SETS = (
    ("信访形式", codes.Channel),
    ("类别", codes.Kind),
    ("办理途径（条例第三十一条）", codes.Path),
    ("办法第八条六类", codes.Prominence),
    ("办法第三条特征", codes.Trait),
    ("标记", codes.Flag),
    ("等级（办法第十七条）", codes.Grade),
    ("下访处理方式（办法第十五条）", codes.Handling),
    ("诉求结论", codes.Outcome),
    ("四个到位", codes.Disposition),
    ("不予受理原因", codes.DeclineReason),
    ("文种", codes.PaperKind),
)


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 信访事项的状态和步骤"
    yield ""
    yield "本页由 `python -m xiafang.casework.reference` 从程序的步骤表生成，不要手改。"
    yield ""
    yield "一件来信、来访、来电、网上信访登记为一个**信访件**，归入一个**信访事项**；同一事项的重复信访件并入同一事项。"
    yield "每一步都记入经过：何人录入、代何人录入、何日办理、何日录入、依据、内容；经过不能改、不能删。"
    yield "办理日期不得晚于录入当日，不得早于收到日期；各步骤之间的先后见下表。"
    yield ""
    yield "## 状态"
    yield ""
    yield "| 状态 | 代码 | 此时可以办理 |"
    yield "|---|---|---|"
    for state in State:
        steps = "、".join(step.label for step in life.possible(state)) or "（无）"
        yield f"| {state.label} | `{state}` | {steps} |"
    yield ""
    yield "## 步骤"
    yield ""
    yield "| 步骤 | 代码 | 从 | 到 | 由谁办理 | 须具备 | 须附文书 | 依据 |"
    yield "|---|---|---|---|---|---|---|---|"
    for step in life.STEPS.values():
        yield _row(step)
    yield ""
    yield "“由谁办理”之外的人，看得见也办不了；看不见的人，查无此事项。“本人”表示不得由他人代为录入。"
    yield ""
    taken = [step for step in life.STEPS.values() if step.imported]
    states = "、".join(f"“{state.label}”" for state in taken[0].imported)
    steps = "".join(f"“{step.label}”" for step in taken)
    yield f"台账导入的{steps}也可以从{states}办理：台账没有记载的步骤不补造，文书和答复显示“台账未载”。"
    for label, choices in _SETS:
        yield ""
        yield f"## {label}"
        yield ""
        for code, name in choices.choices:
            yield f"- {name}：`{code}`"
    yield ""
    yield "## 内容分类"
    yield ""
    for field in taxonomy.fields():
        yield f"- {field.code} {field.name}：" + "、".join(f"{topic.code} {topic.name}" for topic in field.topics)


def _row(step: life.Step) -> str:
    sources = "、".join(state.label for state in step.sources) or "—"
    target = "或".join(state.label for state in step.to) or "不变"
    who = "、".join(w.label for w in step.who) + ("（本人）" if step.in_person else "")
    papers = "或".join(kind.label for kind in step.papers) or "—"
    cells = (step.label, f"`{step.act}`", sources, target, who, step.needs or "—", papers, step.cite)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(page(), end="")
