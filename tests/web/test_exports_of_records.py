"""导出 of letters, shortlists, the books of 督查考核, accounts and the audit: as narrowed, and as far as one sees."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from casework.office import SHANGHAI, how, registered
from supervision import story
from visits.story import Visiting, recused, shortlisted, visitors
from web.asking import page
from web.test_exports import of, table
from xiafang.accounts.roles import Role
from xiafang.casework.acts.accused import Accused
from xiafang.supervision.kinds import Fault
from xiafang.visits import acts
from xiafang.visits.codes import Decision, Mailbox
from xiafang.visits.models import Entry

As = Callable[..., Client]
Web = Callable[[], AbstractContextManager[None]]
BOOKS = ("agreements", "plans", "inspections", "bulletins", "assessments")


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path) -> Iterator[Visiting]:
    settings.DATA = tmp_path
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=SHANGHAI), tick=False):
        yield visitors()


@pytest.fixture
def office(land: Any) -> story.Office:
    return story.Office(land)


def letter(people: Visiting, n: int, gist: str) -> Any:
    facts = {"official": people.deputy, "mailbox": Mailbox.SUNSHINE, "received_on": date(2026, 6, 1 + n)}
    return acts.enter_letter(gist=gist, **facts, **how(people.office, n))


def test_letters_as_they_are_narrowed_and_none_for_others(people: Visiting, web_role: Web) -> None:
    letter(people, 1, "=1+1")
    read = acts.read_letter(letter=letter(people, 0, "已答复"), **how(people.leader, 2))
    answered = acts.reply_letter(letter=read, reply="已上门", **how(people.leader, 3))
    with web_role():
        (row,) = table(of(people, "office"), "/exports/letters/")
        assert (row["收到日期"].date(), row["收信领导"], row["来源"]) == (date(2026, 6, 2), "吴示例", "阳光信访平台")
        assert row["来信要点"] == "'=1+1"
        (row,) = table(of(people, "leader"), "/exports/letters/?done=1")
        assert (row["来信要点"], row["答复日期"].date(), row["答复要点"]) == (
            *("已答复", answered.replied_on),
            "已上门",
        )
        for name in ("county", "accused", "neighbour", "handler", "nobody"):
            assert table(of(people, name), "/exports/letters/") == [], name


def test_shortlists_line_by_line_with_what_was_decided(people: Visiting) -> None:
    one, two = registered(people), registered(people, title="另一件")
    shortlisted(people, one, two)
    entry = Entry.objects.get(matter=one)
    acts.decide_entry(entry=entry, decision=Decision.DECLINED, reason="已化解", **how(people.leader, 2))
    first, second = table(of(people, "office"), "/exports/shortlists/")
    assert (first["信访事项编号"], first["领导意见"], first["意见理由"]) == (one.number, "不选", "已化解")
    assert first["决定日期"].date() == date(2026, 6, 3)
    assert (second["概况"], second["领导意见"], second["决定日期"]) == ("另一件", "待领导决定", None)
    acts.decide_entry(entry=Entry.objects.get(matter=two), decision=Decision.CHOSEN, **how(people.leader, 2))
    assert table(of(people, "office"), "/exports/shortlists/?waiting=1") == []


def test_a_list_shows_no_matter_that_one_may_not_see(people: Visiting, web_role: Web) -> None:
    about_county = registered(people, title="反映县局", accused=[Accused(unit=people.land.county)])
    hidden = recused(people, registered(people, title="须回避"), people.second)
    shortlisted(people, about_county, hidden)
    with web_role():
        assert [row["概况"] for row in table(of(people, "office"), "/exports/shortlists/")] == ["反映县局", "须回避"]
        assert [row["概况"] for row in table(of(people, "second"), "/exports/shortlists/")] == ["反映县局"]
        for name in ("county", "accused", "neighbour"):
            assert table(of(people, name), "/exports/shortlists/") == [], name


def test_each_book_of_a_year(office: story.Office, as_role: As) -> None:
    made = office.everything()
    inspector = as_role(Role.INSPECTOR)
    rows = {slug: table(inspector, f"/exports/{slug}/?year=2026") for slug in BOOKS if slug != "assessments"}
    (agreed,) = rows["agreements"]
    assert (agreed["年度"], agreed["下级单位"], agreed["上级单位"]) == (2026, "甲示例县司法局", "甲示例市司法局")
    assert agreed["签订日期"].date() == date(2026, 3, 10)
    assert rows["plans"][0]["计划"] == "2026年下访工作计划"
    (inspected,) = rows["inspections"]
    assert (inspected["干部"], inspected["问题类别"], inspected["处理方式"]) == (
        *("孙示例", "不认真接待群众"),
        "通报批评",
    )
    assert inspected["处理日期"].date() == date(2026, 5, 6)
    assert (rows["bulletins"], table(inspector, "/exports/bulletins/?year=2025")[0]["所属期间"]) == ([], "2025年下半年")
    assert table(inspector, "/exports/assessments/?year=2025")[0]["完成日期"].date() == date(2026, 3, 2)
    story.void("plan", made["plan"])
    assert table(inspector, "/exports/plans/") == []
    (voided,) = table(inspector, "/exports/plans/?voided=on")
    assert voided["作废原因"] == "登记到了别的单位"
    assert table(inspector, "/exports/agreements/?unit=乙示例市司法局") == []


def test_an_inspection_has_a_row_for_each_fault_and_one_when_there_is_none(office: story.Office, as_role: As) -> None:
    found = office.inspect()
    for fault in (Fault.PERFUNCTORY, Fault.UNRESOLVED):
        office.find(found, kind=fault)
    office.inspect(organization=office.land.city, on=date(2026, 5, 9))
    rows = table(as_role(Role.INSPECTOR), "/exports/inspections/")
    assert [(row["被抽查单位"], row["问题类别"]) for row in rows] == [
        ("甲示例市司法局", None),
        ("甲示例县司法局", "不认真接待群众"),
        ("甲示例县司法局", "只接待不依法解决问题"),
    ]


def test_faults_stay_with_those_who_may_see_them(office: story.Office, as_role: As, web_role: Web) -> None:
    office.everything()
    leader, neighbour = as_role(Role.LEADER, "county"), as_role(Role.PETITION_OFFICE, "neighbour")
    with web_role():
        (row,) = table(leader, "/exports/inspections/")  # another leader of the unit: that it was inspected, not who
        assert (row["被抽查单位"], row["干部"], row["事实和证据"], row["处理方式"]) == (
            *("甲示例县司法局", None),
            *(None, None),
        )
        for slug in ("agreements", "plans", "inspections", "assessments"):
            assert table(neighbour, f"/exports/{slug}/?year=2026") == [], slug
        assert table(neighbour, "/exports/assessments/?year=2025") == []


@pytest.mark.parametrize("name", ["users", "audit"])
def test_accounts_and_audit_are_for_their_administrators(as_role: As, name: str) -> None:
    clerk = as_role(Role.PETITION_OFFICE)
    page(clerk, f"/exports/{name}/", 403)
    assert clerk.post(f"/exports/{name}/", {"format": "xlsx"}).status_code == 403


def test_accounts_with_each_role(as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    as_role("", "city")
    rows = table(admin, "/exports/users/")
    assert [(row["用户名"], row["状态"], row["角色"], row["角色所在机构"]) for row in rows] == [
        ("none.city", "启用", None, None),
        ("system_admin.department", "启用", "系统管理员", "示例省司法厅"),
    ]
    assert rows[1]["角色自"].date() == date(2024, 1, 1)


def test_the_audit_with_the_hour(office: story.Office, as_role: As) -> None:
    office.plan()
    rows = table(as_role(Role.AUDIT_ADMIN), "/exports/audit/?source=supervision&first=2026-06-15&last=2026-06-15")
    (row,) = rows
    assert (row["行为"], row["单位"], row["经办人"]) == ("工作计划登记", "甲示例县司法局", "运维人员")
    assert row["时间"].isoformat() == "2026-06-15T10:00:00"
    assert row["行为日期"].date() == date(2026, 1, 15)


def test_the_lists_lead_there_and_keep_what_is_asked_for(people: Visiting) -> None:
    office = of(people, "office")
    for at, way in (
        ("/letters/?done=1", "/exports/letters/?done=1"),
        ("/shortlists/?waiting=1", "/exports/shortlists/?waiting=1"),
        *((f"/supervision/{slug}/?year=2025", f"/exports/{slug}/?year=2025") for slug in BOOKS),
    ):
        assert f'href="{way}"' in page(office, at)
        assert "可以直接再导入" not in page(office, way)


def test_a_table_is_ready_to_print_and_is_csv_as_well(office: story.Office, as_role: As) -> None:
    office.plan(title="+计划")
    client = as_role(Role.INSPECTOR)
    sheet = openpyxl.load_workbook(io.BytesIO(client.post("/exports/plans/", {"format": "xlsx"}).content)).active
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.fitToWidth) == ("A2", "$1:$1", 1)
    heads, line = csv.reader(io.StringIO(client.post("/exports/plans/", {"format": "csv"}).content.decode("utf-8-sig")))
    assert dict(zip(heads, line, strict=True))["计划"] == "'+计划"
    assert client.post("/exports/plans/?unit=无此单位", {"format": "csv"}).status_code == 422
