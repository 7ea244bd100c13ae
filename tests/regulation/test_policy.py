"""Policy packs: what a deployment may change, and what it is told when it errs."""

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xiafang.regulation.engine import evaluate
from xiafang.regulation.facts import Facts, Organization
from xiafang.regulation.policy import MonthDay, Parameter, Policy, PolicyError, load_pack, load_policy, read_pack

PACK = load_policy()

STATED = {
    "plan.filed.due": "01-20",
    "visits.half_year.need": "1",
    "visits.quarter.need": "1",
    "sponsored.one.need": "1",
    "sponsored.two.need": "2",
    "case.told.days": "15",
    "case.limit.simple_working_days": "5",
    "case.limit.general_months": "1",
    "case.limit.major_months": "2",
    "case.statutory_limit.days": "60",
    "case.statutory_limit.max_extension_days": "30",
}
INTERPRETED = {
    "agreement.direct.due": "01-31",
    "agreement.cascade.due": "03-31",
    "assessment.year.due": "03-31",
    "visits.unit.need": "1",
    "sponsored.hold_months": "6",
    "tenure.min_share": "0.5",
    "letter.read.working_days": "5",
    "letter.reply.days": "15",
    "emerging.notify.working_days": "3",
    "hot.report.working_days": "10",
    "major.report.working_days": "1",
    "escalated.appointment.working_days": "5",
    "escalated.opinion.working_days": "10",
    "escalated.order.working_days": "1",
    "escalated.follow_up.working_days": "3",
    "notice.before_visit.days": "1",
    "inspection.regular.need": "1",
    "inspection.random.need": "1",
    "bulletin.half_year.days": "31",
    "sanction.days": "30",
}


def read_pack_of(tmp_path: Path, text: str | bytes, name: str = "trial.toml") -> Policy:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_pack(path, PACK)


def test_the_built_in_pack_has_every_parameter_with_its_value_and_basis() -> None:
    shown = {name: parameter.shown for name, parameter in PACK.parameters.items()}
    assert shown == STATED | INTERPRETED
    assert {name for name, parameter in PACK.parameters.items() if parameter.basis == "stated"} == set(STATED)
    assert PACK.name == "hubei-justice"


def test_every_parameter_says_its_article_and_a_note() -> None:
    for parameter in PACK.parameters.values():
        assert parameter.article.startswith(("第", "条例第"))
        assert parameter.note.endswith("。")


def test_no_other_pack_is_built_in() -> None:
    with pytest.raises(PolicyError, match=r"^没有名为“elsewhere”的内置参数包，可用：hubei-justice。$"):
        load_policy("elsewhere")


def test_values_come_in_their_types() -> None:
    assert PACK.count("sponsored.two.need") == 2
    assert PACK.day("plan.filed.due", 2026) == date(2026, 1, 20)
    assert PACK.share("tenure.min_share") == Fraction(1, 2)
    assert str(MonthDay(3, 5)) == "03-05"


def test_a_pack_names_only_what_it_changes(tmp_path: Path) -> None:
    pack = read_pack_of(tmp_path, "visits.half_year.need = 2\n[plan.filed]\ndue = '02-28'\n")
    assert pack.name == "trial"
    changed = {name for name in PACK.parameters if pack.parameters[name] != PACK.parameters[name]}
    assert changed == {"visits.half_year.need", "plan.filed.due"}
    assert pack.parameters["visits.half_year.need"].note == PACK.parameters["visits.half_year.need"].note


