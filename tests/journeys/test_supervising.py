"""督查考核 in a browser: an inspection to its sanction, agreements by checklist, and every page by axe."""

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from journeys.seeing import Open, look, tour
from supervision import story

if TYPE_CHECKING:
    from xiafang.accounts.models import User


@pytest.fixture
def office(transactional_db: None) -> story.Office:
    import cast  # noqa: PLC0415 - this file is read before Django is set up

    return story.Office(cast.province())


def somebody(office: story.Office, role: str, where: str = "department") -> "User":
    import cast  # noqa: PLC0415

    return cast.user(role.replace("_", "-"), (role, getattr(office.land, where)))  # type: ignore[arg-type]


def test_an_inspector_goes_from_inspection_to_sanction(open_page: Open, office: story.Office) -> None:
    page = open_page(somebody(office, "inspector"))
    page.goto("/")
    page.get_by_role("link", name="督查考核", exact=True).first.click()
    page.get_by_label("督查考核各册").get_by_role("link", name="抽查", exact=True).click()
    page.get_by_role("link", name="登记", exact=True).click()
    page.get_by_label("抽查日期").fill("2026-04-08")
    page.get_by_label("被抽查单位").fill("甲示例县司法局")
    page.get_by_label("抽查范围").fill("一季度下访记录")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="认定问题").click()
    page.get_by_label("干部").fill("孙示例")
    page.get_by_label("问题类别").select_option("不认真接待群众")
    page.get_by_label("认定日期").fill("2026-04-20")
    page.get_by_label("事实和证据").fill("接访登记表三份未签字")
    page.get_by_role("button", name="认定", exact=True).click()
    expect(page.get_by_text("逾期未处理")).to_be_visible()
    page.get_by_role("link", name="登记处理").click()
    page.get_by_label("处理方式").select_option("通报批评")
    page.get_by_label("处理日期").fill("2026-05-06")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已处理", exact=True)).to_be_visible()


def test_a_clerk_files_agreements_by_checklist(open_page: Open, office: story.Office) -> None:
    page = open_page(somebody(office, "petition_office"))
    page.goto("/supervision/agreements/")
    page.get_by_role("link", name="按名单登记").click()
    page.get_by_label("全选").check()
    page.get_by_label("统一日期").fill("2026-01-12")
    page.get_by_label("甲示例县司法局的签订日期").fill("2026-03-10")
    page.get_by_role("button", name="登记勾选的单位").click()
    expect(page.get_by_text("已登记8个单位。")).to_be_visible()
    expect(page.get_by_text("应签的8个单位全部已签。")).to_be_visible()


def sponsored(office: story.Office) -> None:
    """A matter that a leader sponsors, as an old ledger has it."""
    import cast  # noqa: PLC0415 - this file is read before Django is set up
    from xiafang.casework import acts  # noqa: PLC0415
    from xiafang.casework.codes import Channel, Kind, Prominence  # noqa: PLC0415

    how: Any = {"by": office.by, "on": cast.DAY, "at": cast.NOW, "origin": "台账第2行"}
    matter = acts.register(
        unit=office.land.county,
        kind=Kind.APPEAL,
        topic="0501",
        title="反映律师收费退费问题",
        channel=Channel.VISIT,
        received_on=cast.DAY,
        demands=["退还代理费"],
        petitioners=[acts.Person("孙示例")],
        prominence=[Prominence.BACKLOG],
        **how,
    ).matter
    acts.give_sponsor(
        matter=acts.accept(matter=matter, **how), official=office.accused, crux="约定不清", plan="约谈", **how
    )


def test_every_page_of_supervision(open_page: Open, office: story.Office) -> None:
    page = open_page(somebody(office, "petition_office"))
    faults = tour(page, {"empty": "/supervision/bulletins/"})
    rows = office.everything()
    finding = office.find(office.inspect(organization=office.land.city))
    story.void("plan", rows["plan"])
    sponsored(office)
    addresses = {
        "sponsorships": "/sponsorships/",
        "sponsorships-none": "/sponsorships/?state=ended",
        "supervision": "/supervision/",
        "agreements": "/supervision/agreements/",
        "plans-voided": "/supervision/plans/?voided=on",
        "inspections": "/supervision/inspections/",
        "no-unit": "/supervision/inspections/?unit=没有这个局",
        "assessments": "/supervision/assessments/?year=2025",
        "enter": "/supervision/plans/enter/",
        "checklist": "/supervision/agreements/checklist/",
        "inspection": f"/supervision/inspections/{rows['inspection'].pk}/",
        "plan-voided": f"/supervision/plans/{rows['plan'].pk}/",
        "confirm": f"/supervision/inspections/{finding.inspection_id}/findings/",
        "sanction": f"/supervision/findings/{finding.pk}/sanction/",
        "void": f"/supervision/findings/{finding.pk}/void/",
    }
    faults |= tour(page, addresses)
    page.goto("/supervision/agreements/checklist/")
    page.locator("tbody").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="登记勾选的单位").click()
    faults["checklist-refused"] = look(page, "checklist-refused")
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_audit_by_axe(open_page: Open, office: story.Office) -> None:
    office.everything()
    reader = somebody(office, "audit_admin")
    pages = {
        "audit": "/audit/?first=2026-01-01",
        "audit-none": "/audit/?who=无此人",
        "account-history": f"/users/{reader.pk}/",
    }
    faults = tour(open_page(reader), pages)
    assert {name: found for name, found in faults.items() if found} == {}
