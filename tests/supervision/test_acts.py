"""Each act does it, and refuses in Chinese and writes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

import cast
from supervision import story
from supervision.story import Office
from xiafang.accounts.refusals import NotAllowed
from xiafang.accounts.roles import Role
from xiafang.organizations import acts as tree
from xiafang.organizations.kinds import Kind
from xiafang.supervision import acts
from xiafang.supervision.kinds import Act, Fault, InspectionKind, SanctionKind
from xiafang.supervision.models import Event

TOMORROW = cast.DAY + timedelta(days=1)
WAY = {"by": cast.OPERATOR, "at": cast.NOW}


def refused(said: str, act: Any, *args: Any, field: str | None = None, **facts: Any) -> None:
    before = story.written()
    with pytest.raises(NotAllowed, match=said) as refusal:
        act(*args, **facts)
    assert story.written() == before
    if field is not None:
        assert refusal.value.field == field


def test_6_an_agreement_is_between_a_level_and_the_one_right_above(office: Office) -> None:
    land = office.land
    made = office.agree(note="补签")
    assert (made.superior, made.subordinate, made.signed_on, made.note) == (
        land.city,
        land.county,
        date(2026, 3, 10),
        "补签",
    )
    refused("2026年度的责任书已登记，签订日期 2026-03-10", office.agree, field="subordinate")
    refused("其上一级是“甲示例市司法局”", office.agree, superior=land.department, field="subordinate")
    refused("不是“乙示例市司法局”的下一级机构", office.agree, superior=land.neighbour)
    refused("它没有上级机构", office.agree, subordinate=land.department, superior=land.city)
    assert office.agree(year=2025, on=date(2025, 3, 1))
    assert office.agree(superior=land.department, subordinate=land.division)


def test_6_both_sides_exist_on_the_day_of_signing(office: Office) -> None:
    new = tree.create_organization(
        name="新示例县司法局", kind=Kind.COUNTY_BUREAU, parent=office.land.city, from_on=date(2026, 4, 1), **WAY
    )
    refused("2026-04-01 设立，2026-03-31 尚不存在", office.agree, subordinate=new, on=date(2026, 3, 31))
    assert office.agree(subordinate=new, on=date(2026, 4, 1))


def test_what_is_recorded_together_is_written_together_or_not_at_all(office: Office) -> None:
    land, day = office.land, date(2026, 3, 2)
    up, down = acts.Signed(land.department, land.city, day), acts.Signed(land.city, land.county, day)
    refused(
        "2026年度的责任书已登记，签订日期 2026-03-02", acts.record_agreements, year=2026, signed=[up, down, up], **WAY
    )
    wrong = acts.Signed(land.department, land.county, day)
    refused("不是“示例省司法厅”的下一级机构", acts.record_agreements, year=2026, signed=[up, wrong], **WAY)
    assert [(made.pk, made.subordinate) for made in acts.record_agreements(year=2026, signed=[up, down], **WAY)] == [
        (up.id, land.city),
        (down.id, land.county),
    ]
    assert {(event.subject, event.deed_on) for event in Event.objects.all()} == {(up.id, day), (down.id, day)}

    plans = [acts.Filed(unit, day, "计划") for unit in (land.city, land.county)]
    late = acts.Filed(land.department, TOMORROW, "计划")
    refused("尚未到来", acts.file_plans, year=2026, filed=[*plans, late], **WAY)
    again = acts.Filed(land.city, day, "又")
    refused("刚刚有人登记了相同的内容", acts.file_plans, year=2026, filed=[plans[0], again], **WAY)
    assert [made.version for made in acts.file_plans(year=2026, filed=plans, **WAY)] == [1, 1]

    bodies = [acts.Completed(unit, day) for unit in (land.city, land.county)]
    refused("2025年度考核已登记", acts.complete_assessments, year=2025, completed=[*bodies, bodies[0]], **WAY)
    assert len(acts.complete_assessments(year=2025, completed=bodies, **WAY)) == 2
    assert Event.objects.count() == 6


def test_together_each_superior_is_asked_for(office: Office) -> None:
    land, day = office.land, date(2026, 3, 2)
    signed = [acts.Signed(land.city, land.county, day), acts.Signed(land.department, land.city, day)]
    clerk = cast.user("clerk", (Role.PETITION_OFFICE, land.city))
    refused("不是“示例省司法厅”的", acts.record_agreements, year=2026, signed=signed, by=clerk, at=cast.NOW)
    filed = [acts.Filed(land.county, day, "计划"), acts.Filed(land.department, day, "计划")]
    refused("您不能办理“示例省司法厅”的工作计划", acts.file_plans, year=2026, filed=filed, by=clerk, at=cast.NOW)


def test_6_an_amended_plan_is_filed_anew_and_the_first_stays(office: Office) -> None:
    first = office.plan()
    refused("已于 2026-01-15 报备（第1版），已报备的计划不能覆盖", office.plan, field="amended_because")
    refused("早于第1版的报备日期 2026-01-15", office.plan, on=date(2026, 1, 14), amended_because="人员调整", field="on")
    second = office.plan(on=date(2026, 2, 3), title="修订的计划", amended_because=" 人员调整 ")
    assert (second.version, second.replaces, second.amended_because) == (2, first, "人员调整")
    third = office.plan(on=date(2026, 2, 3), amended_because="地点调整")
    assert (third.version, third.replaces) == (3, second)
    first.refresh_from_db()
    assert (first.version, first.title, first.filed_on) == (1, "2026年下访工作计划", date(2026, 1, 15))
    refused("尚无报备的计划，无从修订", office.plan, organization=office.land.city, amended_because="人员调整")


def test_6_a_voided_plan_is_not_amended_and_its_version_not_given_again(office: Office) -> None:
    story.void("plan", office.plan())
    again = office.plan(on=date(2026, 1, 18))
    assert (again.version, again.replaces) == (2, None)


def test_19_an_inspection_is_recorded_once(office: Office) -> None:
    made = office.inspect()
    assert made.scope == "一季度下访记录"
    refused("2026-04-08 对“甲示例县司法局”的定期抽查已登记", office.inspect, field="organization")
    assert office.inspect(kind=InspectionKind.RANDOM)
    assert office.inspect(on=date(2026, 4, 9))
    refused("请填写抽查范围", office.inspect, on=date(2026, 4, 10), scope=" ", field="scope")


def test_20_a_fault_of_an_official_is_confirmed_once_an_inspection(office: Office) -> None:
    inspection = office.inspect()
    made = office.find(inspection)
    assert made.organization == office.land.county
    refused("已认定“孙示例”不认真接待群众，同一问题只认定一次", office.find, inspection, field="kind")
    assert office.find(inspection, kind=Fault.UNRESOLVED)
    assert office.find(office.inspect(on=date(2026, 4, 9)))
    refused(
        "认定日期 2026-04-07 早于抽查日期 2026-04-08",
        office.find,
        inspection,
        kind=Fault.HARMFUL_ESCALATION,
        on=date(2026, 4, 7),
        field="on",
    )
    assert office.find(inspection, kind=Fault.HARMFUL_ESCALATION, on=date(2026, 4, 8))


def test_20_the_finding_knows_where_the_official_was_in_post(office: Office) -> None:
    land, inspection = office.land, office.inspect()
    moved = cast.official("周示例")
    refused("2026-04-08 没有任职", office.find, inspection, official=moved, field="official")
    cast.appointed(moved, land.city, to_on=date(2026, 4, 8))
    cast.appointed(moved, land.neighbour, from_on=date(2026, 4, 9))
    refused("不在“乙示例市司法局”任职", office.find, inspection, official=moved, organization=land.neighbour)
    assert office.find(inspection, official=moved).organization == land.city
    both = cast.official("吴示例")
    cast.appointed(both, land.city)
    cast.appointed(both, land.division)
    refused("同时在“甲示例市司法局”、“示例处”任职", office.find, inspection, official=both, field="organization")
    assert office.find(inspection, official=both, organization=land.division).organization == land.division
    here = office.inspect(organization=land.city)
    assert office.find(here, official=both).organization == land.city


def test_20_criticism_may_be_followed_by_accountability(office: Office) -> None:
    finding = office.find(office.inspect())
    refused("处理日期 2026-04-19 早于认定日期 2026-04-20", office.sanction, finding, on=date(2026, 4, 19), field="on")
    assert office.sanction(finding, on=date(2026, 4, 20)).kind == SanctionKind.CRITICISM
    refused("“孙示例”已于 2026-04-20 被通报批评，无需重复登记", office.sanction, finding, field="kind")
    assert office.sanction(finding, kind=SanctionKind.ACCOUNTABILITY)


@pytest.mark.parametrize("half", ["2026", "2026H3", "2026h1", "26H1", "2026H1 ", "２０２６H1", ""])
def test_19_a_bulletin_is_of_a_half_year(office: Office, half: str) -> None:
    refused("不是半年，请写成 2026H1", office.bulletin, half=half, field="half")


def test_19_a_bulletin_has_a_number_of_its_own_and_a_day_in_or_after_the_half(office: Office) -> None:
    assert office.bulletin().half == "2025H2"
    refused("文号“示司信领办〔2026〕1号”已用于 2026-01-20 印发的通报", office.bulletin, field="number")
    refused("早于 2026H1 的第一天 2026-01-01", office.bulletin, half="2026H1", on=date(2025, 12, 31), number="二号")
    assert office.bulletin(on=date(2026, 2, 1), number="示司信领办〔2026〕2号").half == "2025H2"
    refused("请填写文号", office.bulletin, number="")


def test_20_the_leading_bodies_of_the_year_are_assessed_once(office: Office) -> None:
    land = office.land
    assert office.assess().organization == land.county
    refused("2025年度考核已登记，完成日期 2026-03-02", office.assess, field="organization")
    refused("“示例镇司法所”是司法所，不在年度考核之列", office.assess, organization=land.office, field="organization")
    refused("早于 2026 年度开始", office.assess, year=2026, on=date(2025, 12, 31), field="on")
    assert office.assess(year=2026, on=cast.DAY)
    gone = tree.create_organization(
        name="旧示例县司法局", kind=Kind.COUNTY_BUREAU, parent=land.city, to_on=date(2025, 12, 30), **WAY
    )
    refused("已于 2025-12-30 撤销", office.assess, organization=gone)


def test_deeds_lie_not_in_the_future(office: Office) -> None:
    inspection = office.inspect()
    finding = office.find(inspection)
    refused("签订日期 2026-06-16 尚未到来", office.agree, on=TOMORROW, field="on")
    refused("报备日期 2026-06-16 尚未到来", office.plan, on=TOMORROW, field="on")
    refused("抽查日期 2026-06-16 尚未到来", office.inspect, on=TOMORROW, field="on")
    refused("认定日期 2026-06-16 尚未到来", office.find, inspection, kind=Fault.UNRESOLVED, on=TOMORROW, field="on")
    refused("处理日期 2026-06-16 尚未到来", office.sanction, finding, on=TOMORROW, field="on")
    refused("印发日期 2026-06-16 尚未到来", office.bulletin, on=TOMORROW, field="on")
    refused("完成日期 2026-06-16 尚未到来", office.assess, on=TOMORROW, field="on")
    for act in (office.agree, office.plan, office.inspect, office.bulletin):
        assert act(on=cast.DAY)


def test_a_year_that_is_a_slip_of_the_pen(office: Office) -> None:
    for act in (office.agree, office.plan, office.assess):
        refused("相差一年以上，请核对年度和日期", act, year=2024, field="year")
        refused("不在 2000 年至 2099 年之间", act, year=26, field="year")


def test_agreements_are_recorded_by_the_petition_office_of_the_superior_or_above(office: Office) -> None:
    land = office.land
    office.by = story.clerk(land, "city")
    assert office.agree()
    refused("您不是“示例省司法厅”的信访部门", office.agree, superior=land.department, subordinate=land.city)
    refused("您不是“乙示例市司法局”的信访部门", office.agree, superior=land.neighbour, subordinate=land.far)
    office.by = story.clerk(land, "county")
    refused("您不是“甲示例市司法局”的信访部门", office.agree, year=2025)
    office.by = story.clerk(land, "department")
    assert office.agree(superior=land.neighbour, subordinate=land.far)


def test_plans_are_filed_by_the_petition_office_there_or_above_and_by_the_units_liaison(office: Office) -> None:
    land = office.land
    for year, where in ((2025, "county"), (2026, "city"), (2027, "department")):
        office.by = story.clerk(land, where)
        assert office.plan(year=year)
    office.by = story.clerk(land, "neighbour")
    refused("须由该单位或其上级的信访部门、处室和直属机构的信访联络员办理", office.plan)
    office.by = cast.user("liaison", (Role.LIAISON, land.division))
    assert office.plan(organization=land.division)
    refused("您不能办理“示例法律援助中心”的工作计划", office.plan, organization=land.institution)
    office.by = cast.user("other", (Role.LIAISON, land.county))
    refused("您不能办理“甲示例县司法局”的工作计划", office.plan)


@pytest.mark.parametrize(
    ("role", "where"),
    [
        pytest.param(Role.PETITION_OFFICE, "city", id="a city's petition office"),
        pytest.param(Role.INSPECTOR, "city", id="a city's inspector"),
        pytest.param(Role.LEADER, "department", id="a leader of the department"),
        pytest.param(Role.SYSTEM_ADMIN, "department", id="a system administrator"),
        pytest.param(None, "department", id="somebody without a role"),
    ],
)
def test_the_rest_is_done_by_the_leading_groups_office(office: Office, role: Role | None, where: str) -> None:
    made = office.everything()
    inspection, finding = made["inspection"], made["finding"]
    unit = getattr(office.land, where)
    office.by = cast.user("other", (role, unit)) if role else cast.user("other")
    not_theirs = "您不是省厅信访工作领导小组办公室的人员"
    refused(not_theirs, office.inspect, on=cast.DAY)
    refused(not_theirs, office.find, inspection, kind=Fault.UNRESOLVED)
    refused(not_theirs, office.sanction, finding, kind=SanctionKind.ACCOUNTABILITY)
    refused(not_theirs, office.bulletin, number="二号")
    refused(not_theirs, office.assess, year=2026)
    for name in ("inspection", "finding", "sanction", "bulletin", "assessment"):
        refused(not_theirs, story.void, name, made[name], by=office.by)


@pytest.mark.parametrize("role", [Role.PETITION_OFFICE, Role.INSPECTOR])
def test_nobody_of_the_office_acts_on_a_finding_about_themselves(office: Office, role: Role) -> None:
    land, inspection = office.land, office.inspect()
    mine = cast.official("郑示例")
    cast.appointed(mine, land.department)
    finding = office.find(inspection, official=mine)
    sanction = office.sanction(finding)
    office.by = cast.user("myself", (role, land.department), official=mine)
    away = "不能办理涉及本人的抽查认定和处理：请回避"
    refused(away, office.find, inspection, official=mine, kind=Fault.UNRESOLVED, field="official")
    refused(away, office.sanction, finding, kind=SanctionKind.ACCOUNTABILITY)
    refused(away, story.void, "finding", finding, by=office.by)
    refused(away, story.void, "sanction", sanction, by=office.by)
    assert office.find(inspection)


@pytest.mark.parametrize("name", ["agreement", "plan", "sanction", "bulletin", "assessment"])
def test_what_was_wrong_is_voided_with_a_reason_kept_and_entered_anew(office: Office, name: str) -> None:
    made = office.everything()
    row = made[name]
    refused("请填写作废原因", story.void, name, row, reason="  ", field="reason")
    refused("作废原因超过 200 字，请写得简短一些", story.void, name, row, reason="错" * 201, field="reason")
    story.void(name, row)
    kept = type(row)._default_manager.get(pk=row.pk)
    assert (kept.voided_at, kept.void_reason) == (cast.NOW, "登记到了别的单位")
    assert [event.act for event in Event.objects.of(row)] == [Act.ENTERED, Act.VOIDED]
    refused("已作废", story.void, name, row)
    again = {
        "agreement": office.agree,
        "plan": office.plan,
        "sanction": lambda: office.sanction(made["finding"]),
        "bulletin": office.bulletin,
        "assessment": office.assess,
    }
    assert again[name]().voided_at is None


def test_texts_that_are_too_long_are_refused(office: Office) -> None:
    refused("名称超过 200 字", office.plan, title="长" * 201, field="title")
    refused("备注超过 500 字", office.agree, note="长" * 501, field="note")
    refused("文号超过 50 字", office.bulletin, number="号" * 51, field="number")


def test_what_others_rest_on_is_voided_last(office: Office) -> None:
    made = office.everything()
    refused("该抽查还有 1 项认定，不能作废", story.void, "inspection", made["inspection"])
    refused("该认定已有处理，不能作废", story.void, "finding", made["finding"])
    for name in ("sanction", "finding", "inspection"):
        story.void(name, made[name])
    refused("该抽查已作废", office.find, made["inspection"])
    refused("该抽查认定已作废", office.sanction, made["finding"])


def test_voiding_an_agreement_or_a_plan_asks_for_the_same_office(office: Office) -> None:
    made = office.everything()
    neighbour = story.clerk(office.land, "neighbour")
    refused("您不是“甲示例市司法局”的信访部门", story.void, "agreement", made["agreement"], by=neighbour)
    refused("您不能办理“甲示例县司法局”的工作计划", story.void, "plan", made["plan"], by=neighbour)