def test_a_parameter_may_be_a_whole_table(tmp_path: Path) -> None:
    text = '[letter.reply.days]\nvalue = 7\narticle = "本市规定第三条"\nbasis = "stated"\nnote = "七日。"\n'
    text += "valid_from = 2026-01-01\n"
    assert read_pack_of(tmp_path, text).parameters["letter.reply.days"] == Parameter(
        7, "本市规定第三条", "stated", "七日。", date(2026, 1, 1), PACK.parameters["letter.reply.days"]
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        ("1.0", Fraction(1)),
        ("0.3", Fraction(3, 10)),
        ("0.30000000000000004", Fraction(30000000000000004, 10**17)),
        ("1e-3", Fraction(1, 1000)),
    ],
)
def test_a_share_is_the_decimal_as_written(tmp_path: Path, text: str, share: Fraction) -> None:
    assert read_pack_of(tmp_path, f"tenure.min_share = {text}").share("tenure.min_share") == share


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("letter.read.days = 5", "参数“letter.read.days”不存在", id="unknown, deep"),
        pytest.param("colour = 5", "参数“colour”不存在", id="unknown"),
        pytest.param("letter = 5", "参数“letter”不存在", id="a value for a whole branch"),
        pytest.param("[colour.red]\nvalue = 1", "参数“colour”不存在", id="an unknown table"),
        pytest.param("letter.read.working_days = -1", "“letter.read.working_days”应为不小于 0 的整数", id="below 0"),
        pytest.param("letter.read.working_days = 5.0", "应为不小于 0 的整数", id="a float"),
        pytest.param("letter.read.working_days = true", "应为不小于 0 的整数", id="a boolean"),
        pytest.param("letter.read.working_days = '5'", "应为不小于 0 的整数", id="a text"),
        pytest.param("letter.read.working_days = [5]", "应为不小于 0 的整数", id="a list"),
        pytest.param("plan.filed.due = '02-29'", "“plan.filed.due”应为每年都有的月日", id="not in every year"),
        pytest.param("plan.filed.due = '2-9'", "应为每年都有的月日", id="without noughts"),
        pytest.param("plan.filed.due = '13-01'", "应为每年都有的月日", id="no such month"),
        pytest.param("plan.filed.due = '01/20'", "应为每年都有的月日", id="a slash"),
        pytest.param("plan.filed.due = '０１-20'", "应为每年都有的月日", id="wide digits"),
        pytest.param("plan.filed.due = '01-2 '", "应为每年都有的月日", id="a space"),
        pytest.param("plan.filed.due = 2026-01-20", "应为每年都有的月日", id="a date"),
        pytest.param("plan.filed.due = 120", "应为每年都有的月日", id="a number"),
        pytest.param("tenure.min_share = 1.1", "“tenure.min_share”应为 0 到 1 之间的数", id="above 1"),
        pytest.param("tenure.min_share = -0.1", "应为 0 到 1 之间的数", id="a share below 0"),
        pytest.param("tenure.min_share = nan", "应为 0 到 1 之间的数", id="no number"),
        pytest.param("tenure.min_share = inf", "应为 0 到 1 之间的数", id="infinite"),
        pytest.param("tenure.min_share = true", "应为 0 到 1 之间的数", id="true is no share"),
        pytest.param("tenure.min_share = '0.5'", "应为 0 到 1 之间的数", id="a share as text"),
        pytest.param("sanction.days = {valu = 1}", "参数“sanction.days”没有“valu”一项", id="an unknown key of a table"),
        pytest.param("sanction.days = {note = '说明'}", "参数“sanction.days”缺少 value", id="a table without value"),
        pytest.param("sanction.days = {value = 1, note = 1}", "“sanction.days”的 note 应为文本", id="a note"),
        pytest.param("sanction.days = {value = 1, article = 1}", "“sanction.days”的 article 应为文本", id="an article"),
        pytest.param("sanction.days = {value = 1, basis = 'x'}", "basis 应为 stated 或 interpreted", id="a basis"),
        pytest.param("sanction.days = {value = 1, basis = []}", "basis 应为 stated 或 interpreted", id="a list"),
        pytest.param("sanction.days = {value = 1, valid_from = 1}", "valid_from 应为日期", id="valid_from"),
        pytest.param(
            "sanction.days = {value = 1, valid_from = 2026-01-01T00:00:00}", "valid_from 应为日期", id="a moment"
        ),
        pytest.param("sanction.days = {value = []}", "应为不小于 0 的整数", id="a wrong value in a table"),
        pytest.param("sanction.days = 1\nsanction.days = 2", "不是有效的 TOML", id="twice"),
        pytest.param(
            "sanction.days = 1\n'sanction.days' = 2", "“sanction.days”写了两次", id="twice, once as a quoted key"
        ),
        pytest.param("= 1", "不是有效的 TOML", id="no TOML"),
        pytest.param(f"tenure.min_share = 1e-{'9' * 19}", "一个数大得或小得无法表示", id="too small for a decimal"),
        pytest.param(f"sanction.days = 1e{'9' * 19}", "一个数大得或小得无法表示", id="too large for a decimal"),
        pytest.param("sanction.days = " + "[" * 5000, "不是有效的 TOML", id="nested too deep"),
        pytest.param("sanction.days = " + "9" * 5000, "TOML", id="too many digits"),
    ],
)
def test_a_wrong_pack_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_pack_of(tmp_path, text)
    assert reason in str(caught.value)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_a_pack_of_a_windows_editor(tmp_path: Path) -> None:
    assert read_pack_of(tmp_path, "\ufeffsanction.days = 3\r\n").count("sanction.days") == 3


def test_an_empty_pack_changes_nothing_but_the_name(tmp_path: Path) -> None:
    assert read_pack_of(tmp_path, "").parameters == PACK.parameters
    assert read_pack_of(tmp_path, "[letter.read]", "our city.toml").name == "our city"
    assert read_pack_of(tmp_path, "", "plain").name == "plain"


