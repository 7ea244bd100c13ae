"""What importing a ledger of matters costs: seconds, processor time, peak memory; importing it again changes nothing.

    python bench/imports.py 1000 10000              workbooks of so many rows, into a fresh small demo province each
    python bench/imports.py 100000 --csv --check    as csv; afterwards the numbers, the digests and the duty ledger

Nine rows in ten are matters at their end with all their dates, one is open; one in ten was passed on, one in eight has
a leader who sponsors it, one in twenty is about somebody, one in five hundred is refused.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg

from xiafang.postgres import embedded, roles

HERE = Path(__file__).parent
LAST = date(2026, 6, 30)
HEADINGS = (
    *("编号", "单位", "责任单位", "收到日期", "信访形式", "信访人", "证件号码", "联系电话", "内容分类", "概况"),
    *("主要内容", "诉求", "告知日期", "受理日期", "等级", "包案领导", "处理结论", "答复内容", "答复日期", "办结日期"),
    *("化解日期", "被反映单位"),
)  # fmt: skip
TOPICS = ("律师管理—收费退费", "公证", "社区矫正", "司法鉴定", "法律援助", "人民调解", "监狱管理")
DEEDS = ("收费后未出庭", "不予受理鉴定申请", "未告知办理进度", "出具的公证书有误", "对处理结果不服", "态度生硬、推诿")
_PLACES = """
import json
from xiafang.organizations.models import Organization, Post
from xiafang.organizations.kinds import Kind
units = Organization.objects.filter(kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU), from_on=None, to_on=None)
posts = Post.objects.filter(leadership=True, to_on=None, from_on__lte="2022-01-01").select_related("official")
led = {}
for post in posts:
    led.setdefault(post.organization_id, []).append(post.official.name)
print(json.dumps([[u.name, u.parent.name, led.get(u.pk, [])] for u in units.order_by("name").select_related("parent")]))
"""

_CHECK = """
from collections import defaultdict
from xiafang.casework import events
from xiafang.casework.models import Event, Item, Matter
from xiafang.promises import ledger
for event in Event.objects.exclude(origin="").iterator(2000):
    if event.digest != events.digest(event):
        print("digest of", event.pk)
series = defaultdict(list)
for number, serial in Matter.objects.values_list("number", "serial").order_by("serial"):
    series[number.rpartition("〕")[0]].append(serial)
for begins, serials in series.items():
    if serials != list(range(1, len(serials) + 1)):
        print("gap in the numbers of", begins)
print(*ledger.verify(TODAY), sep="\\n")
"""

Place = tuple[str, str, list[str]]


def rows(count: int, places: list[Place], seed: int = 7) -> Iterator[list[object]]:
    """Give so many rows of five years."""
    dice = random.Random(seed)
    for number in range(1, count + 1):
        unit, above, leaders = dice.choice(places)
        received = LAST - timedelta(days=dice.randrange(25, 5 * 365))
        told, accepted = (received + timedelta(days=dice.randrange(1, 16)) for _ in range(2))
        closed = max(told, accepted) + timedelta(days=dice.randrange(3, 80))
        over = closed <= LAST and dice.random() < 0.95
        resolved = closed + timedelta(days=dice.randrange(0, 40)) if over and dice.random() < 0.4 else None
        passed = dice.random() < 0.1 and above.endswith("市司法局")
        about = "第一监狱" if dice.random() < 0.05 else None
        title = f"反映{dice.choice(TOPICS)}{dice.choice(DEEDS)}（{number}）"
        yield [
            f"〔{received.year}〕{number}",
            above if passed else unit,
            unit if passed else None,
            received if dice.random() > 0.002 else "2024-02-30",
            dice.choice(("来信", "来访", "来电", "网上")),
            _name(dice),
            f"42010619{dice.randrange(50, 99)}0101{dice.randrange(1000, 9999)}" if dice.random() < 0.5 else None,
            f"139{dice.randrange(10**8):08}",
            dice.choice(TOPICS),
            title,
            f"{title}。信访人称多次向有关单位反映未果，要求依法处理并书面答复。" * dice.randrange(1, 4),
            "1.退还费用；2.书面说明" if dice.random() < 0.3 else None,
            told,
            accepted,
            dice.choice(("一般", "一般", "复杂")),
            dice.choice(leaders) if leaders and dice.random() < 0.125 else None,
            "支持" if over else None,
            "经核查，信访人反映的问题部分属实，已责令改正并当面答复。" if over else None,
            closed if over else None,
            closed if over else None,
            min(resolved, LAST) if resolved else None,
            about,
        ]


def _name(dice: random.Random) -> str:
    """Return a name; a few are many people's, most are few people's."""
    number = int(dice.random() ** 2 * 40_000)
    family, rest = divmod(number, 400)
    return "赵钱孙李周吴郑王冯陈"[family % 10] + "示例" + "甲乙丙丁戊己庚辛壬癸"[family // 10] + f"{rest:03}"


def main() -> int:
    """Import ledgers of the given sizes; the exit status is 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--csv", action="store_true", help="a csv instead of a workbook")
    parser.add_argument("--check", action="store_true", help="check afterwards what acts keep, and the duty ledger")
    parser.add_argument("--profile", type=Path, help="write where the time goes to this file")
    given = parser.parse_args()
    wrong = 0
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="xiafang-bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            wrong += measure(size, folder, given.csv, given.check, given.profile)
    return 1 if wrong else 0


