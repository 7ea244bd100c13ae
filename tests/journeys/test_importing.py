"""A ledger in a browser: brought, looked at, a question answered, imported; a list taken out; all of it by axe."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import cast
from journeys.seeing import Open, look
from xiafang.accounts.roles import Role
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.ledgers import jobs
from xiafang.ledgers.claiming import claimed
from xiafang.ledgers.importer import Units
from xiafang.ledgers.models import Job, Work

HEADS = ["信访人", "收到日期", "信访形式", "概况", "受理日期"]


@pytest.fixture
def land(transactional_db: None) -> cast.Province:
    return cast.province()


def bring(page: Page, folder: Path, *rows: list[Any]) -> None:
    write_xlsx(folder / "台账.xlsx", [("来信", HEADS, rows), ("汇总", ["月份", "件数"], [])])
    page.goto("/imports/")
    page.get_by_label("台账文件").set_input_files(folder / "台账.xlsx")
    submit(page, "上传并核对")
    expect(page.get_by_role("button", name="重新核对")).to_be_visible()


def submit(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_a_ledger_comes_in_and_a_list_goes_out(open_page: Open, land: cast.Province, tmp_path: Path) -> None:
    clerk = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    page = open_page(clerk)
    faults = {}
    page.goto("/imports/")
    faults["empty"] = look(page, "imports")
    first = ["孙示例", date(2024, 3, 5), "来信", "反映律师收费", date(2024, 3, 6)]
    bring(page, tmp_path, first, ["李示例", "2024-2-30", "来信", "反映公证", None])
    faults["preview"] = look(page, "imports-preview")
    with claimed(Units([land.city.pk])):  # as somebody does who imports for the same unit
        submit(page, "导入1行")
        expect(page.get_by_text("等它结束后自动开始")).to_be_visible()
        faults["waiting"] = look(page, "imports-waiting")
    expect(page.get_by_role("heading", name="各行的结果")).to_be_visible()
    faults["done"] = look(page, "imports-done")
    expect(page.get_by_text("有1行没有导入")).to_be_visible()
    with page.expect_download():
        page.get_by_role("link", name="下载未导入的行").click()
    bring(page, tmp_path, [*first[:3], "反映律师服务", None])
    faults["asked"] = look(page, "imports-asked")
    submit(page, "另立")
    expect(page.get_by_role("button", name="另立")).to_have_attribute("aria-pressed", "true")
    submit(page, "导入1行")
    expect(page.get_by_text("全部处理完毕")).to_be_visible()
    page.goto("/imports/")
    faults["before"] = look(page, "imports-before")
    page.goto("/exports/matters/")
    faults["export"] = look(page, "exports")
    with page.expect_download():
        page.get_by_role("button", name="导出").click()
    for name, query, said in (("matters", "", "下载"), ("visits", "from_on=x", "没有导出")):
        asked = {"list": name, "query": query, "format": "xlsx", "reason": ""}
        job = jobs.ask(Work.EXPORT, by=clerk, asked=asked)  # as for a list that is too long to be sent at once
        page.goto(f"/exports/job/{job.pk}/")
        expect(page.get_by_text(said, exact=True)).to_be_visible()
        faults[said] = look(page, f"exports-{name}")
    page.goto("/exports/visits/")
    faults["recent"] = look(page, "exports-recent")
    page.goto(f"/exports/job/{Job.objects.get(asked__list='matters').pk}/")
    with page.expect_download():
        page.get_by_role("link", name="下载").click()
    assert {name: found for name, found in faults.items() if found} == {}
