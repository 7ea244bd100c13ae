"""What of the product the tests run: a plugin of pytest, and what sums up.

    PYTHONPATH=tests PYTEST_PLUGINS=measuring pytest -n 2      measures, as `make test` does
    python tests/measuring.py                                  says what was run; fails below the limits

SlipCover writes its counters into the code and takes them out again once they are hit, so that a test costs what it
costs; the trace function of coverage.py doubles that on Python 3.11 (ADR 0052). On the few machines that it does not
come to (pyproject.toml), nothing is measured, and that is said.
"""

import json
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "build/measured"
PRODUCT = ROOT / "src/xiafang"
LIMITS = {PRODUCT: 90, PRODUCT / "regulation": 100}  # per cent of lines and branches
NOT_MEASURED = ["if TYPE_CHECKING:", "raise NotImplementedError", "if __name__ == .__main__.:", r"\.\.\.$"]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
CAN_MEASURE = find_spec("slipcover") is not None


def _measure() -> Any:
    """Return what measures from now on whatever is imported of the product."""
    import slipcover  # noqa: PLC0415 - not on every machine
    from slipcover.importer import SlipcoverMetaPathFinder  # noqa: PLC0415

    class Product(SlipcoverMetaPathFinder):  # type: ignore[misc]  # has no types
        """Measures the product's modules; those of the tests are found by pytest in its own way."""

        def find_spec(
            self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
        ) -> ModuleSpec | None:
            """Return how to load `fullname`, measured."""
            return super().find_spec(fullname, path, target) if fullname.partition(".")[0] == "xiafang" else None

    measured = slipcover.Slipcover(branch=True, source=[str(PRODUCT)], exclude_also=NOT_MEASURED)
    sys.meta_path.insert(0, Product(measured, slipcover.FileMatcher(sources=[PRODUCT])))
    return measured


_measured = _measure() if WORKER and CAN_MEASURE else None
if WORKER:  # what the tests start is not measured
    for name in ("PYTEST_PLUGINS", "PYTHONPATH"):
        os.environ.pop(name, None)


def pytest_sessionfinish() -> None:
    """Write down what this worker ran."""
    if _measured:
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / f"{WORKER}.json").write_text(json.dumps(_measured.get_coverage()))


def report() -> int:
    """Print what all workers ran, and what is missing where everything is asked for; return the exit status."""
    if not CAN_MEASURE:
        print("not measured: SlipCover does not come to this machine")
        return 0
    from slipcover import merge_coverage  # noqa: PLC0415 - not on every machine

    first, *others = [json.loads(path.read_text()) for path in sorted(FOUND.glob("*.json"))]
    for other in others:
        merge_coverage(first, other)
    status = 0
    for part, limit in LIMITS.items():
        files = {name: file for name, file in first["files"].items() if Path(name).resolve().is_relative_to(part)}
        run, missing = _count(files, "executed"), _count(files, "missing")
        share = 100 * run / (run + missing)
        print(f"{part.relative_to(PRODUCT.parent)}: {share:.1f} % of {run + missing} lines and branches are run")
        if share < limit:
            status = 1
            print(f"  under the {limit} % that are asked for")
            for name, file in files.items() if limit == 100 else ():
                if file["missing_lines"] or file["missing_branches"]:
                    print(f"  {name}: lines {file['missing_lines']}, branches {file['missing_branches']}")
    return status


def _count(files: dict[str, Any], what: str) -> int:
    return sum(len(file[f"{what}_{kind}"]) for file in files.values() for kind in ("lines", "branches"))


if __name__ == "__main__":
    sys.exit(report())
