"""导出: a list as it is narrowed, in words that are imported again; personal data masked unless there is a reason."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from casework.office import Cast, closed, how, registered
from visits.story import held, visitors
from web.asking import page
from web.conftest import BACKEND
from web.working import work
from xiafang.casework import acts
from xiafang.casework.acts import Person
from xiafang.casework.acts.accused import Accused
from xiafang.casework.codes import Flag
from xiafang.casework.models import Event


@pytest.fixture
def people(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.DATA = tmp_path
    return visitors()


def of(people: Cast, name: str) -> Client:
    client = Client()
    client.force_login(people[name], backend=BACKEND)
    return client


def table(client: Client, path: str, **sent: str) -> list[dict[str, Any]]:
    answer = client.post(path, {"format": "xlsx", "reason": "", **sent})
    assert answer.status_code == 200, answer.content.decode()
    heads, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.values
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_personal_data_is_masked_and_days_are_days(people: Cast) -> None:
    matter = registered(people)
    (row,) = table(of(people, "office"), "/exports/matters/")
    assert row["信访编号"] == matter.number
    assert row["收到日期"].date() == matter.received_on
    assert row["联系电话"] == "138******00"
    assert "示例路" not in row["住址"]
    assert not Event.objects.filter(act="unmask").exists()


def test_in_full_with_a_reason_and_a_trace_on_each_matter(people: Cast) -> None:
    matter = registered(people)
    (row,) = table(of(people, "office"), "/exports/matters/", reason="上级调阅")
    assert (row["联系电话"], row["证件号码"]) == ("13800000000", "420102199001011234")
    trace = Event.objects.get(matter=matter, act="unmask")
    assert trace.user == people.office
    assert "上级调阅" in trace.said


def test_a_confidential_name_in_full_leaves_a_trace_though_nothing_else_is_known(people: Cast) -> None:
    matter = registered(people, flags=[Flag.CONFIDENTIAL], petitioners=[Person("孙示例")])
    (row,) = table(of(people, "office"), "/exports/matters/", reason="上级调阅")
    assert row["信访人"] == "孙示例"
    assert Event.objects.get(matter=matter, act="unmask").user == people.office


def test_a_list_is_exported_as_it_is_narrowed_and_as_far_as_one_sees(people: Cast) -> None:
    registered(people)
    registered(people, title="反映公证收费", accused=[Accused(unit=people.land.county)])
    confidential = registered(people, title="要求保密的事项", flags=[Flag.CONFIDENTIAL])
    rows = table(of(people, "office"), "/exports/matters/")
    assert len(rows) == 3
    assert next(row for row in rows if row["信访编号"] == confidential.number)["信访人"] == "孙＊＊"
    assert [row["概况"] for row in table(of(people, "office"), "/exports/matters/?q=公证")] == ["反映公证收费"]
    for name in ("county", "accused", "neighbour"):
        assert table(of(people, name), "/exports/matters/") == [], name


def test_no_cell_is_a_formula(people: Cast) -> None:
    registered(people, title="=cmd|' /C calc'!A0", demands=["+1", "@x"])
    (row,) = table(of(people, "office"), "/exports/matters/")
    assert row["概况"].startswith("'=")
    answer = of(people, "office").post("/exports/matters/", {"format": "csv", "reason": ""})
    heads, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert line[heads.index("概况")].startswith("'=")
    assert line[heads.index("诉求")].startswith("'+")


def test_what_is_exported_is_imported_again_without_any_change(people: Cast) -> None:
    office = of(people, "office")
    acts.give_sponsor(matter=closed(people), official=people.deputy, **how(people.office, 6))
    held(people, registered(people, title="另一件"))
    registered(people, title="=1+1", demands=["退费"])
    for path in ("/exports/matters/?state=all", "/exports/visits/", "/exports/sponsorships/"):
        content = office.post(path, {"format": "xlsx", "reason": ""}).content
        brought = office.post("/imports/", {"file": SimpleUploadedFile("导出.xlsx", content), "unit": ""})
        assert brought.status_code == 302, brought.content.decode()
        work()
        html = page(office, brought.url)
        assert "没有需要写入的行" in html, html[html.index("import-counts") :][:3000]
        assert html.count('class="import-none"') == 4
        assert "import-answer" not in html
        assert "原因和办法" not in html


def test_the_other_lists(people: Cast) -> None:
    office = of(people, "office")
    units = table(office, "/exports/organizations/?q=示例县")
    assert {row["机构名称"] for row in units} == {"甲示例县司法局", "乙示例县司法局"}
    posts = table(office, "/exports/officials/?q=吴")
    assert [(row["姓名"], row["任职单位"], row["领导班子成员"]) for row in posts] == [
        ("吴示例", "甲示例市司法局", "是")
    ]
    assert posts[0]["任职日期"].date() == date(2024, 1, 1)


def test_the_page_before_the_file(people: Cast) -> None:
    office = of(people, "office")
    assert "需要完整个人信息的理由" in page(office, "/exports/matters/?q=公证")
    assert "需要完整个人信息的理由" not in page(office, "/exports/visits/")
    page(office, "/exports/nothing/", 404)
    assert office.post("/exports/visits/?from_on=x", {"format": "xlsx"}).status_code == 422
    assert office.post("/exports/visits/", {"format": "pdf"}).status_code == 422
    assert Client().get("/exports/matters/").status_code == 302
