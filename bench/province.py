"""Load the big province into the database that the environment names, and say what holds of it.

    python bench/province.py 200000

Prints the seconds for each part, the peak memory, and every invariant that does not hold (exit status 1 then).
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from xiafang.cli.migrate import migrate
from xiafang.cli.workplace import workplace

SEED = 7


def main(count: int) -> int:
    """Load `count` matters; return the exit status."""
    with workplace("owner"):
        from django.utils import timezone  # noqa: PLC0415 - Django is set up only now
        from workplace import check, load  # noqa: PLC0415

        today = timezone.localdate()

        def timed(what: str, do: Callable[[], Any]) -> Any:
            began = time.monotonic()
            result = do()
            print(f"{what:<40}{time.monotonic() - began:8.1f} s", flush=True)
            return result

        timed("tables", migrate)
        began = time.monotonic()
        places = timed("organizations, people, accounts", lambda: load.province(today, SEED))
        timed(f"{count:,} matters by COPY", lambda: load.matters(places, count, today, SEED))
        timed("duty ledger", lambda: load.duties(today))
        timed("vacuum", load.vacuum)
        print(f"{'loaded in all':<40}{time.monotonic() - began:8.1f} s")
        print(f"{'peak memory':<40}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:8.2f} GiB")
        wrong = timed("checked", lambda: check.check(today))
    for line in wrong:
        print(f"DOES NOT HOLD: {line}")
    print("every invariant holds" if not wrong else f"{len(wrong)} do not hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
