"""The ten scenarios that teach the specification, through the core and through the console command."""

import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from command import run
from regulation.documents import faults
from xiafang.regulation.engine import evaluate
from xiafang.regulation.policy import load_policy, read_pack
from xiafang.regulation.reading import read_facts

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = sorted(folder.name for folder in SCENARIOS.iterdir() if folder.is_dir())
INVALID = "09-invalid"


def expected_of(name: str) -> list[Any]:
    found: list[Any] = json.loads((SCENARIOS / name / "expected.json").read_text("utf-8"))
    return found


def without_why(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert all(finding["why"].endswith("。") for finding in findings)
    return [{key: value for key, value in finding.items() if key != "why"} for finding in findings]


def arguments(name: str) -> list[str]:
    pack = SCENARIOS / name / "pack.toml"
    return [str(SCENARIOS / name / "facts.json"), *(["--policy", str(pack)] if pack.exists() else [])]


def test_there_are_ten() -> None:
    assert len(NAMES) == 10


@pytest.mark.parametrize("name", [name for name in NAMES if name != INVALID])
def test_findings(name: str) -> None:
    folder = SCENARIOS / name
    policy = load_policy()
    if (folder / "pack.toml").exists():
        policy = read_pack(folder / "pack.toml", policy)
    findings = evaluate(read_facts((folder / "facts.json").read_bytes()), policy)
    assert without_why(msgspec.json.decode(msgspec.json.encode(findings))) == expected_of(name)
    assert [finding.order for finding in findings] == sorted(finding.order for finding in findings)


def test_faults() -> None:
    assert sorted(set(faults((SCENARIOS / INVALID / "facts.json").read_bytes()))) == sorted(expected_of(INVALID))


@pytest.mark.parametrize("name", [name for name in NAMES if name != INVALID])
def test_findings_by_the_command(name: str) -> None:
    status, out, err = run("check", *arguments(name), "--format", "json")
    said = json.loads(out)
    assert without_why(said["findings"]) == expected_of(name)
    assert said["policy"] == ("pack" if name == "10-changed-pack" else "hubei-justice")
    assert status == int(any(finding["status"] == "breached" for finding in said["findings"]))
    assert err == ""


def test_faults_by_the_command() -> None:
    status, out, err = run("check", *arguments(INVALID))
    assert (status, out) == (2, "")
    assert sorted({line.partition(": ")[0] for line in err.splitlines()}) == sorted(expected_of(INVALID))


def test_an_earlier_day_makes_the_visit_vanish() -> None:
    """As the page of the scenarios says of 06."""
    for as_of, there in [("2026-03-20", True), ("2026-03-21", False)]:
        _, out, _ = run("check", *arguments("06-cancelled-visit"), "--format", "json", "--as-of", as_of)
        assert any(finding["subject"].startswith("visit:v1") for finding in json.loads(out)["findings"]) is there


@pytest.mark.parametrize(("name", "status"), [("01-plain-year", 0), (INVALID, 2)])
def test_the_console_script(console: Path, name: str, status: int) -> None:
    done = subprocess.run(
        [console, "check", *arguments(name), "--format", "json"], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == status
    if name == INVALID:
        assert {line.partition(": ")[0] for line in done.stderr.splitlines()} == set(expected_of(name))
        assert done.stdout == ""
    else:
        assert without_why(json.loads(done.stdout)["findings"]) == expected_of(name)
