"""What the pages of the workplace cost at 20,000 and at 200,000 matters, as multiples of an empty page.

    python bench/pages.py                    both sizes, every page, as the web role and as superuser
    python bench/pages.py --sizes 20000      one size

Each size is loaded into a database of its own on an embedded server in a temporary folder (bench/province.py). What a
page costs is measured by two processes in turn, one of each role (bench/workplace/asking.py), so that a machine which
is slower for a while is so for both. Parallel workers are switched off, so that all CPU of a query is counted.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from xiafang.postgres import embedded, roles

HERE = Path(__file__).parent
QUIET = "?options=-c%20max_parallel_workers_per_gather%3D0"
LIMITS = {"common word": 30.0}
MOST, OVER_SUPERUSER, GROWTH = 15.0, 1.2, 1.3
TURNS, EACH = 6, 35  # of both roles, page by page: 210 requests each
ROLES = (roles.WEB, "postgres")

Table = dict[str, dict[str, float]]


def main() -> int:
    """Load, measure, print; the exit status is 1 when a ratio is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in, and to find them again")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="xiafang-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    found: dict[int, dict[str, Table]] = {}
    with embedded.running(folder) as server:
        for size in given.sizes:
            name = _loaded(server, folder, size)
            found[size] = _measured(server, folder, name)
    return _print(found)


def _run(words: list[str], folder: Path, **urls: str) -> str:
    environment = os.environ | {"XIAFANG_DATA": str(folder), "PYTHONPATH": str(HERE)} | urls
    done = subprocess.run([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def _loaded(server: embedded.Embedded, folder: Path, size: int) -> str:
    name = f"xiafang_{size}"
    urls = {"DATABASE_URL": server.url(roles.OWNER, name), "XIAFANG_WEB_DATABASE_URL": server.url(roles.WEB, name)}
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
        if superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _run([str(Path(sys.executable).with_name("xiafang")), "migrate"], folder, **urls)
            return name
        superuser.execute(f"CREATE DATABASE {name} OWNER {roles.OWNER}")
    print(f"== {size:,} matters", flush=True)
    print(_run([str(HERE / "province.py"), str(size)], folder, **urls), flush=True)
    return name


class Asker:
    """A process that asks for pages as one role."""

    def __init__(self, url: str, folder: Path) -> None:
        quiet = url + (QUIET if "?" not in url else QUIET.replace("?", "&"))
        urls = {"XIAFANG_WEB_DATABASE_URL": quiet, "XIAFANG_DATABASE_ROLE": "web"}
        environment = os.environ | {"XIAFANG_DATA": str(folder), "PYTHONPATH": str(HERE)} | urls
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workplace.asking"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages: list[str] = self._said()

    def _said(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline() or sys.exit("the asking process ended"))

    def ask(self, page: str, times: int) -> Any:
        """Return what the page cost each time."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([page, times]) + "\n")
        self.process.stdin.flush()
        return self._said()


def _measured(server: embedded.Embedded, folder: Path, name: str) -> dict[str, Table]:
    table: dict[str, Table] = {role: {} for role in ROLES}
    with ExitStack() as stack:
        askers = {role: Asker(server.url(role, name), folder) for role in ROLES}
        for asker in askers.values():
            stack.enter_context(asker.process)
        for page in askers[roles.WEB].pages:
            turns = [{role: asker.ask(page, EACH) for role, asker in askers.items()} for _ in range(TURNS)]
            for role in ROLES:
                costs = [turn[role] for turn in turns]
                application, database = (
                    statistics.median(ms for cost in costs for ms in cost[part]) for part in ("application", "database")
                )
                table[role][page] = {
                    "ms": application + database,
                    "application": application,
                    "database": database,
                    "queries": statistics.median(cost["queries"] for cost in costs),  # now and then a session is kept
                    "bytes": costs[-1]["bytes"],
                }
        for asker in askers.values():
            assert asker.process.stdin
            asker.process.stdin.close()
    return table


def _print(found: dict[int, dict[str, Table]]) -> int:
    over = 0
    sizes = list(found)
    for size in sizes:
        web, superuser = found[size][roles.WEB], found[size]["postgres"]
        empty = web["empty"]["ms"]
        print(f"\n{size:,} matters; the empty page costs {empty:.2f} ms CPU (application and database)")
        heads = (("ms", 8), ("app", 8), ("db", 8), ("× empty", 9), ("limit", 7), ("× super", 9), ("growth", 8))
        more = (("queries", 9), ("kB", 7))
        print(f"{'page':<34}" + "".join(f"{word:>{width}}" for word, width in (*heads, *more)))
        for page, cost in web.items():
            times, alone = cost["ms"] / empty, cost["ms"] / superuser[page]["ms"]
            limit = LIMITS.get(page, MOST)
            small = found[sizes[0]][roles.WEB]
            growth = (cost["ms"] / empty) / (small[page]["ms"] / small["empty"]["ms"])
            wrong = page != "empty" and (
                times > limit or alone > OVER_SUPERUSER or growth > GROWTH or cost["queries"] != small[page]["queries"]
            )
            over += wrong
            print(
                f"{page:<34}{cost['ms']:>8.2f}{cost['application']:>8.2f}{cost['database']:>8.2f}{times:>9.1f}"
                f"{limit:>7.0f}{alone:>9.2f}{growth:>8.2f}{cost['queries']:>9.0f}{cost['bytes'] / 1000:>7.0f}"
                f"{'  OVER' if wrong else ''}"
            )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
