"""Each due date recomputed from its derivation alone, by somebody who knows the rules but not the calendar."""

# ruff: noqa: S311 (nothing here is a secret)

import random
from datetime import date, timedelta

import msgspec
import pytest

from oracle.documents import facts_document, random_pack, write
from regulation.documents import case, document, only, visit, written
from xiafang.regulation.calendar import Calendar, Deadline, days_after, days_before, fixed, judged_on, later_of
from xiafang.regulation.derivation import steps
from xiafang.regulation.engine import evaluate
from xiafang.regulation.policy import load_policy
from xiafang.regulation.reading import read_facts

DAY = timedelta(days=1)
D = date.fromisoformat


def same_day_later(start: date, months: int) -> date:
    """The same day number, or the month's last day: step back from the day number until the date exists."""
    year, month = start.year, start.month + months
    while month > 12:
        year, month = year + 1, month - 12
    for number in range(start.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("no month is empty")


def recompute(way: Deadline) -> date:
    """The last day by start, amount, counted, skipped and parts alone."""
    skipped = {off.day for off in way.skipped}
    assert all(off.reason for off in way.skipped)
    match way.rule:
        case "fixed" | "judged_on":
            assert not way.skipped
            return way.start
        case "days_before":
            return way.start - way.amount * DAY
        case "days_after":
            return way.start + way.amount * DAY
        case "working_days":
            assert len(way.counted) == way.amount
            assert not skipped & set(way.counted)
            # Every day after the start is either counted or skipped, up to the last counted one.
            passed = sorted({*way.counted, *skipped})
            assert passed == [way.start + n * DAY for n in range(1, len(passed) + 1)]
            return way.counted[-1] if way.counted else way.start
        case "days" | "months" | "moved":
            day = {
                "days": lambda: way.start + way.amount * DAY,
                "months": lambda: same_day_later(way.start, way.amount),
                "moved": lambda: way.start,
            }[way.rule]()
            assert day == way.nominal
            while day in skipped:
                skipped.remove(day)
                day += DAY
            assert not skipped
            return day
        case "later_of":
            return max(map(recompute, way.parts))
    raise AssertionError(way.rule)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_every_due_date_follows_from_its_derivation(start: int) -> None:
    rules: set[str] = set()
    for seed in range(start, start + 50):
        rng = random.Random(seed)
        facts = read_facts(write(facts_document(rng)).encode("utf-8", "surrogatepass"))
        policy = load_policy().overlaid(random_pack(rng), "trial") if seed % 3 == 0 else load_policy()
        calendar = Calendar(holidays=facts.calendar.holidays, workdays=facts.calendar.workdays)
        for finding in evaluate(facts, policy, explaining=True):
            way = finding.derivation
            assert isinstance(way, Deadline)
            assert recompute(way) == way.day == finding.due, (seed, finding)
            assert way.provisional == finding.provisional
            for part in (way, *way.parts):
                assert all(map(calendar.is_working, part.counted))
                assert not any(calendar.is_working(off.day) for off in part.skipped)
                assert part.calendar in {calendar.version, ""}
            lines = steps(way)
            assert (f"最后一天：{finding.due}。" in lines) is (way.rule != "judged_on")
            rules.add(way.rule)
    assert rules >= {"fixed", "judged_on", "days_before", "days_after", "working_days", "days", "months", "later_of"}


def test_a_finding_has_no_derivation_unless_asked_for() -> None:
    for explaining in (False, True):
        for finding in evaluate(read_facts(written(document())), explaining=explaining):
            assert isinstance(finding.derivation, Deadline) is explaining
            assert (b'"derivation":' in msgspec.json.encode(finding)) is explaining


VERSION = Calendar().version


@pytest.mark.parametrize(
    ("way", "said"),
    [
        pytest.param(
            fixed(D("2026-01-20")),
            ["固定日期 2026-01-20，当日仍算按时，遇休息日不顺延。", "最后一天：2026-01-20。"],
            id="a fixed date",
        ),
        pytest.param(
            judged_on(D("2026-12-31")), ["评判日 2026-12-31：只看是否落实，没有期限可算。"], id="a day of judgement"
        ),
        pytest.param(
            days_before(D("2026-03-09"), 1),
            ["自 2026-03-09 往前 1 日：2026-03-08，遇休息日不顺延。", "最后一天：2026-03-08。"],
            id="days before",
        ),
        pytest.param(
            days_after(D("2026-06-30"), 31),
            ["自 2026-06-30 起 31 日：2026-07-31，遇休息日不顺延。", "最后一天：2026-07-31。"],
            id="days after",
        ),
        pytest.param(
            Calendar().working_days(5)[D("2026-04-30")],
            [
                "自 2026-04-30 起 5 个工作日，当日不计（民法典第201条）。",
                "计入：2026-05-06（1）、2026-05-07（2）、2026-05-08（3）、2026-05-09（4）、2026-05-11（5）。",
                "跳过：2026-05-01（劳动节）、2026-05-02（周六）、2026-05-03（周日）、"
                "2026-05-04（劳动节（补假））、2026-05-05（休息日（由 2026-05-09 调休））、2026-05-10（周日）。",
                "最后一天：2026-05-11。",
                f"工作日历：{VERSION}。",
            ],
            id="working days",
        ),
        pytest.param(
            Calendar().working_days(0)[D("2026-04-30")],
            [
                "自 2026-04-30 起 0 个工作日，当日不计（民法典第201条）。",
                "最后一天：2026-04-30。",
                f"工作日历：{VERSION}。",
            ],
            id="no working days",
        ),
        pytest.param(
            Calendar().days(15)[D("2025-06-06")],
            [
                "自 2025-06-06 起 15 日，当日不计，期满日为 2025-06-21。",
                "跳过：2025-06-21（周六）、2025-06-22（周日）。",
                "顺延至其后第一个工作日 2025-06-23（民法典第203条）。",
                "最后一天：2025-06-23。",
                f"工作日历：{VERSION}。",
            ],
            id="days, moved",
        ),
        pytest.param(
            Calendar().months(1)[D("2025-01-31")],
            [
                "自 2025-01-31 起 1 个月，对应日（无对应日的取月末，民法典第202条）为 2025-02-28。",
                "最后一天：2025-02-28。",
                f"工作日历：{VERSION}。",
            ],
            id="months, not moved",
        ),
        pytest.param(
            later_of(
                D("2026-03-02"),
                (fixed(D("2026-03-09")), Calendar().moved(D("2026-03-14"))),
                provisional=False,
                note="改级",
            ),
            [
                "改级，取下列较晚者：",
                "  （1）固定日期 2026-03-09，当日仍算按时，遇休息日不顺延。",
                "  （1）最后一天：2026-03-09。",
                "  （2）2026-03-14 当日。",
                "  （2）跳过：2026-03-14（周六）、2026-03-15（周日）。",
                "  （2）顺延至其后第一个工作日 2026-03-16（民法典第203条）。",
                "  （2）最后一天：2026-03-16。",
                "最后一天：2026-03-16。",
                f"工作日历：{VERSION}。",
            ],
            id="the later of two",
        ),
    ],
)
def test_the_steps_in_chinese(way: Deadline, said: list[str]) -> None:
    assert steps(way) == said


def test_the_steps_say_that_a_year_is_provisional() -> None:
    said = steps(Calendar(workdays=[D("2026-03-08")]).working_days(1)[D("2026-12-31")])
    assert said[-2:] == [
        f"工作日历：{VERSION}+1处自定。",
        "涉及尚未公布放假安排的年份，为暂定日期；公布后重新计算。",
    ]


@pytest.mark.parametrize("duty", ["principal.one", "case.disposition", "target.by_liaison"])
def test_a_state_has_a_day_of_judgement_and_no_last_day(duty: str) -> None:
    closed = case("c1", accepted_on="2026-03-02", closed_on="2026-03-03")
    facts = read_facts(written(document(cases=[closed], visits=[visit("v", organization="u")])))
    found = evaluate(facts, only=[duty], explaining=True)
    assert found
    assert {finding.derivation for finding in found} == {judged_on(finding.due) for finding in found}


def test_17_steps_of_a_regrading() -> None:
    matter = case(
        accepted_on="2026-03-02",
        visit="v",
        grades=[{"grade": "simple", "on": "2026-03-02"}, {"grade": "major", "on": "2026-03-09"}],
    )
    facts = read_facts(written(document(cases=[matter], visits=[visit("v")])))
    way = only(evaluate(facts, only=["case.limit"], explaining=True)).derivation
    assert isinstance(way, Deadline)
    assert steps(way)[0] == "2026-03-09改为重大疑难复杂，未逾原期限2026-03-09，取下列较晚者："
    assert (str(way.day), [str(part.day) for part in way.parts]) == ("2026-05-06", ["2026-05-06", "2026-03-09"])


def test_statute_34_steps_of_an_extension() -> None:
    extension = {"approved_on": "2026-04-10", "approved_by": "q", "days": 45}
    matter = case(accepted_on="2026-03-02", extension=extension)
    facts = read_facts(written(document(cases=[matter])))
    way = only(evaluate(facts, only=["case.statutory_limit"], explaining=True)).derivation
    assert isinstance(way, Deadline)
    assert steps(way)[:5] == [
        "自 2026-03-02 起 90 日，当日不计，期满日为 2026-05-31。",
        "跳过：2026-05-31（周日）。",
        "顺延至其后第一个工作日 2026-06-01（民法典第203条）。",
        "2026-04-10批准延长30日，未逾原期限2026-05-06。",
        "最后一天：2026-06-01。",
    ]