def measure(size: int, folder: Path, csv: bool, check: bool, profile: Path | None) -> int:
    """Import a ledger twice into a database of its own and print what it cost."""
    with embedded.running(folder) as server:
        os.environ["DATABASE_URL"], os.environ["XIAFANG_WEB_DATABASE_URL"] = (
            server.url(roles.OWNER),
            server.url(roles.WEB),
        )
        os.environ["XIAFANG_DATA"] = str(folder)
        _xiafang("migrate")
        _xiafang("demo", "--small")
        path = _ledger(size, folder, csv)
        print(f"== {size:,} rows, {path.stat().st_size / 2**20:.1f} MiB {path.suffix}", flush=True)
        watch = ["-m", "cProfile", "-o", str(profile)] if profile else []
        first, second = _import(path, size, watch), _import(path, size, [])
        wrong = 0 if "新增 0，更新 0" in second and "新增 0" not in first else 1
        if check:
            said = _python(_CHECK)
            print(f"checked: {said.strip() or 'every invariant holds'}")
            wrong += bool(said.strip())
    return wrong


def _ledger(size: int, folder: Path, csv: bool) -> Path:
    import json  # noqa: PLC0415

    from xiafang.adapters.sheets.writing import write_csv, write_xlsx  # noqa: PLC0415

    found = rows(size, json.loads(_python(_PLACES).splitlines()[-1]))
    path = folder / ("ledger.csv" if csv else "ledger.xlsx")
    if csv:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(file, HEADINGS, found)  # type: ignore[arg-type]
    else:
        write_xlsx(path, [("信访事项", HEADINGS, found)])  # type: ignore[list-item]
    return path


def _import(path: Path, size: int, watch: list[str]) -> str:
    script = str(Path(sys.executable).with_name("xiafang"))
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *watch, script, "import", str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    watching = threading.Event()
    watcher = threading.Thread(target=_watch, args=(watching, began))
    watcher.start()
    said = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    watching.set()
    watcher.join()
    took, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    print(next((line for line in said.splitlines() if "完毕" in line), said))
    each = f"{1000 * took / size:.1f} ms a row, {1000 * cpu / size:.1f} ms of them processor of the application"
    print(f"   {took:.0f} s, {each}; peak memory {used.ru_maxrss / 1024:.0f} MiB", flush=True)
    return said


def _watch(ended: threading.Event, began: float) -> None:
    """Print how far the import has come with every ten thousand matters: so one sees whether rows grow dearer."""
    before = 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        while not ended.wait(2):
            row = database.execute("SELECT count(*) FROM casework_matter").fetchone()
            if row and row[0] // 10_000 > before:
                before = row[0] // 10_000
                print(f"   {row[0]:,} matters after {time.monotonic() - began:.0f} s", flush=True)


def _xiafang(*words: str) -> None:
    script = Path(sys.executable).with_name("xiafang")
    subprocess.run([str(script), *words], stdout=subprocess.DEVNULL, check=True)


def _python(code: str) -> str:
    begin = (
        "from xiafang.cli.workplace import enter; enter('owner')\n"
        "from django.utils import timezone; TODAY = timezone.localdate()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    return subprocess.run(
        [sys.executable, "-c", begin + code], stdout=subprocess.PIPE, text=True, check=True, env=environment
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
