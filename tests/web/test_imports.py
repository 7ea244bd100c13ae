"""台账导入: brought, looked at, answered and imported in the browser; nothing is written before."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

import cast
from casework.office import Cast
from web.asking import page, queries
from web.conftest import BACKEND
from web.working import work
from xiafang.accounts import standing
from xiafang.accounts.roles import Role
from xiafang.adapters.sheets.writing import write_xlsx
from xiafang.casework.models import Item, Matter
from xiafang.ledgers import trail, uploads
from xiafang.ledgers.models import Act, Event, Upload
from xiafang.supervision import trail as audit
from xiafang.visits.models import Visit

HEADS = ["编号", "单位", "收到日期", "信访形式", "信访人", "概况", "备注"]
ROW = ["1", "甲示例市局", "2024-03-05", "来信", "张示例", "反映律师收费", ""]
Web = Callable[[], Any]


@pytest.fixture
def office(people: Cast, settings: Settings, tmp_path: Path) -> Client:
    settings.DATA = tmp_path
    client = Client()
    client.force_login(people.office, backend=BACKEND)
    return client


def bring(client: Client, folder: Path, *rows: list[str], name: str = "台账.xlsx") -> Any:
    write_xlsx(folder / "brought.xlsx", [("来信", HEADS, rows)])
    file = SimpleUploadedFile(name, (folder / "brought.xlsx").read_bytes())
    return sent(client, file)


def sent(client: Client, file: SimpleUploadedFile) -> Any:
    """Bring a file, and have it looked at."""
    answer = client.post("/imports/", {"file": file, "unit": ""})
    work()
    return answer


def carried(client: Client, there: str, seen: str) -> Any:
    """Have a file imported as it was seen."""
    answer = client.post(f"{there}carry/", {"version": seen})
    work()
    return answer


def version(html: str) -> str:
    return html.split('name="version" value="')[1].split('"', maxsplit=1)[0]


def test_brought_looked_at_and_imported(office: Client, tmp_path: Path) -> None:
    assert "还没有导入过文件" in page(office, "/imports/")
    there = bring(office, tmp_path, ROW, ["2", *ROW[1:2], "2024-2-30", *ROW[3:]]).url
    html = page(office, there)
    assert "没有用到的列" in html
    assert "备注" in html
    assert "C3" in html
    assert "不是有效日期" in html
    assert not Matter.objects.exists()
    done = carried(office, there, version(html))
    assert done.url == there
    assert Matter.objects.count() == 1
    html = page(office, there)
    assert "有1行没有导入" in html
    book = openpyxl.load_workbook(io.BytesIO(office.get(f"{there}refused.xlsx").content))
    assert [len(row) for row in book.active.values] == [11, 11]
    assert carried(office, there, "x").status_code == 302
    assert Matter.objects.count() == 1
    again = page(office, bring(office, tmp_path, ROW).url)
    assert "没有需要写入的行" in again


def test_a_question_is_answered_in_the_browser(office: Client, tmp_path: Path) -> None:
    there = bring(office, tmp_path, ["", *ROW[1:]]).url
    carried(office, there, version(page(office, there)))
    there = bring(office, tmp_path, ["", *ROW[1:5], "反映律师服务质量", ""]).url
    html = page(office, there)
    assert "同一" in html
    assert "没有需要写入的行" in html
    for sheet in ("a\0b", "x" * 1000):
        assert office.post(f"{there}answer/", {"sheet": sheet, "row": "2", "said": "another"}).status_code == 404
    answered = office.post(f"{there}answer/", {"sheet": "来信", "row": "2", "said": "another"})
    assert answered.url == f"{there}#asked"
    carried(office, there, version(page(office, there)))
    assert Matter.objects.count() == 2
    assert office.post(f"{there}answer/", {"sheet": "来信", "row": "2", "said": "same"}).status_code == 404


def test_an_answer_is_to_the_question_that_was_seen(office: Client, tmp_path: Path) -> None:
    carried(office, there := bring(office, tmp_path, ["", *ROW[1:]]).url, version(page(office, there)))
    there = bring(office, tmp_path, ["", *ROW[1:5], "反映律师服务质量", ""]).url
    office.post(f"{there}answer/", {"sheet": "来信", "row": "2", "said": "another"})
    Matter.objects.update(title="反映律师收费的问题")  # of which the question speaks
    carried(office, there, version(page(office, there)))
    assert Matter.objects.count() == 1
    left = openpyxl.load_workbook(io.BytesIO(office.get(f"{there}refused.xlsx").content)).active
    assert "与核对时看到的不同" in str(left["C2"].value)


def test_what_has_become_something_else_since_it_was_seen_is_not_written(office: Client, tmp_path: Path) -> None:
    def bring_accepted(day: str) -> str:
        rows = [[*ROW[:6], day], ["2", *ROW[1:4], "李示例", "反映公证收费", day]]
        write_xlsx(tmp_path / "accepted.xlsx", [("来信", [*HEADS[:6], "受理日期"], rows)])
        return str(sent(office, SimpleUploadedFile("受理.xlsx", (tmp_path / "accepted.xlsx").read_bytes())).url)

    first, second = bring(office, tmp_path, ROW).url, bring_accepted("2024-03-06")
    same = bring(office, tmp_path, ROW).url
    assert "导入2行" in page(office, second)
    for there in (first, second, same):
        carried(office, there, version(page(office, there)))
    assert [Upload.objects.get(pk=there.split("/")[2]).counts for there in (first, second, same)] == [
        {"created": 1},
        {"created": 1, "refused": 1},
        {"unchanged": 1},
    ]
    assert list(Matter.objects.order_by("number").values_list("accepted_on", flat=True)) == [None, date(2024, 3, 6)]
    left = openpyxl.load_workbook(io.BytesIO(office.get(f"{second}refused.xlsx").content)).active
    assert "与核对时看到的不同，没有写入（现在会更新：" in str(left["C2"].value)
    office.post(f"{first}again/")
    assert work() == 0


def test_what_a_table_before_it_brings_is_there_when_a_row_is_written(office: Client, tmp_path: Path) -> None:
    heads = ["单位", "下访日期", "接访领导", "下访方式", "地点", "接待人次", "处理方式", "处理意见", "信访事项编号"]
    visit = ["甲示例市局", "2024-03-08", "吴示例", "定时约访", "某镇", "3", "现场解决", "当场答复"]
    write_xlsx(
        tmp_path / "both.xlsx",
        [("下访", heads, [[*visit, "1"], [*visit[:1], "2024-03-09", *visit[2:], "无此号"]]), ("来信", HEADS, [ROW])],
    )
    there = sent(office, SimpleUploadedFile("两张表.xlsx", (tmp_path / "both.xlsx").read_bytes())).url
    html = page(office, there)
    assert "导入1行" in html
    assert "不能导入的2行，等前面的表写入后再核对一次" in html
    carried(office, there, version(html))
    assert Upload.objects.get().counts == {"created": 2, "refused": 1}
    assert [line.matter for line in Visit.objects.get().matters.all()] == [Matter.objects.get()]


def test_what_was_looked_at_anew_is_to_be_seen_before_it_is_imported(office: Client, tmp_path: Path) -> None:
    there = bring(office, tmp_path, ROW).url
    seen = version(page(office, there))
    office.post(f"{there}again/")
    work()
    answer = carried(office, there, seen)
    assert answer.status_code == 422
    assert "又重新核对过" in answer.content.decode()
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("台账.xlsx", b"PK\x03\x04", "损坏"),
        ("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "只收 .xlsx 和 .csv"),
        ("台账.csv", "甲,乙\n1,2\n".encode(), "没有找到"),
        ("台账.csv", b"", "文件是空的"),
        ("台账.csv", b"x" * (2**20 + 1), "超过 1 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_not_kept(
    office: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, said: str
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 2**20)
    answer = sent(office, SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Upload.objects.exists()
    assert not list((tmp_path / "imports").glob("*") if (tmp_path / "imports").exists() else [])


def test_a_table_without_headings_hears_which_are_missing_where_it_was_looked_and_the_way_out(office: Client) -> None:
    text = "某局登记表,,\n信访人,住 址,备注\n张示例,示例路1号,\n"
    answer = office.post("/imports/", {"file": SimpleUploadedFile("登记.csv", text.encode()), "unit": ""})
    said = unescape(answer.content.decode()).split('class="field-error"')[1].split("</p>")[0]
    assert "表“登记”第2行最像信访事项台账的表头，认出“信访人”“住址”，缺“收到日期”；“概况”或“主要内容”" in said
    assert "必须有：“收到日期”；“概况”或“主要内容”；“信访人”、“信访编号”、“信访形式”或“国家系统编号”" in said
    assert "“下载空白台账”" in said
    assert "xiafang" not in said
    assert "机构" not in said


def test_sheets_that_are_not_read_are_named_with_why(office: Client, tmp_path: Path) -> None:
    assert "没有读取的表" not in page(office, bring(office, tmp_path, ROW).url)
    book = openpyxl.load_workbook(tmp_path / "brought.xlsx")
    book.create_sheet("汇总").append(["月份", "件数"])
    book.create_sheet("空表")
    book.create_sheet("底稿").sheet_state = "hidden"
    book.save(tmp_path / "brought.xlsx")
    file = SimpleUploadedFile("台账.xlsx", (tmp_path / "brought.xlsx").read_bytes())
    html = page(office, sent(office, file).url)
    asides = html.split("没有读取的表")[1]
    for name, why in (
        ("汇总", "前40行中没有认出列名"),
        ("空表", "是空的"),
        ("底稿", "隐藏了：要导入的，请取消隐藏后重新上传"),
    ):
        assert f"<dt>{name}</dt><dd>{why}</dd>" in asides
    assert "<dt>来信</dt>" not in html


def test_hidden_rows_are_read_and_said_with_their_places(office: Client, tmp_path: Path) -> None:
    assert "隐藏" not in page(office, bring(office, tmp_path, ROW).url)
    book = openpyxl.load_workbook(tmp_path / "brought.xlsx")
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "brought.xlsx")
    file = SimpleUploadedFile("台账.xlsx", (tmp_path / "brought.xlsx").read_bytes())
    html = page(office, sent(office, file).url)
    assert "<dt>隐藏的行也已读取</dt><dd>1行，第2行</dd>" in html
    assert "导入1行" in html


def test_only_who_brought_it_sees_it(office: Client, people: Cast, tmp_path: Path, web_role: Web) -> None:
    there = bring(office, tmp_path, ROW).url
    other = Client()
    other.force_login(people.second, backend=BACKEND)
    for path in (there, f"{there}refused.xlsx"):
        page(other, path, 404)
    for path in ("carry", "answer", "again", "discard"):
        assert other.post(f"{there}{path}/").status_code == 404
    for user, seen in ((people.office, 1), (people.second, 0), (people.superior, 0)):
        with web_role():
            standing.identify(user, on=people_day())
            assert Upload.objects.count() == seen


def test_what_the_ledger_does_not_hold_shows_as_such(office: Client, tmp_path: Path) -> None:
    row = [*ROW[:6], "2024-03-06", "2024-04-02"]
    write_xlsx(tmp_path / "brought.xlsx", [("来信", [*HEADS[:6], "受理日期", "办结日期"], [row])])
    file = SimpleUploadedFile("台账.xlsx", (tmp_path / "brought.xlsx").read_bytes())
    there = sent(office, file).url
    carried(office, there, version(page(office, there)))
    html = page(office, f"/matters/{Matter.objects.get().pk}/")
    assert "台账未载" in html
    assert "待答复" not in html


def people_day() -> Any:
    from django.utils import timezone  # noqa: PLC0415

    return timezone.localdate()


def test_a_file_is_put_away(office: Client, tmp_path: Path) -> None:
    there = bring(office, tmp_path, ROW).url
    assert office.post(f"{there}discard/").url == "/imports/"
    assert not Upload.objects.exists()
    assert not list((tmp_path / "imports").glob("*"))
    page(office, there, 404)


def test_of_an_imported_file_only_the_files_go_as_the_web_role(office: Client, tmp_path: Path, web_role: Web) -> None:
    with web_role():
        there = bring(office, tmp_path, ROW, ["2", *ROW[1:2], "2024-2-30", *ROW[3:]]).url
        seen = version(page(office, there))
        carried(office, there, seen)
        assert carried(office, there, seen).url == there
        assert "已经导入过" in page(office, there)
        assert office.post(f"{there}again/").status_code == 404
        assert office.post(f"{there}discard/").url == "/imports/"
        assert "工作簿已删除" in page(office, there)
    assert not list((tmp_path / "imports").glob("*.xlsx"))


def test_what_lies_for_longer_than_a_week_is_cleared(office: Client, tmp_path: Path) -> None:
    waiting = bring(office, tmp_path, ROW).url
    bring(office, tmp_path, ["2", *ROW[1:]], ["3", *ROW[1:2], "2024-2-30", *ROW[3:]])
    done = Upload.objects.latest("uploaded_at")
    there = f"/imports/{done.pk}/"
    carried(office, there, version(page(office, there)))
    now = timezone.now()
    assert uploads.clear(now + timedelta(days=6)) == 0
    assert office.get(waiting).status_code == 200
    assert uploads.clear(now + timedelta(days=8))
    assert list((tmp_path / "imports").iterdir()) == []
    assert office.get(waiting).status_code == 404
    assert "refused.xlsx" not in page(office, there)
    assert uploads.clear(now + timedelta(days=8)) == 0


def test_who_may_and_what_for(as_role: Callable[..., Client], settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    for role in ("", Role.LEADER, Role.HANDLER, Role.SECURITY_ADMIN):
        page(as_role(role, "city"), "/imports/", 403)
    admin = as_role(Role.SYSTEM_ADMIN, "city")
    html = page(admin, "/imports/")
    assert "干部任职" in html
    assert "下访接访" not in html
    names = openpyxl.load_workbook(io.BytesIO(admin.get("/imports/template.xlsx").content)).sheetnames
    assert names == ["机构", "干部任职", "说明"]
    html = page(admin, bring(admin, tmp_path, ROW).url)
    assert "您不能导入这张表" in html


def test_the_page_costs_the_same_however_many_rows(office: Client, tmp_path: Path) -> None:
    rows = [[str(number), *ROW[1:5], f"第{number}件", ""] for number in range(60)]
    few, many = bring(office, tmp_path, *rows[:3]).url, bring(office, tmp_path, *rows).url
    assert queries(office, few) == queries(office, many)


def test_the_same_file_of_somebody_else_stays_when_one_is_discarded(
    office: Client, people: Cast, tmp_path: Path, web_role: Web
) -> None:
    other = Client()
    other.force_login(people.second, backend=BACKEND)
    mine, theirs = bring(office, tmp_path, ROW).url, bring(other, tmp_path, ROW).url
    with web_role():
        assert other.post(f"{theirs}discard/").status_code == 302
        assert office.get(mine).status_code == 200


def test_a_text_file_is_called_as_it_was_brought_and_its_name_says_how_people_came(office: Client) -> None:
    text = "某局登记台账,,\n\n信访人,收到日期,主要内容\n张 示例,2024.3.5,反映律师收费\n合计,1件,\n"
    file = SimpleUploadedFile("来访登记台账.csv", text.encode("gb18030"))
    there = sent(office, file).url
    html = page(office, there)
    assert "表“来访登记台账”" in html
    carried(office, there, version(html))
    assert Matter.objects.get().items.get().get_channel_display() == "来访"


def test_what_the_rows_do_not_say_is_asked_once_for_the_whole_table(office: Client) -> None:
    text = "来信来访登记,,\n信访人,收到日期,主要内容\n张示例,2024.3.5,反映律师\n李示例,2024.3.6,反映公证\n"
    file = SimpleUploadedFile("登记.csv", text.encode())
    there = sent(office, file).url
    html = page(office, there)
    assert "写着来访、来信" in html
    assert "先回答上面的问题" in html
    assert carried(office, there, str(Upload.objects.get().looked)).status_code == 422
    for said in ("托人", "same"):
        assert office.post(f"{there}answer/", {"sheet": "登记", "said": said}).status_code == 404
    office.post(f"{there}answer/", {"sheet": "登记", "said": "letter"})
    work()
    seen = version(page(office, there))
    office.post(f"{there}answer/", {"sheet": "登记", "said": "visit"})
    work()
    assert carried(office, there, seen).status_code == 422
    html = page(office, there)
    assert "来访（所选" in html
    carried(office, there, version(html))
    assert set(Item.objects.values_list("channel", flat=True)) == {"visit"}


def test_the_audit_reads_what_was_brought_imported_and_cleared(
    office: Client, people: Cast, tmp_path: Path, web_role: Web
) -> None:
    there = bring(office, tmp_path, ROW, ["2", *ROW[1:2], "2024-2-30", *ROW[3:]]).url
    carried(office, there, version(page(office, there)))
    office.post(f"{there}discard/")
    sent(office, SimpleUploadedFile("坏.xlsx", b"PK\x03\x04"))
    office.post(f"{bring(office, tmp_path, ROW, name='等.xlsx').url}discard/")
    upload = Upload.objects.get()
    found = {
        where: [entry for entry in read_trail(people, where, web_role) if entry.source == "ledgers"]
        for where in ("department", "city", "county", "neighbour")
    }
    assert [(len(found[where])) for where in found] == [7, 7, 0, 0]
    first = [entry for entry in found["city"] if entry.subject == "台账.xlsx"]
    assert [entry.act for entry in reversed(first)] == ["brought", "imported", "cleared"]
    assert first[1].said == "新增 1 行，不能导入 1 行"
    assert {(entry.actor, entry.proof) for entry in first} == {(people.office.pk, upload.digest)}
    assert Matter.objects.get().events.filter(origin__contains=upload.digest).exists()
    with web_role():
        standing.identify(people.second, on=people_day())
        assert not Event.objects.exists()
        standing.identify(people.office, on=people_day())
        assert Event.objects.count() == 7
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            trail.record(Act.CLEARED, upload, by=people.second, at=timezone.now())
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Event.objects.update(said="")


def read_trail(people: Cast, where: str, web_role: Web) -> list[audit.Entry]:
    reader = cast.user(f"audit.{where}", (Role.AUDIT_ADMIN, people.land.units[where]))
    with web_role():
        standing.identify(reader, on=people_day())
        return audit.entries(audit.Asked(date(2020, 1, 1), date(2030, 1, 1)), size=1000)[0]
