"""`xiafang calendar`: showing a year, filling the table, and the refusals of both."""

import stat
from datetime import date
from pathlib import Path

import msgspec
import pytest

from command import run
from xiafang.regulation import calendar_fill
from xiafang.regulation.calendar import CalendarTable, YearTable, shipped_table

VERSION = shipped_table().version


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking the package takes a second: the shipped table stands for what it gives (tested in the core)."""

    def build(official_through: int = calendar_fill.OFFICIAL_THROUGH) -> CalendarTable:
        shipped = shipped_table()
        years = {
            year: msgspec.structs.replace(days, status="official" if year <= official_through else "provisional")
            for year, days in shipped.years.items()
        }
        return msgspec.structs.replace(shipped, years=years, version=f"{official_through}-trial")

    monkeypatch.setattr(calendar_fill, "build_table", build)


def test_show_a_published_year() -> None:
    status, out, err = run("calendar", "show", "2026")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == "2026年工作日历：已公布"
    assert "工作日放假 19 天" in lines
    assert "  2026-01-01 周四  元旦" in lines
    assert "周末上班 6 天" in lines
    assert [line.strip() for line in lines[lines.index("周末上班 6 天") + 1 :][:6]] == [
        "2026-01-04 周日",
        "2026-02-14 周六",
        "2026-02-28 周六",
        "2026-05-09 周六",
        "2026-09-20 周日",
        "2026-10-10 周六",
    ]
    assert lines[-1] == f"日历版本 {VERSION}（{shipped_table().source}）"


def test_show_a_provisional_year() -> None:
    _, out, _ = run("calendar", "show", "2027")
    assert out.startswith("2027年工作日历：暂定。放假安排尚未公布，只有法定节日及其补假，没有调休上班日\n")
    assert "\n周末上班 0 天\n" in out


def test_show_this_year_unless_told_otherwise() -> None:
    status, out, _ = run("calendar", "show")
    assert status == 0
    assert int(out[:4]) in shipped_table().years


@pytest.mark.parametrize("year", ["1949", "2101", "26", "二〇二六", "２０２６", "2026.0", "-1"])
def test_show_refuses_what_is_no_year_of_the_table(year: str) -> None:
    status, out, err = run("calendar", "show", "--", year)
    assert (status, out) == (2, "")
    assert err == f"错误：YEAR：“{year}”不在工作日历的范围内，请写 1950 至 2100 之间的年份，例如 2026。\n"


def test_fill_writes_the_whole_table(tmp_path: Path) -> None:
    file = tmp_path / "表.json"
    file.write_text("before")
    status, out, err = run("calendar", "fill", str(file))
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"已写入 {file}：版本 2026-trial，{shipped_table().source}。",
        "与现用日历没有差别。",
    ]
    assert msgspec.json.decode(file.read_bytes(), type=CalendarTable).years == shipped_table().years
    assert [one.name for one in tmp_path.iterdir()] == ["表.json"]


def test_fill_refuses_to_call_a_guess_published(tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    status, out, err = run("calendar", "fill", str(file), "--official-through", "2028")
    assert (status, out) == (2, "")
    assert "还没有2027年的调休安排，不能标为已公布。请先升级 holidays，或改为较早的年份。" in err
    assert not file.exists()


def test_fill_says_what_is_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A published 2027 with a make-up day, one day off the more and one the less; 2026 no longer published."""
    shipped = shipped_table()
    published = YearTable("official", shipped.years[2027].off | {date(2027, 2, 11): "春节"}, [date(2027, 2, 20)])
    fewer = YearTable("official", {}, shipped.years[2024].worked)
    years = shipped.years | {2024: fewer, 2027: published}
    table = msgspec.structs.replace(shipped, years=years)
    monkeypatch.setattr(calendar_fill, "build_table", lambda official_through: table)
    status, out, _ = run("calendar", "fill", str(tmp_path / "table.json"), "--official-through", "2027")
    lines = out.splitlines()
    off = len(shipped.years[2024].off)
    assert status == 0
    assert lines[1] == f"与现用日历有 {off + 2} 天不同："
    assert lines[2] == "  2024-01-01 周一  元旦 → 照常"
    assert lines[-1] == "公布状态改变的年份：2027。"
    if off + 2 <= 20:
        assert "  2027-02-11 周四  照常 → 春节" in lines
        assert "  2027-02-20 周六  照常 → 上班" in lines
    else:
        assert f"  ……另有 {off + 2 - 20} 天" in lines


def test_fill_says_how_many_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = shipped_table()
    bare = {year: YearTable(days.status, {}, []) for year, days in shipped.years.items()}
    monkeypatch.setattr(
        calendar_fill, "build_table", lambda official_through: msgspec.structs.replace(shipped, years=bare)
    )
    _, out, _ = run("calendar", "fill", str(tmp_path / "table.json"))
    total = sum(len(days.off) + len(days.worked) for days in shipped.years.values())
    assert out.splitlines()[-1] == f"  ……另有 {total - 20} 天"


def test_fill_to_where_there_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "none" / "table.json"
    status, out, err = run("calendar", "fill", str(file))
    assert (status, out) == (2, "")
    assert err == f"错误：写不了 {file}：没有这个文件夹。请换一个可写的位置。\n"


def test_fill_to_a_folder(tmp_path: Path) -> None:
    status, _, err = run("calendar", "fill", str(tmp_path))
    assert status == 2
    assert "它是文件夹，不是文件" in err
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(), "没有写入权限"),
        (OSError(28, "No space left on device"), "磁盘已满"),
        (OSError("odd"), "odd"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    file = tmp_path / "table.json"
    file.write_text("before")

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as opened:
            opened.write(data[:100])
        raise error

    monkeypatch.setattr(Path, "write_bytes", half)
    status, _, err = run("calendar", "fill", str(file))
    assert status == 2
    assert err == f"错误：写不了 {file}：{reason}。请换一个可写的位置。\n"
    assert file.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["table.json"]


def test_the_table_can_be_read_by_others(tmp_path: Path) -> None:
    """Who packs the project may be another user than who filled the table."""
    file = tmp_path / "table.json"
    run("calendar", "fill", str(file))
    assert stat.S_IMODE(file.stat().st_mode) & stat.S_IRUSR


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["calendar", "--help"], ["用法：xiafang calendar", "命令", "show", "fill", "例："]),
        (["calendar", "show", "--help"], ["列出一年中的放假日", "例："]),
        (["calendar", "fill", "--help"], ["holidays", "--official-through YEAR", "例："]),
    ],
)
def test_help_is_chinese_with_examples(arguments: list[str], words: list[str]) -> None:
    status, out, _ = run(*arguments)
    assert status == 0
    for word in words:
        assert word in out
    assert "Options" not in out
    assert "Usage" not in out


@pytest.mark.parametrize(
    "arguments", [["calendar", "fill"], ["calendar", "burn"], ["calendar", "fill", "x", "--official-through"]]
)
def test_refusals_are_chinese(arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("错误：")
