"""李示例等3人: who is named becomes a petitioner, and the others are counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.office import registered
from ledgers.files import HEADINGS, Desk, counts, row
from xiafang.casework.acts import Person
from xiafang.casework.models import Item
from xiafang.ledgers import party, reading

PEOPLE = (*HEADINGS, "人数", "联名")


@pytest.mark.parametrize(
    ("text", "named", "number", "exact"),
    [
        ("李示例等3人", "李示例", 3, True),
        ("李示例、王示例等五人", "李示例 王示例", 5, True),
        ("李 示例 等 ３ 人", "李示例", 3, True),
        ("李示例（等3人）", "李示例", 3, True),
        ("李示例等（十二人）", "李示例", 12, True),
        ("李示例(3人)", "李示例", 3, True),
        ("李示例（代表）、王示例等二百一十名村民", "李示例 王示例", 210, True),
        ("李示例等两人", "李示例", 2, True),
        ("匿名等4人", "匿名", 4, True),
        ("李示例等30余人", "李示例", 30, False),
        ("李示例等十几人", "李示例", 10, False),
        ("李示例等约20人", "李示例", 20, False),
        ("李示例等人", "李示例", None, False),
        ("李示例等", "李示例", None, False),
        ("李示例等5户", "李示例", None, False),
        ("李示例等3名代表", "李示例", None, False),
        ("李示例等2人、王示例等3人", "李示例 王示例", None, False),
    ],
)
def test_names_and_the_number_of_people(text: str, named: str, number: int | None, exact: bool) -> None:
    found = party.read(text)
    assert (" ".join(found.names), found.number, found.exact, found.more) == (named, number, exact, True)


@pytest.mark.parametrize("text", ["李示例、王示例", "王平等", "武汉示例高等专科学校", "武汉平等示例公司", ""])
def test_names_alone_are_nobody_else(text: str) -> None:
    found = party.read(text)
    assert list(found.names) == reading.names(text, False)
    assert (found.number, found.more) == (None, False)


@given(number=st.integers(1, 9999))
def test_numbers_in_chinese(number: int) -> None:
    signs, text, rest = "零一二三四五六七八九", "", number
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            text += signs[digit] + name
        elif text and rest and not text.endswith("零"):
            text += "零"
    assert party.read(f"李示例等{text}人").number == number
    if 10 < number < 20:
        assert party.read(f"李示例等{text[1:]}人").number == number


@pytest.mark.parametrize(
    ("said", "stated", "channel", "named", "number", "joint"),
    [
        pytest.param("李示例等3人", None, "来信", "李示例", 3, True, id="a joint letter"),
        pytest.param("李示例、王示例等五人", None, "来访", "李示例 王示例", 5, False, id="people who came together"),
        pytest.param("李示例等5人", 5, "来访", "李示例", 5, False, id="the column says the same"),
        pytest.param("李示例等人", 8, "来信", "李示例", 8, True, id="the column alone says how many"),
        pytest.param("李示例等30余人", 36, "来信", "李示例", 36, True, id="the column is exact"),
        pytest.param("李示例等30余人", None, "来信", "李示例", 30, True, id="at least so many"),
        pytest.param("李示例、王示例等人", None, "来信", "李示例 王示例", 2, True, id="nobody says how many"),
        pytest.param("匿名等4人", None, "来访", "", 4, False, id="nobody named"),
    ],
)
def test_and_others_are_people_and_no_name(
    desk: Desk, said: str, stated: int | None, channel: str, named: str, number: int, joint: bool
) -> None:
    path = desk.workbook(PEOPLE, [*row("", 信访人=said, 信访形式=channel), stated, None])
    (plan,) = desk.run(path)
    assert plan.verdict == "created", plan.said
    assert f"信访人{named.replace(' ', '、') or '匿名'}等" in plan.said
    item = Item.objects.get()
    assert sorted(person.name for person in item.matter.petitioners.all() if person.name) == sorted(named.split())
    assert (item.people, item.joint) == (number, joint)
    others = said[said.index("等") :]
    assert (f"台账信访人另有：{others}" in item.content) == (others in ("等人", "等30余人"))
    assert "示例" not in item.content  # a name may be confidential
    assert counts(desk.run(path)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("said", "stated", "cell"), [("李示例等3人", 5, "I2"), ("李示例、王示例、赵示例等2人", None, "E2")]
)
def test_numbers_of_people_that_contradict_are_refused(desk: Desk, said: str, stated: int | None, cell: str) -> None:
    (plan,) = desk.run(desk.workbook(PEOPLE, [*row("", 信访人=said), stated, None]))
    assert (plan.verdict, plan.cell) == ("refused", cell)
    assert "请核对后改为一致" in plan.said


def test_a_column_says_that_a_letter_is_not_signed_jointly(desk: Desk) -> None:
    desk.run(desk.workbook(PEOPLE, [*row("", 信访人="李示例等3人"), None, "否"]))
    assert not Item.objects.get().joint


@pytest.mark.parametrize("number", ["", "1"])
def test_what_was_registered_with_others_as_a_name_is_known_again(desk: Desk, number: str) -> None:
    registered(
        desk.people,
        petitioners=[Person("李示例等3人")],
        external_number=number,
        received_on=date(2026, 6, 1),
        title="反映律师收费退费问题",
    )
    path = desk.workbook(HEADINGS, row(number, 信访人="李示例等3人", 受理日期=None))
    assert counts(desk.run(path)) == {"unchanged": 1}
