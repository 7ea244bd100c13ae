"""What `xiafang export facts` writes, judged by `xiafang check`, is what the duty ledger shows."""

import gc
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from casework.office import accepted, closed, day, registered
from visits.story import Visiting, held, planned, visitors
from xiafang.cli.check import command as check
from xiafang.promises import ledger
from xiafang.promises.facts import gather
from xiafang.promises.models import Row

SAID = ("status", "need", "have", "evidence")


@pytest.fixture
def people(db: None) -> Visiting:
    return visitors()


def test_check_on_the_exported_facts_says_what_the_ledger_says(people: Visiting, tmp_path: Path) -> None:
    closed(people)
    held(people, registered(people))
    planned(people, accepted(people))
    ledger.rebuild(day(20))
    for later in (0, 30, 200):
        on = day(20 + later)
        path = tmp_path / f"{later}.json"
        path.write_bytes(msgspec.json.encode(gather(year=2026, as_of=on)))
        done = CliRunner().invoke(check, [str(path), "--format", "json"], standalone_mode=False)
        gc.enable()  # the command is alone in its process otherwise
        assert done.exception is None, done.exception
        said = json.loads(done.stdout)
        findings = said["findings"] if isinstance(said, dict) else said
        judged = {
            (one["duty"], one["subject"], one["period"] or ""): (
                one["status"],
                one["need"],
                one["have"],
                one["evidence"],
            )
            for one in findings
            if one["duty"] != "principal.one"
        }
        rows = Row.objects.with_status(on).filter(year=2026)
        assert judged
        shown = {(r.duty, r.subject, r.period): tuple(getattr(r, name) for name in SAID) for r in rows}
        assert shown == judged
