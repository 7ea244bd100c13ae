"""督查考核: who sees and keeps which book, what is missing until when, and what a page costs."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import cast
from supervision import story
from web.asking import page, queries
from xiafang.accounts.roles import Role
from xiafang.supervision.models import Agreement, Assessment, Inspection, Plan

As = Callable[..., Client]
SLUGS = ("agreements", "plans", "inspections", "bulletins", "assessments")


@pytest.fixture
def office(land: cast.Province) -> story.Office:
    return story.Office(land)


def sent(**facts: object) -> dict[str, str]:
    return {"pk": str(uuid4())} | {name: str(value) for name, value in facts.items()}


AGREED = {"year": 2026, "subordinate": "甲示例县司法局", "on": "2026-03-10"}


def test_the_overview_names_who_is_missing_until_when(office: story.Office, as_role: As) -> None:
    office.agree()
    html = page(as_role(Role.PETITION_OFFICE, "city"), "/supervision/")
    # The city with the department and the county with the city: one of the two is there.
    assert re.search(r"<strong>1</strong>.*?/ 2 个单位", html)
    assert "还有1个单位未签" in html
    assert "期限 2026-01-31" in html
    assert "还有2个单位未报" in html  # the city's plan and the county's
    assert "乙示例市司法局" not in html
    whole = page(as_role(Role.INSPECTOR), "/supervision/")
    assert "乙示例市司法局" in whole
    assert "不定期抽查" in whole
    assert "不定期抽查" not in html  # the office's own duties are for the office


def test_a_leader_sees_what_the_own_unit_owes(office: story.Office, as_role: As) -> None:
    html = page(as_role(Role.LEADER, "county"), "/supervision/agreements/")
    assert "应签1个单位，未签1个" in html
    assert "甲示例县司法局" in html
    assert "/enter/" not in html
    office.agree()
    html = page(as_role(Role.LIAISON, "division"), "/supervision/agreements/")
    assert "示例处" in html
    assert "甲示例县司法局" not in html


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_not_of_ones_reach_is_not_there(office: story.Office, as_role: As, slug: str) -> None:
    row = office.everything()[slug.removesuffix("s")]
    here = f"/supervision/{slug}/"
    asked = f"{here}?year={2025 if slug in ('assessments', 'bulletins') else 2026}"
    nobody = as_role("")
    for client in (as_role(Role.PETITION_OFFICE, "neighbour"), as_role(Role.HANDLER, "county"), nobody):
        everybody = slug == "bulletins" and client is not nobody
        page(client, f"{here}{row.pk}/", 200 if everybody else 404)
        assert (str(row.pk) in page(client, asked)) == everybody
    own = as_role(Role.PETITION_OFFICE, "county")
    assert (f"{here}{row.pk}/" in page(own, asked)) is True
    html = page(own, f"{here}{row.pk}/")
    assert "经过" in html
    assert "行为日期" in html


@pytest.mark.parametrize(
    ("slug", "keepers"),
    [
        ("agreements", {(Role.PETITION_OFFICE, "department"), (Role.PETITION_OFFICE, "city")}),
        (
            "plans",
            {(Role.PETITION_OFFICE, "department"), (Role.PETITION_OFFICE, "city"), (Role.LIAISON, "division")},
        ),
        ("inspections", {(Role.PETITION_OFFICE, "department"), (Role.INSPECTOR, "department")}),
        ("bulletins", {(Role.PETITION_OFFICE, "department"), (Role.INSPECTOR, "department")}),
        ("assessments", {(Role.PETITION_OFFICE, "department"), (Role.INSPECTOR, "department")}),
    ],
)
def test_who_keeps_a_book(office: story.Office, as_role: As, slug: str, keepers: set[tuple[str, str]]) -> None:
    for role, where in (
        (Role.PETITION_OFFICE, "department"),
        (Role.PETITION_OFFICE, "city"),
        (Role.INSPECTOR, "department"),
        (Role.INSPECTOR, "city"),
        (Role.LIAISON, "division"),
        (Role.LEADER, "city"),
        (Role.AUDIT_ADMIN, "department"),
    ):
        client = as_role(role, where)
        allowed = (role, where) in keepers
        for path in (f"/supervision/{slug}/enter/", *_checklist(slug)):
            page(client, path, 200 if allowed else 403)
            assert client.post(path, {}).status_code == (422 if allowed else 403)


def _checklist(slug: str) -> list[str]:
    return [f"/supervision/{slug}/checklist/"] if slug in ("agreements", "plans", "assessments") else []


def test_seventeen_in_a_row_keep_the_day(office: story.Office, as_role: As) -> None:
    clerk = as_role(Role.PETITION_OFFICE, "city")
    form = "/supervision/agreements/enter/"
    facts = sent(**AGREED)
    for _ in range(2):  # sent twice makes one
        answer = clerk.post(form, facts | {"again": "1"})
        assert answer.headers["Location"] == f"{form}?year=2026&on=2026-03-10"
    assert Agreement.objects.count() == 1
    assert 'value="2026-03-10"' in page(clerk, answer.headers["Location"])
    refused = clerk.post(form, sent(**AGREED))
    assert refused.status_code == 422
    assert "责任书已登记" in refused.content.decode()
    root = clerk.post(form, sent(**AGREED | {"subordinate": "示例省司法厅"}))
    assert "没有上级机构" in root.content.decode()


def test_a_checklist_is_saved_whole_or_not_at_all(office: story.Office, as_role: As) -> None:
    clerk = as_role(Role.PETITION_OFFICE)
    form = "/supervision/agreements/checklist/?year=2026"
    html = page(clerk, form)
    units = re.findall(r'type="checkbox" name="(u-[0-9a-f-]+)"', html)
    assert len(units) == 8  # two direct units, the administration and its prison, two cities and their counties
    wrong = sent(day="2026-01-12") | dict.fromkeys(units, "1") | {f"{units[0]}-day": "2026-12-31"}
    answer = clerk.post(form, wrong)
    assert answer.status_code == 422
    assert "有1行需要改正" in answer.content.decode()
    assert "尚未到来" in answer.content.decode()
    assert not Agreement.objects.exists()
    right = wrong | {f"{units[0]}-day": "2026-01-10"}
    for _ in range(2):
        answer = clerk.post(form, right)
        assert answer.status_code == 302
    assert Agreement.objects.count() == len(units)
    assert sorted(set(Agreement.objects.values_list("signed_on", flat=True))) == [date(2026, 1, 10), date(2026, 1, 12)]
    assert "没有可由您登记" in page(clerk, form)
    assert "全部已签" in page(clerk, "/supervision/agreements/")


def test_a_line_without_a_day_and_an_empty_list_are_said(office: story.Office, as_role: As) -> None:
    clerk = as_role(Role.PETITION_OFFICE, "city")
    form = "/supervision/plans/checklist/?year=2026"
    name = f"u-{office.land.county.pk}"
    assert "或在上面填写统一日期" in clerk.post(form, sent() | {name: "1"}).content.decode()
    assert "还没有勾选单位" in clerk.post(form, sent(day="2026-01-12")).content.decode()
    assert "不是有效日期" in clerk.post(form, sent() | {f"{name}-day": "2026-02-30"}).content.decode()
    assert "改正统一日期" in clerk.post(form, sent(day="2026-02-30") | {name: "1"}).content.decode()
    # A unit elsewhere is not on the list, however it is sent.
    clerk.post(form, sent(day="2026-01-12") | {f"u-{office.land.far.pk}": "1"})
    assert not Plan.objects.exists()
    assert clerk.post(form, sent() | {f"{name}-day": "2026-01-15"}).status_code == 302
    plan = Plan.objects.get()
    assert (plan.organization, plan.filed_on) == (office.land.county, date(2026, 1, 15))


def test_assessments_by_checklist(office: story.Office, as_role: As) -> None:
    inspector = as_role(Role.INSPECTOR)
    form = "/supervision/assessments/checklist/?year=2025"
    name = f"u-{office.land.county.pk}"
    assert inspector.post(form, sent(day="2026-03-02") | {name: "1"}).status_code == 302
    assert Assessment.objects.get().organization == office.land.county


def test_an_amended_plan_says_why(office: story.Office, as_role: As) -> None:
    office.plan()
    liaison, clerk = as_role(Role.LIAISON, "division"), as_role(Role.PETITION_OFFICE, "county")
    facts = {"year": 2026, "organization": "甲示例县司法局", "on": "2026-05-10", "title": "2026年下访工作计划"}
    form = "/supervision/plans/enter/"
    assert "修订请填写修订原因" in clerk.post(form, sent(**facts)).content.decode()
    answer = clerk.post(form, sent(**facts, amended_because="班子调整"))
    assert answer.status_code == 302
    assert "班子调整" in page(clerk, answer.headers["Location"])
    assert "（第2版）" in page(clerk, "/supervision/plans/")
    assert "不能办理“甲示例县司法局”的工作计划" in liaison.post(form, sent(**facts)).content.decode()
    own = liaison.post(form, sent(**facts | {"organization": "示例处"}))
    assert own.status_code == 302


def test_bulletins_are_for_everybody(office: story.Office, as_role: As) -> None:
    inspector = as_role(Role.INSPECTOR)
    facts = {"half": "2025H2", "on": "2026-01-20", "number": "示司信领办〔2026〕1号"}
    answer = inspector.post("/supervision/bulletins/enter/", sent(**facts))
    assert answer.status_code == 302
    assert "2025年下半年" in page(as_role(Role.HANDLER, "county"), answer.headers["Location"])
    assert (
        "文号“示司信领办〔2026〕1号”已用于"
        in inspector.post("/supervision/bulletins/enter/", sent(**facts)).content.decode()
    )
    html = page(inspector, "/supervision/?year=2025")
    assert "2025年下半年" in html
    assert "2026-01-20 完成，期限 2026-01-31" in html


@pytest.mark.parametrize("slug", SLUGS)
def test_voiding_keeps_the_record_with_its_reason(office: story.Office, as_role: As, slug: str) -> None:
    kind = slug.removesuffix("s")
    rows = office.everything()
    if kind == "inspection":
        story.void("sanction", rows["sanction"])
        story.void("finding", rows["finding"])
    row, clerk = rows[kind], as_role(Role.PETITION_OFFICE)
    here = f"/supervision/{slug}/{row.pk}/"
    assert f"{here}void/" in page(clerk, here)
    for other in (as_role(Role.LEADER, "county"), as_role(Role.INSPECTOR, "city")):
        page(other, f"{here}void/", 403)
        assert other.post(f"{here}void/", {"reason": "x"}).status_code == 403
    assert clerk.post(f"{here}void/", {"reason": ""}).status_code == 422
    for _ in range(2):
        assert clerk.post(f"{here}void/", {"reason": "登记到了别的单位"}).headers["Location"] == here
    html = page(clerk, here)
    assert "已作废，不计入" in html
    assert "登记到了别的单位" in html
    year = 2025 if slug in ("assessments", "bulletins") else 2026
    assert str(row.pk) not in page(clerk, f"/supervision/{slug}/?year={year}")
    assert str(row.pk) in page(clerk, f"/supervision/{slug}/?year={year}&voided=on")


def test_the_cost_does_not_grow(office: story.Office, as_role: As) -> None:
    clerk = as_role(Role.PETITION_OFFICE)
    paths = [f"/supervision/{slug}/" for slug in SLUGS] + ["/supervision/", "/supervision/plans/checklist/"]
    office.everything()
    few = {path: queries(clerk, path) for path in paths}
    for number in range(25):
        unit = cast.acts.create_organization(
            name=f"甲示例{number}县司法局", kind="county_bureau", parent=office.land.city, by=office.by, at=cast.NOW
        )
        if number % 2:
            office.agree(subordinate=unit)
            office.plan(organization=unit)
            office.find(office.inspect(organization=unit))
            office.bulletin(number=f"示司信领办〔2026〕{number + 2}号")
    assert {path: queries(clerk, path) for path in paths} == few
    assert max(few.values()) <= 30


def test_pages_follow_each_other(office: story.Office, as_role: As) -> None:
    for number in range(60):
        office.bulletin(number=f"示司信领办〔2026〕{number:02}号", on=date(2026, 1 + number % 5, 10))
    client = as_role(Role.HANDLER, "county")
    first = page(client, "/supervision/bulletins/?year=2025")
    after = re.search(r'href="(\?[^"]*)" rel="next"', first)
    assert after
    second = page(client, f"/supervision/bulletins/{after[1].replace('&amp;', '&')}")
    found = [set(re.findall(r"〔2026〕(\d\d)号</a>", html)) for html in (first, second)]
    assert len(found[0]) == 50
    assert len(found[0] | found[1]) == 60


def test_an_unknown_unit_and_an_odd_year_are_no_error(office: story.Office, as_role: As) -> None:
    client = as_role(Role.INSPECTOR)
    office.inspect()
    for path in ("/supervision/", "/supervision/agreements/", "/supervision/inspections/"):
        assert "没有找到" in page(client, f"{path}?unit=没有这个局")
        assert "2026年" in page(client, f"{path}?year=1066")
    assert str(Inspection.objects.get().pk) in page(client, "/supervision/inspections/?unit=甲示例市司法局")
    assert str(Inspection.objects.get().pk) not in page(client, "/supervision/inspections/?unit=乙示例市司法局")


def test_as_the_role_that_serves_pages(office: story.Office, as_role: As, web_role: Callable[..., Any]) -> None:
    office.everything()
    clerk, inspector, elsewhere = (
        as_role(Role.PETITION_OFFICE, "city"),
        as_role(Role.INSPECTOR),
        as_role(Role.PETITION_OFFICE, "neighbour"),
    )
    agreement, plan = Agreement.objects.get(), Plan.objects.get()
    with web_role():
        for slug in SLUGS:
            page(inspector, f"/supervision/{slug}/")
        assert "应签2个单位，未签1个" in page(clerk, "/supervision/agreements/")
        assert str(plan.pk) in page(clerk, "/supervision/plans/")
        page(elsewhere, f"/supervision/agreements/{agreement.pk}/", 404)
        assert clerk.post(f"/supervision/agreements/{agreement.pk}/void/", {"reason": "登记错了"}).status_code == 302
        listed = sent(day="2026-03-11") | {f"u-{office.land.county.pk}": "1"}
        assert clerk.post("/supervision/agreements/checklist/", listed).status_code == 302
        assert "应签2个单位，未签1个" in page(clerk, "/supervision/agreements/")