def test_a_file_name_that_is_no_text_still_names_the_pack(tmp_path: Path) -> None:
    assert read_pack_of(tmp_path, "", os.fsdecode(b"city\xff.toml")).name == "city\ufffd"


def test_a_pack_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="不是 UTF-8 文本"):
        read_pack_of(tmp_path, "# 说明".encode("gb18030"))


def test_a_pack_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"^读不到参数包 .*none\.toml：没有这个文件。$"):
        read_pack(tmp_path / "none.toml", PACK)
    with pytest.raises(PolicyError, match=r"：它是文件夹，不是文件。$"):
        read_pack(tmp_path, PACK)


CHANGED = """
[plan.filed.due]
value = "02-10"
valid_from = 2026-01-01
"""


@pytest.mark.parametrize(
    ("valid_from", "year", "due"),
    [
        pytest.param("2026-01-01", 2025, "2025-01-20", id="the year before is judged by the rules of its time"),
        pytest.param("2026-01-01", 2026, "2026-02-10", id="valid on the first day of the year"),
        pytest.param("2026-01-02", 2026, "2026-01-20", id="a year that has begun is not judged in hindsight"),
        pytest.param("2026-01-02", 2027, "2027-02-10", id="the year after"),
    ],
)
def test_an_old_year_is_judged_by_the_rules_of_its_time(tmp_path: Path, valid_from: str, year: int, due: str) -> None:
    pack = read_pack_of(tmp_path, CHANGED.replace("2026-01-01", valid_from))
    assert str(pack.in_year(year).day("plan.filed.due", year)) == due
    assert pack.in_year(year).name == pack.name


def test_rules_change_more_than_once(tmp_path: Path) -> None:
    once = read_pack_of(tmp_path, CHANGED)
    (tmp_path / "later.toml").write_text(CHANGED.replace("2026", "2028").replace("02-10", "03-01"))
    twice = read_pack(tmp_path / "later.toml", once)
    dues = [str(twice.in_year(year).day("plan.filed.due", year))[5:] for year in range(2025, 2030)]
    assert dues == ["01-20", "02-10", "02-10", "03-01", "03-01"]


def test_without_a_date_a_change_holds_for_every_year(tmp_path: Path) -> None:
    pack = read_pack_of(tmp_path, 'plan.filed.due = "02-10"')
    assert pack.in_year(1999) is pack
    assert PACK.in_year(1999) is PACK


def test_every_duty_of_a_year_sees_its_rules(tmp_path: Path) -> None:
    facts = Facts(
        year=2025,
        as_of=date(2026, 6, 30),
        office="d",
        organizations=[
            Organization("d", "示例省司法厅", "provincial_department"),
            Organization("c", "甲示例市司法局", "city_bureau", "d"),
        ],
    )
    pack = read_pack_of(tmp_path, CHANGED)
    found = [evaluate(facts, pack, year=year, only=["plan.filed"])[0].due for year in (2025, 2026)]
    assert found == [date(2025, 1, 20), date(2026, 2, 10)]


def test_the_digest_is_of_what_judges_and_of_nothing_else() -> None:
    renamed = PACK.overlaid({"letter.read": {"working_days": {"value": 5, "note": "另有说明"}}}, "own")
    assert renamed.digest == PACK.digest
    changed = PACK.overlaid({"letter.read.working_days": 6}, "own")
    later = PACK.overlaid({"letter.read.working_days": {"value": 6, "valid_from": date(2027, 1, 1)}}, "own")
    assert len({PACK.digest, changed.digest, later.digest}) == 3


def test_a_number_is_for_the_years_that_begin_with_it() -> None:
    for day, year in ((date(2027, 1, 1), 2027), (date(2027, 1, 2), 2028)):
        pack = PACK.overlaid({"letter.read.working_days": {"value": 6, "valid_from": day}}, "own")
        number = pack.parameters["letter.read.working_days"]
        assert (number.first_year, number.before and number.before.first_year) == (year, 0)
        assert [number.in_year(n).value for n in (year - 1, year)] == [5, 6]


def test_a_workplace_without_a_file_has_the_built_in_pack(tmp_path: Path) -> None:
    assert load_pack("") is PACK
    (tmp_path / "own.toml").write_text("letter.read.working_days = 7", "utf-8")
    own = load_pack(str(tmp_path / "own.toml"))
    assert (own.name, own.count("letter.read.working_days")) == ("own", 7)
    with pytest.raises(PolicyError, match="读不到参数包"):
        load_pack(str(tmp_path / "none.toml"))
