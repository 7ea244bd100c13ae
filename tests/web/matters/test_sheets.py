"""The two sheets for the printer: blank, filled, and in full only with a trace."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.test import Client

from casework import office
from casework.office import Cast, how
from casework.test_row_security import full
from web.asking import page
from xiafang.casework import acts
from xiafang.casework.codes import Flag, Path
from xiafang.casework.models import Event, Matter

As = Callable[[str], Client]
Web = Callable[[], AbstractContextManager[None]]
SHEETS = ("record", "receipt")


def at(matter: Matter, sheet: str) -> str:
    return f"/matters/{matter.pk}/sheets/{sheet}/"


def test_blank_sheets_are_there_for_everybody(people: Cast, client_of: As) -> None:
    reader = client_of("nobody")
    record, receipt = (page(reader, f"/matters/sheets/{sheet}/") for sheet in SHEETS)
    for said in ("下访接谈登记表", "接访领导", "现场难以解决，研究后处理或答复", "代表人", "拒绝签名", "办理时限"):
        assert said in record, said
    for said in ("信访事项受理（接收）告知书", "查询码", "送 达 回 证", "回避", "复查", "拒收情况"):
        assert said in receipt, said
    assert page(reader, "/matters/sheets/other/", 404)


def test_the_notice_says_path_procedure_limit_code_and_rights(people: Cast, client_of: As) -> None:
    matter = office.registered(people)
    clerk = client_of("office")
    assert "信访事项接收告知书" in page(clerk, at(matter, "receipt"))
    acts.accept(matter=matter, path=Path.PETITION, **how(people.office, 1))
    html = page(clerk, at(matter, "receipt"))
    for said in (
        "信访事项受理告知书",
        "孙示例：",
        "您以来信形式提出的信访事项，本单位于2026年6月1日收到",
        "（1）退还代理费；（2）书面说明理由。",
        "自2026年6月2日起受理，由甲示例市司法局负责办理",
        "听取您陈述事实和理由",
        "按条例第三十四条为2026年8月3日",
        matter.items.get().query_code,
        "2026年6月22日",
    ):
        assert said in html, said


def test_particulars_are_printed_in_full_only_with_a_trace(people: Cast, client_of: As) -> None:
    matter = office.registered(people, flags=[Flag.CONFIDENTIAL])
    clerk = client_of("office")
    for sheet in SHEETS:
        html = page(clerk, at(matter, sheet))
        assert "13800000000" not in html
        assert "孙示例" not in html
    assert not Event.objects.filter(act="unmask").exists()
    answer = clerk.post(at(matter, "record"))
    html = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(said in html for said in ("13800000000", "420102199001011234", "武汉市江岸区示例路1号", "孙示例"))
    assert Event.objects.get(act="unmask").said == "查看信访人个人信息：打印下访接谈登记表"


def test_no_sheet_for_who_must_not_see_the_matter(people: Cast, client_of: As, web_role: Web) -> None:
    matter = full(people)
    clients = {name: client_of(name) for name in ("county", "accused", "other_handler", "neighbour", "office")}
    with web_role():
        for name, client in clients.items():
            for sheet in SHEETS:
                assert client.get(at(matter, sheet)).status_code == (200 if name == "office" else 404), name
        assert clients["accused"].post(at(matter, "record")).status_code == 404
        assert clients["office"].post(at(matter, "record")).status_code == 200
