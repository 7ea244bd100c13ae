"""How long `xiafang check` takes for a whole province, and how that grows.

    python bench/check.py            300,000 cases, 20,000 visits, 3,000 officials, and three times the cases

Prints CPU seconds and peak memory of the command from file to JSON, the ratio for three times the cases, and a
working-day limit against `holidays`' `get_nth_working_day` in the same run.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from holidays.countries.china import China

from xiafang.regulation.calendar import Calendar

OFFICIALS, VISITS, CASES = 3_000, 20_000, 300_000
XIAFANG = Path(sys.executable).with_name("xiafang")


def province(cases: int, seed: int = 1) -> dict[str, object]:
    """A sound document: every case received in the year, most accepted and closed, a third accepted on visits."""
    rng = random.Random(seed)
    start = date(2026, 1, 1)

    def day(after: date = start, within: int = 300) -> date:
        return after + timedelta(days=rng.randrange(within))

    organizations = [{"id": "d", "name": "示例省司法厅", "kind": "provincial_department"}]
    for city in range(17):
        organizations.append({"id": f"c{city}", "name": f"示例{city}市司法局", "kind": "city_bureau", "parent": "d"})
        for county in range(7):
            identifier = f"c{city}-{county}"
            organizations.append(
                {"id": identifier, "name": f"示例{identifier}县司法局", "kind": "county_bureau", "parent": f"c{city}"}
            )
    units = [organization["id"] for organization in organizations]
    officials = [
        {
            "id": f"p{n}",
            "name": f"示例{n}",
            "posts": [
                {
                    "organization": units[n % len(units)],
                    "title": "副局长",
                    "rank": "division_deputy",
                    "leadership": True,
                    "principal": n < len(units),
                    "from": "2024-01-01",
                }
            ],
        }
        for n in range(OFFICIALS)
    ]
    visits = [
        {
            "id": f"v{n}",
            "organization": units[n % len(units)],
            "leaders": [f"p{n % OFFICIALS}"],
            "mode": "appointment",
            "date": str(day(date(2026, 1, 20))),
            "status": "held",
            "scheduled_on": "2026-01-10",
            "received": 3,
            "cases": [f"m{n}", f"m{n + VISITS}"],
        }
        for n in range(VISITS)
    ]
    matters = []
    for n in range(cases):
        received = day()
        accepted = received + timedelta(days=rng.randrange(20))
        matter: dict[str, object] = {
            "id": f"m{n}",
            "organization": units[n % len(units)],
            "received_on": str(received),
            "told_on": str(accepted),
            "accepted_on": str(accepted),
            "grades": [{"grade": rng.choice(["simple", "general", "major"]), "on": str(accepted)}],
        }
        if n % 3 == 0:
            matter["visit"] = f"v{n % VISITS}"
            matter["handling"] = rng.choice(["on_the_spot", "deferred"])
        if n % 10:
            closed = accepted + timedelta(days=rng.randrange(90))
            matter |= {"closed_on": str(closed), "resolved_on": str(closed), "disposition": ["reasonable_resolved"]}
        if n % 20 == 0:
            matter["sponsors"] = [{"official": f"p{n % OFFICIALS}", "from": str(accepted)}]
        if n % 50 == 0:
            matter["escalations"] = [{"id": "e1", "kind": "province", "on": str(accepted)}]
        matters.append(matter)
    return {
        "year": 2026,
        "as_of": "2026-12-31",
        "office": "d",
        "organizations": organizations,
        "officials": officials,
        "visits": visits,
        "cases": matters,
    }


def start_up() -> float:
    """CPU seconds of the command on a small document; the least of five."""
    small = Path(__file__).parents[1] / "tests/scenarios/01-plain-year/facts.json"
    spent = []
    for _ in range(5):
        process = subprocess.Popen([XIAFANG, "check", small], stdout=subprocess.DEVNULL)
        usage = os.wait4(process.pid, 0)[2]
        spent.append(usage.ru_utime + usage.ru_stime)
    return min(spent)


def check(path: Path) -> tuple[float, float, int]:
    """CPU seconds, peak memory in GB and findings of one run."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([XIAFANG, "check", path, "--format", "json"], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 1, "some are breached"
        out.seek(0)
        findings = len(json.load(out)["findings"])
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6, findings


def working_days() -> tuple[float, float]:
    """Seconds for one 5-working-day limit: ours, and the yardstick's; both over the same days."""
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(1000)]
    yardstick = China(years=range(2023, 2028), observed=True)
    started = time.process_time()
    theirs = [yardstick.get_nth_working_day(day, 5) for day in days]
    yardstick_time = (time.process_time() - started) / len(days)
    limits = Calendar().working_days(5)
    rounds = 300  # as many limits as a province has cases
    started = time.process_time()
    for _ in range(rounds):
        ours = [limits[day].day for day in days]
    own_time = (time.process_time() - started) / len(days) / rounds
    assert ours == theirs
    return own_time, yardstick_time


def main() -> None:
    print(f"start-up: {start_up():.2f} s CPU")
    ours, theirs = working_days()
    print(f"5 working days: {ours * 1e6:.2f} µs, holidays {theirs * 1e6:.1f} µs: {theirs / ours:.0f} times cheaper")
    with tempfile.TemporaryDirectory() as folder:
        base = 0.0
        for times in (1, 3):
            path = Path(folder) / f"{times}.json"
            path.write_text(json.dumps(province(CASES * times), ensure_ascii=False))
            cpu, memory, findings = check(path)
            base = base or cpu
            print(
                f"{CASES * times} cases ({path.stat().st_size / 1e6:.0f} MB), {findings} findings: "
                f"{cpu:.1f} s CPU, {memory:.2f} GB, {cpu / base:.2f} times the first"
            )


if __name__ == "__main__":
    main()
