"""`xiafang check`: its exit status, its three ways of writing, and its refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from command import run
from regulation.documents import case, document, visit, written

FACTS = {
    "cases": [
        case("c1", accepted_on="2026-03-02", visit="v", closed_on="2026-03-30"),
        case("c2", told_on="2026-03-20"),
    ],
    "visits": [visit("v", leaders=["p"])],
}
CLOSED = "示例市司法局对下访中2026-03-02受理的事项c1，应不晚于2026-04-02办结（第十七条），已于2026-03-30按期完成。"


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_bytes(written(document(**FACTS)))
    return str(path)


def findings(*arguments: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", *arguments, "--format", "json", **more).out)["findings"]
    return found


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        pytest.param("case.limit", 0, id="met"),
        pytest.param("case.told", 1, id="one late, one breached"),
        pytest.param("visits.half_year", 0, id="met and pending"),
        pytest.param("agreement.direct", 1, id="breached"),
        pytest.param("letter.read", 0, id="nothing at all"),
    ],
)
def test_exit_status_of_what_is_printed(facts: str, duty: str, status: int) -> None:
    for form in ("table", "json"):
        ran = run("check", facts, "--only", duty, "--format", form)
        assert (ran.status, ran.err) == (status, "")


def test_json(facts: str) -> None:
    """An object on lines of its own that is read as one; keys in the order of the specification."""
    ran = run("check", facts, "--format", "json", "--only", "case.limit")
    said = json.loads(ran.out)
    assert list(said) == ["year", "as_of", "policy", "findings"]
    assert (said["year"], said["as_of"], said["policy"]) == (2026, "2026-12-31", "hubei-justice")
    assert said["findings"] == [
        {
            "duty": "case.limit",
            "article": "第十七条",
            "subject": "case:c1",
            "period": None,
            "due": "2026-04-02",
            "status": "met",
            "need": 1,
            "have": 1,
            "completed_on": "2026-03-30",
            "evidence": ["case:c1"],
            "why": CLOSED,
            "provisional": False,
        }
    ]
    assert list(said["findings"][0]) == [
        *("duty", "article", "subject", "period", "due", "status"),
        *("need", "have", "completed_on", "evidence", "why", "provisional"),
    ]


def test_json_without_findings_is_json(facts: str) -> None:
    assert json.loads(run("check", facts, "--format", "json", "--only", "letter.read").out)["findings"] == []


def test_json_of_many_findings_in_one_duty(tmp_path: Path) -> None:
    """More than one batch of a duty, and more duties than one."""
    many = [{"id": f"l{n:04}", "official": "p", "received_on": "2026-03-02"} for n in range(4500)]
    raw = written(document(letters=many))
    found = findings("-", "--only", "letter.read", "--only", "letter.reply", stdin=raw)
    assert [finding["subject"] for finding in found] == [f"letter:{one['id']}" for one in many] * 2


def test_table(facts: str) -> None:
    out = run("check", facts, "--only", "case.told", "--only", "case.limit").out
    assert out == (
        "2026年度职责，截至2026-12-31，参数包 hubei-justice\n"
        "\n"
        "第十七条  限时办结（case.limit）\n"
        "  ✓ 已落实  case:c1  2026-04-02\n"
        f"      {CLOSED}\n"
        "\n"
        "条例第二十三条  书面告知受理情况（case.told）\n"
        "  ✗ 已逾期  case:c1  2026-03-17\n"
        "      示例市司法局对2026-03-02收到的事项c1，"
        "应不晚于2026-03-17书面告知信访人接收情况和办理途径（条例第二十三条），"
        "至2026-12-31仍未完成，已逾期289天：请出具告知书并登记告知日期。\n"
        "  △ 逾期完成  case:c2  2026-03-17\n"
        "      示例市司法局对2026-03-02收到的事项c2，"
        "应不晚于2026-03-17书面告知信访人接收情况和办理途径（条例第二十三条），"
        "已于2026-03-20完成，逾期3天。\n"
        "\n"
        "✓ 已落实 1  △ 逾期完成 1  ○ 期限内 0  ✗ 已逾期 1  － 免计 0\n"
    )


def test_table_marks_provisional_days(tmp_path: Path) -> None:
    raw = written(document(cases=[case("c1", "2026-12-25")]))
    out = run("check", "-", "--only", "case.told", stdin=raw).out
    assert "  ○ 期限内  case:c1  2027-01-11（暂定）\n" in out


def test_explain(facts: str) -> None:
    ran = run("check", facts, "--explain", "case:c1", "case.limit")
    assert ran.status == 0
    assert ran.out.splitlines()[:5] == [
        "✓ 已落实  case:c1  case.limit（第十七条）",
        CLOSED,
        "期限推算：",
        "  自 2026-03-02 起 1 个月，对应日（无对应日的取月末，民法典第202条）为 2026-04-02。",
        "  最后一天：2026-04-02。",
    ]


def test_explain_every_period_of_a_duty(facts: str) -> None:
    """Two half-years, each with its own fixed date; the exit status is that of what is shown."""
    ran = run("check", facts, "--explain", "official:p", "visits.half_year", "--as-of", "2027-01-01")
    assert ran.status == 1
    assert [line for line in ran.out.splitlines() if "固定日期" in line] == [
        "  固定日期 2026-06-30，当日仍算按时，遇休息日不顺延。",
        "  固定日期 2026-12-31，当日仍算按时，遇休息日不顺延。",
    ]


def test_explain_as_json_has_the_derivation(facts: str) -> None:
    (finding,) = findings(facts, "--explain", "case:c1", "case.limit")
    assert finding["derivation"]["rule"] == "months"
    assert finding["derivation"]["start"] == "2026-03-02"


def test_explain_what_there_is_not(facts: str) -> None:
    ran = run("check", facts, "--explain", "case:c9", "case.limit")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "错误：“case:c9”没有职责“case.limit”的结果：对象不存在，或此项职责在本年尚不约束它。\n"


def test_from_standard_input() -> None:
    assert findings("-", "--only", "plan.filed", stdin=written(document())) != []


def test_year_and_as_of_beat_the_document(facts: str) -> None:
    said = json.loads(run("check", facts, "--year", "2025", "--as-of", "2025-06-01", "--format", "json").out)
    assert (said["year"], said["as_of"]) == (2025, "2025-06-01")
    assert {finding["period"] for finding in said["findings"]} <= {"2025", "2025H1", "2025Q1", "2025Q2"}


def test_year_and_as_of_are_required_in_the_document_all_the_same() -> None:
    raw = written({key: value for key, value in document().items() if key not in {"year", "as_of"}})
    ran = run("check", "-", "--year", "2026", "--as-of", "2026-12-31", stdin=raw)
    assert (ran.status, ran.out) == (2, "")
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == ["$.year", "$.as_of"]


def test_a_pack_changes_the_numbers_and_is_named(facts: str, tmp_path: Path) -> None:
    pack = tmp_path / "our.city.toml"
    pack.write_text("case.limit.general_months = 2\n")
    said = json.loads(run("check", facts, "--policy", str(pack), "--only", "case.limit", "--format", "json").out)
    assert said["policy"] == "our.city"
    assert said["findings"][0]["due"] == "2026-05-06"


def test_every_fault_is_a_line(tmp_path: Path) -> None:
    raw = written(document(office="?", colour="red", as_of="2026-02-30"))
    ran = run("check", "-", stdin=raw)
    assert (ran.status, ran.out) == (2, "")
    assert sorted(ran.err.splitlines()) == [
        "$.as_of: “2026-02-30”不是有效日期，请写成 YYYY-MM-DD，例如 2026-02-28。",
        "$.colour: 没有这一项，请检查拼写或删去。",
        "$.office: 查无此编号，请核对或补上被引用的条目。",
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--only", "case.limits"], "没有职责“case.limits”，可用：agreement.cascade、"),
        (["--only", "case.limit", "--only", ""], "没有职责“”，可用："),
        (["--explain", "case:c1", "x"], "没有职责“x”，可用："),
        (["--year", "26x"], "--year：“26x”不是有效的年份，例如 2026。"),
        (["--year", "0"], "--year：“0”不是有效的年份"),
        (["--year", "9999"], "--year：“9999”不是有效的年份"),
        (["--year", "02026"], "--year：“02026”不是有效的年份"),
        (["--year", "２０２６"], "--year：“２０２６”不是有效的年份"),
        (["--year", "-1"], "--year：“-1”不是有效的年份"),
        (["--year", ""], "--year：“”不是有效的年份"),
        (["--as-of", "2026-02-30"], "--as-of：“2026-02-30”不是有效日期，请写成 YYYY-MM-DD，例如 2026-02-28。"),
        (["--as-of", "20260228"], "--as-of：“20260228”不是有效日期"),
        (["--as-of", "2026-W09-6"], "--as-of：“2026-W09-6”不是有效日期"),
        (["--policy", "none.toml"], "读不到参数包 none.toml：没有这个文件。"),
        (["--format", "xml"], "--format 的取值不对，应为：table、json。"),
        (["--colour"], "没有选项 --colour"),
        (["--explain", "case:c1"], "--explain"),
        (["more"], "多余的参数"),
    ],
)
def test_refusals(facts: str, arguments: list[str], reason: str) -> None:
    ran = run("check", facts, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("错误：")
    assert reason in ran.err


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    ran = run("check", str(tmp_path / "none.json"))
    assert ran.err == f"错误：读不到文件 {tmp_path / 'none.json'}：没有这个文件。请检查文件名和权限。\n"
    assert (ran.status, ran.out) == (2, "")
    assert run("check", str(tmp_path)).status == 2


def test_a_pack_with_an_unknown_parameter_is_named(facts: str, tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text("[letter.read]\ndays = 5\n")
    ran = run("check", facts, "--policy", str(pack))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "错误：参数“letter.read.days”不存在，请检查拼写；可用的参数见内置参数包。\n"


def test_help_is_chinese_with_examples() -> None:
    ran = run("check", "--help")
    assert ran.status == 0
    for word in ("用法：xiafang check", "FACTS", "--policy PACK.toml", "--explain SUBJECT DUTY", "例：", "退出码"):
        assert word in ran.out
    assert "Usage" not in ran.out
    assert "Options" not in ran.out


def test_without_a_file() -> None:
    ran = run("check")
    assert ran.status == 2
    assert "FACTS" in ran.err


def test_ids_and_dates_with_line_breaks_stay_on_their_line(tmp_path: Path) -> None:
    """Whatever an id holds, a finding is two lines of the table and a fault is one."""
    sound = written(document(cases=[case("c\n1/\x1b[31m")]))
    out = run("check", "-", "--only", "case.told", stdin=sound).out
    assert "  ✗ 已逾期  case:c\\n1/\\u001b[31m  2026-03-17\n      示例市司法局对" in out
    assert len(out.splitlines()) == 7
    explained = run("check", "-", "--explain", "case:c\n1/\x1b[31m", "case.told", stdin=sound).out
    assert explained.startswith("✗ 已逾期  case:c\\n1/\\u001b[31m  case.told（条例第二十三条）\n示例市司法局对")
    twice = [case("c\n1"), case("c\n1", told_on="20\n26")]
    ran = run("check", "-", stdin=written(document(cases=twice)))
    assert (ran.status, ran.out) == (2, "")
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == ["$.cases[1].told_on", "$.cases[1].id"]
    assert run("check", "-", "--only", "x\ny", stdin=sound).err.startswith("错误：没有职责“x\\ny”，可用：")


def test_a_pack_whose_file_name_is_no_text(facts: str, tmp_path: Path) -> None:
    pack = os.fsencode(tmp_path) + b"/city\xff.toml"
    Path(os.fsdecode(pack)).write_text("case.limit.general_months = 2\n")
    ran = run("check", facts, "--policy", os.fsdecode(pack), "--only", "case.limit", "--format", "json")
    assert (ran.status, json.loads(ran.out)["policy"]) == (0, "city\ufffd")


ENVIRONMENTS: list[dict[str, str]] = [
    {},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "gbk"},
]
if __file__.isascii():  # Python itself does not start in this one when the checkout's path is Chinese
    ENVIRONMENTS.append({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=str)
@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["--help"], 0), (["FACTS", "--policy", "PACK"], 1), (["none.json"], 2), (["FACTS", "--only", "✓没有"], 2)],
    ids=str,
)
def test_chinese_in_every_environment(
    facts: str, tmp_path: Path, environment: dict[str, str], arguments: list[str], status: int
) -> None:
    pack = tmp_path / "包.toml"
    pack.write_text("sanction.days = 20\n")
    words = [{"FACTS": facts, "PACK": str(pack)}.get(word, word) for word in arguments]
    command = [sys.executable, "-c", "from xiafang.cli import main; main()", "check", *words]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert ran.returncode == status, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert (ran.stdout == b"") is (status == 2)
    if status == 1:
        assert ran.stdout.decode().startswith("2026年度职责，截至2026-12-31，参数包 包\n")
