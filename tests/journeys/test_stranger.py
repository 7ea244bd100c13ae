"""The main job in one go: a messy ledger goes in, people are received, a matter closed, and a duty has turned green.

What each page does in detail is proved where that page is; here somebody who has never seen the product gets from one
to the next, and the unit that the matter is about finds nothing of it anywhere.
"""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from journeys.seeing import Open, overflow
from visits.story import Visiting, visitors
from xiafang.casework.codes import State
from xiafang.casework.models import Matter
from xiafang.promises import ledger

ABOUT = "反映县局拖延办理行政复议"
OTHER = "反映律师收费不退"
PDF = {"name": "处理意见书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 "}
TABLE = (
    ("甲示例市司法局来信来访登记台账",),
    (None, None, None, "填报日期：2026.6.30"),
    ("序号", "信访人", "来访日期", "信访形式", "反映问题", "被反映单位", "备注"),
    (1, "张　示例", "{today:%Y.%-m.%-d}", "来访", ABOUT, "甲示例县司法局", None),
    (),
    (2, "李示例", "{today}", "来信", OTHER, None, "已电话联系"),
    (3, "王示例", "2026-2-30", "来信", "反映公证处办证超期", None, None),
    ("合计", "3件"),
    ("注：本表每月5日前报送。",),
)


@pytest.fixture
def people(transactional_db: None) -> Visiting:
    made = visitors()
    ledger.rebuild(timezone.localdate())
    return made


def messy(folder: Path, today: date) -> Path:
    """Write the table as an office keeps it: a title over all columns, notes around it, dates as they come."""
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(TABLE, 1):
        for column, value in enumerate(row, 1):
            said = value.format(today=today) if isinstance(value, str) else value
            if said is not None:
                sheet.cell(number, column, said)
    sheet.merge_cells("A1:G1")
    book.save(folder / "台账.xlsx")
    return folder / "台账.xlsx"


def submit(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def take(page: Page, step: str) -> None:
    """Open a step of the matter from its own page, where it is the one to take next or stands in the menu."""
    link = page.locator(f"main a[href$='/steps/{step}/']").first
    if not link.is_visible():
        page.locator("summary", has_text="办理").first.click()
    with page.expect_navigation():
        link.click()


def test_from_a_messy_ledger_to_a_green_duty(open_page: Open, people: Visiting, tmp_path: Path) -> None:
    today = timezone.localdate()
    clerk = open_page(people.office)
    bring_in(clerk, messy(tmp_path, today))
    clerk.get_by_role("link", name="查看信访事项").click()
    clerk.get_by_role("link", name=ABOUT).click()
    address = clerk.url

    take(clerk, "accept")
    submit(clerk, "受理")
    clerk.locator("summary", has_text="办理").first.click()
    clerk.get_by_role("link", name="安排下访接待").click()
    clerk.get_by_label("吴示例").check()
    clerk.get_by_label("下访日期").fill(today.isoformat())
    clerk.get_by_label("地点").fill("甲示例县示例镇")
    clerk.get_by_role("checkbox", name=OTHER).check()
    submit(clerk, "安排下访")
    visit = clerk.url

    receive(open_page(people.leader, phone=True), visit)
    clerk.goto(address)
    expect(clerk.get_by_text("当场责成县局五日内答复").first).to_be_visible()
    finish(clerk)
    assert Matter.objects.get(title=ABOUT).state == State.CLOSED

    leader = open_page(people.leader)
    leader.goto(f"/duties/officials/{people.deputy.pk}/")
    quota = leader.locator("article.quota", has_text="季度").filter(has_text="已落实")
    quota.get_by_text("为什么").click()
    expect(quota.get_by_text("第七条").first).to_be_visible()
    expect(quota.get_by_text("吴示例").first).to_be_visible()
    quota.locator(".quota-evidence a").click()
    expect(leader).to_have_url(visit)
    nothing_there(open_page(people.county), [address, visit])


def bring_in(page: Page, file: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="台账导入").click()
    page.get_by_label("台账文件").set_input_files(file)
    submit(page, "上传并核对")
    expect(page.get_by_text("表头在第3行")).to_be_visible()
    expect(page.get_by_text("2026-2-30")).to_be_visible()
    submit(page, "导入2行")
    expect(page.get_by_text("有1行没有导入")).to_be_visible()


def receive(page: Page, visit: str) -> None:
    """Record the visit with the thumb, as the leader: what became of each matter."""
    page.goto("/")
    page.get_by_role("link", name="登记", exact=False).first.tap()
    page.get_by_label("接待批次").fill("2")
    page.get_by_label("接待人次").fill("2")
    received = page.locator(".reception")
    for one, outcome, label, words in (
        (received.filter(has_text=ABOUT), "现场解决", "现场处理意见", "当场责成县局五日内答复"),
        (received.filter(has_text=OTHER), "解释疏导", "解释和思想工作", "讲明收费办法"),
    ):
        one.get_by_text(outcome).tap()
        one.get_by_label(label).fill(words)
    assert overflow(page) <= 0
    submit(page, "登记记录")
    expect(page).to_have_url(visit)


def finish(page: Page) -> None:
    """Bring the matter to its end: the answer to its demand, the paper served, closed."""
    take(page, "answer_demand")
    page.get_by_label("结论").select_option(index=1)
    page.get_by_label("答复和理由").fill("县局已受理并将依法审结")
    page.get_by_label("法律法规政策依据").fill("行政复议法")
    submit(page, "答复诉求")
    take(page, "reply")
    page.locator("input[name=file]").set_input_files(PDF)  # type: ignore[arg-type]
    submit(page, "送达答复")
    take(page, "close")
    page.get_by_label("诉求合理的解决问题到位").check()
    page.get_by_label("已核对").check()
    submit(page, "办结")


def nothing_there(page: Page, addresses: list[str]) -> None:
    """Look for the matter as the clerk of the unit that it is about, on every path there is."""
    for path in ("/", "/matters/", "/matters/?q=拖延", "/duties/", "/duties/list/", "/visits/list/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(ABOUT)).to_have_count(0)
    page.goto("/exports/matters/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出").click()
    book = load_workbook(BytesIO(taken.value.path().read_bytes()))
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    assert any("概况" in row for row in rows)
    assert not any(ABOUT in row for row in rows)
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 404
