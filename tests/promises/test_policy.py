"""A policy pack of the workplace's own: the ledger, pages and `xiafang check` judge by it; a changed one is said."""

import gc
import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from pytest_django import Settings

from casework.office import accepted, closed, day, registered
from visits.story import Visiting, held, visitors
from xiafang.casework import deadlines
from xiafang.cli.check import command as check
from xiafang.organizations import policy
from xiafang.promises import ledger
from xiafang.promises.clocks import clocks
from xiafang.promises.facts import gather
from xiafang.promises.models import Row

PACK = """
visits.quarter.need = 2
case.told.days = 10
case.statutory_limit.days = 30
case.statutory_limit.max_extension_days = 7
[sponsored.two.need]
value = 3
valid_from = 2027-01-01
[sponsored.hold_months]
value = 1
valid_from = 2027-01-01
"""


@pytest.fixture
def people(db: None) -> Visiting:
    return visitors()


@pytest.fixture
def pack(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "wuhan.toml"
    path.write_text(PACK, "utf-8")
    settings.POLICY = str(path)
    return path


def checked(facts: Path, pack: Path) -> dict[str, Any]:
    asked = [str(facts), "--format", "json", "--policy", str(pack)]
    done = CliRunner().invoke(check, asked, standalone_mode=False)
    gc.enable()  # the command is alone in its process otherwise
    assert done.exception is None, done.exception
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_check_with_the_same_file_says_what_the_ledger_says(people: Visiting, pack: Path, tmp_path: Path) -> None:
    closed(people)
    held(people, registered(people))
    ledger.rebuild(day(20))
    accepted(people)  # kept by the act itself
    for year, on in ((2026, day(40)), (2027, date(2027, 2, 1))):
        path = tmp_path / f"{year}.json"
        path.write_bytes(msgspec.json.encode(gather(year=year, as_of=on)))
        said = checked(path, pack)
        assert said["policy"] == "wuhan"
        judged = {
            (one["duty"], one["subject"], one["period"] or ""): (one["status"], one["need"], one["due"])
            for one in said["findings"]
            if one["duty"] != "principal.one"
        }
        rows = Row.objects.with_status(on).filter(year=year)
        assert {(r.duty, r.subject, r.period): (r.status, r.need, r.due.isoformat()) for r in rows} == judged
        needs = {duty: need for (duty, *_), (_, need, _) in judged.items()}
        assert (needs["visits.quarter"], needs["sponsored.two"]) == (2, 2 if year == 2026 else 3)
    assert ledger.verify(day(20)) == []


def test_the_clocks_of_a_matter_and_what_an_act_refuses_follow_it(people: Visiting, pack: Path) -> None:
    matter = accepted(people)
    due = {clock.duty: clock.due for clock in clocks(matter, as_of=day(2))}
    assert due["case.told"] == day(10)
    assert due["case.statutory_limit"] == deadlines.last_day_by_statute(day(1)).day == date(2026, 7, 2)
    assert deadlines.longest_extension(day(1)) == 7


def test_a_changed_pack_asks_for_the_ledger_to_be_made_anew(people: Visiting, settings: Settings, pack: Path) -> None:
    settings.POLICY = ""
    assert ledger.outdated() == "", "not begun"
    ledger.rebuild(day(20))
    assert ledger.outdated() == ""
    settings.POLICY = str(pack)
    assert "现行参数包 wuhan 与之不同：请执行 xiafang ledger rebuild。" in ledger.outdated()
    assert ledger.verify(day(20))
    ledger.rebuild(day(20))
    assert (ledger.outdated(), ledger.verify(day(20))) == ("", [])
    other = pack.with_name("other.toml")
    other.write_text(PACK.replace("= 10", "= 11"), "utf-8")
    settings.POLICY = str(other)
    assert "按参数包 wuhan" in ledger.outdated()


def test_a_ledger_of_which_nothing_is_known_was_made_by_the_built_in_pack(people: Visiting, pack: Path) -> None:
    assert "按内置参数包" in ledger.outdated()
    assert policy.in_force().name == "wuhan"
