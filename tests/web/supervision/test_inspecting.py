"""抽查: facts, confirmed faults and what was done about them; the person concerned sees the own ones alone."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

import cast
from supervision import story
from web.asking import page
from web.conftest import BACKEND
from xiafang.accounts.models import User
from xiafang.accounts.roles import Role
from xiafang.supervision.kinds import Fault
from xiafang.supervision.models import Inspection, InspectionFinding, Sanction

As = Callable[..., Client]


@pytest.fixture
def office(land: cast.Province) -> story.Office:
    return story.Office(land)


def client_of(user: User) -> Client:
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def sent(**facts: str) -> dict[str, str]:
    return {"pk": str(uuid4())} | facts


def test_an_inspector_records_confirms_and_sanctions(office: story.Office, as_role: As) -> None:
    inspector = as_role(Role.INSPECTOR)
    facts = sent(kind="random", on="2026-04-08", organization="甲示例县司法局", scope="一季度下访记录")
    here = inspector.post("/supervision/inspections/enter/", facts).headers["Location"]
    inspection = Inspection.objects.get()
    assert "没有认定问题" in page(inspector, here)
    form = f"{here}findings/"
    assert "不是任何人的过错" in page(inspector, form)
    fault = sent(official="孙示例", kind="perfunctory", on="2026-04-20", evidence="接访登记表三份未签字")
    assert "没有找到“无此人”" in inspector.post(form, fault | {"official": "无此人"}).content.decode()
    assert "早于抽查日期" in inspector.post(form, fault | {"on": "2026-04-01"}).content.decode()
    for _ in range(2):
        assert inspector.post(form, fault).headers["Location"].startswith(f"{here}#finding-")
    finding = inspection.findings.get()
    html = page(inspector, here)
    assert "逾期未处理" in html
    assert "处理期限 2026-05-20" in html
    assert "为什么" in html
    sanction = f"/supervision/findings/{finding.pk}/sanction/"
    assert "2026-05-20" in page(inspector, sanction)
    done = sent(kind="criticism", on="2026-06-10", note="示司信领办〔2026〕5号")
    for _ in range(2):
        assert inspector.post(sanction, done).status_code == 302
    assert Sanction.objects.count() == 1
    html = page(inspector, here)
    assert "逾期处理" in html
    assert "示司信领办〔2026〕5号" in html
    assert "逾期处理 1" in page(inspector, "/supervision/inspections/")
    again = inspector.post(sanction, sent(kind="criticism", on="2026-06-11"))
    assert "无需重复登记" in again.content.decode()
    taken = f"/supervision/sanctions/{Sanction.objects.get().pk}/void/"
    assert inspector.post(taken, {"reason": "登记错了人"}).headers["Location"] == here
    wrong = f"/supervision/findings/{finding.pk}/void/"
    assert inspector.post(wrong, {"reason": "登记错了人"}).headers["Location"] == here
    html = page(inspector, here)
    assert html.count("登记错了人") >= 2
    assert "逾期未处理" not in html


def test_a_fault_that_harms_needs_more_than_criticism(office: story.Office, as_role: As) -> None:
    finding = office.find(office.inspect(), kind=Fault.HARMFUL_ESCALATION)
    office.sanction(finding)
    html = page(as_role(Role.INSPECTOR), f"/supervision/inspections/{finding.inspection_id}/")
    assert "通报批评" in html
    assert "逾期未处理" in html
    assert "登记处理" in html


def test_the_person_concerned_sees_the_own_finding_and_no_other(office: story.Office, as_role: As) -> None:
    inspection = office.inspect()
    mine = office.find(inspection)
    other = cast.official("吴示例")
    cast.appointed(other, office.land.county)
    office.find(inspection, official=other, evidence="登记表一份漏填")
    own = client_of(cast.user("accused", (Role.LEADER, office.land.county), official=office.accused))
    html = page(own, f"/supervision/inspections/{inspection.pk}/")
    assert "接访登记表三份未签字" in html
    assert "涉及您本人" in html
    assert "登记表一份漏填" not in html
    assert "吴示例" not in html
    assert str(inspection.pk) in page(own, "/supervision/inspections/")
    colleague, elsewhere = as_role(Role.LEADER, "county"), as_role(Role.PETITION_OFFICE, "neighbour")
    html = page(colleague, f"/supervision/inspections/{inspection.pk}/")
    assert "没有您可以查看的认定" in html
    assert "孙示例" not in html
    for client in (own, colleague, as_role(Role.PETITION_OFFICE, "county")):
        page(client, f"/supervision/inspections/{inspection.pk}/findings/", 403)
    for path in ("sanction", "void"):
        page(own, f"/supervision/findings/{mine.pk}/{path}/", 403)
        page(colleague, f"/supervision/findings/{mine.pk}/{path}/", 404)
        page(elsewhere, f"/supervision/findings/{mine.pk}/{path}/", 404)


def test_nobody_of_the_office_acts_on_a_finding_about_oneself(office: story.Office) -> None:
    finding = office.find(office.inspect())
    given = office.sanction(office.find(office.inspect(organization=office.land.city)))
    concerned = client_of(cast.user("inspecting", (Role.INSPECTOR, office.land.department), official=office.accused))
    html = page(concerned, f"/supervision/inspections/{finding.inspection_id}/")
    assert "登记处理" not in html
    for path in (f"findings/{finding.pk}/sanction", f"findings/{finding.pk}/void", f"sanctions/{given.pk}/void"):
        assert "涉及您本人" in page(concerned, f"/supervision/{path}/", 403)
        assert concerned.post(f"/supervision/{path}/", {"reason": "x"}).status_code == 403


def test_an_inspection_with_findings_is_not_voided(office: story.Office, as_role: As) -> None:
    finding = office.find(office.inspect())
    here = f"/supervision/inspections/{finding.inspection_id}/"
    answer = as_role(Role.INSPECTOR).post(f"{here}void/", {"reason": "登记错了"})
    assert answer.status_code == 422
    assert "请先作废这些认定" in answer.content.decode()
    assert InspectionFinding.objects.valid().exists()
    assert re.search(r"共\d+条，只增不改", page(as_role(Role.INSPECTOR, "city"), here))
