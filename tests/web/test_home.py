"""首页: each role begins with what is due, one click from the act; nothing of what is out of sight; what it costs."""

import re

import pytest

import cast
from casework.office import day, how, registered
from visits.story import planned, shortlisted
from visits.test_letters import entered
from web.asking import page, queries
from web.duties import Web, signed_in_as, story
from xiafang.accounts.roles import Role
from xiafang.casework import acts as casework
from xiafang.casework.codes import DeclineReason, EscalationKind, Kind
from xiafang.promises import ledger
from xiafang.promises.models import Row
from xiafang.visits import acts as visiting

TALLY = re.compile(r"<strong>(\d+)</strong>(已逾期|今天到期|本周到期)")


def tally(html: str) -> dict[str, int]:
    return {name: int(count) for count, name in TALLY.findall(html)}


def test_an_office_begins_with_what_is_overdue_due_today_and_due_this_week(
    web_role: Web, today: None, db: None
) -> None:
    people, matters = story()
    told = Row.objects.get(matter=matters["received"].pk, duty="case.told")
    office = signed_in_as(people.office)
    spans = {"已逾期": day(13), "今天到期": day(14), "本周到期": day(20)}
    for name, due in spans.items():
        Row.objects.filter(pk=told.pk).update(due=due)
        with web_role():
            html = page(office, "/")
        open_rows = Row.objects.filter(organization=people.land.city, official=None, completed_on=None, exempt=False)
        expected = {
            "已逾期": open_rows.filter(due__lt=cast.DAY).count(),
            "今天到期": open_rows.filter(due=cast.DAY).count(),
            "本周到期": open_rows.filter(due__gt=cast.DAY, due__lte=day(20)).count(),
        }
        assert tally(html) == expected
        assert expected[name] >= 1
        assert f"/matters/{matters['received'].pk}/steps/tell/" in html


def test_when_nothing_is_due_the_page_says_so_and_what_comes_next(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    Row.objects.filter(organization=people.land.city, official=None).update(due=day(60), completed_on=None)
    with web_role():
        html = page(signed_in_as(people.office), "/")
    assert "今天没有到期事项" in html
    assert "接下来" in html
    assert f"{day(60)}" in html


def test_who_may_not_act_is_led_to_where_it_can_be_read(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    assert Row.objects.filter(duty="assessment.year", completed_on=None).update(due=cast.DAY)
    for who, may in ((people.superior, True), (people.office, False)):
        with web_role():
            html = page(signed_in_as(who), "/")
        assert ("/supervision/assessments/enter/" in html) is may
        assert ("/supervision/assessments/" in html) is True


def test_the_rest_of_what_is_due_is_one_click_away(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    for n in range(12):
        registered(people, n=n % 3)
    ledger.rebuild(cast.DAY)
    Row.objects.filter(duty="case.told", completed_on=None).update(due=cast.DAY)
    office = signed_in_as(people.office)
    with web_role():
        html = page(office, "/")
        more = re.search(r'class="due-late"><a href="([^"]+)"', html)
        assert more
        listed = page(office, more[1].replace("&amp;", "&"))
    assert listed.count('class="why-row"') == tally(html)["今天到期"] > 8
    assert f"其余{tally(html)['今天到期'] - 8}项" in html


def test_what_takes_a_second_person_waits_for_that_one_and_not_for_who_proposed_it(
    web_role: Web, today: None, db: None
) -> None:
    people, matters = story()
    casework.propose_decline(
        matter=matters["received"],
        reason="不属于本机关",
        code=DeclineReason.NOT_IN_AUTHORITY,
        right_organ="示例机关",
        **how(people.office, 13),
    )
    with web_role():
        assert "confirm_decline" in page(signed_in_as(people.second), "/")
        assert "confirm_decline" not in page(signed_in_as(people.office), "/")
        assert "confirm_decline" not in page(signed_in_as(people.neighbour), "/")


def test_a_leader_begins_with_quota_and_forecast_and_what_waits_for_their_own_hand(
    web_role: Web, today: None, db: None
) -> None:
    people, matters = story()
    escalated = casework.register_escalation(
        matter=matters["planned"], kind=EscalationKind.PROVINCE, leader=people.deputy, **how(people.office, 12)
    )
    assert escalated
    given = shortlisted(people, matters["received"], n=13)
    ledger.rebuild(cast.DAY)
    with web_role():
        html = page(signed_in_as(people.leader), "/")
    assert "本季度已完成 1/1" in html
    assert f"/matters/{matters['planned'].pk}/steps/give_opinion/" in html
    assert f"/shortlists/{given.pk}/" in html
    assert f"{day(25)}" in html
    with web_role():
        other = page(signed_in_as(people.principal), "/")
    assert "give_opinion" not in other
    assert f"/shortlists/{given.pk}/" not in other


def test_a_letter_stands_once_with_what_is_due_first_and_what_it_is_about(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    letter = entered(people, gist="反映公证窗口周末不办公")
    ledger.rebuild(cast.DAY)
    with web_role():
        html = page(signed_in_as(people.leader), "/")
    assert "阅批网上来信" in html
    assert "答复网上来信" not in html
    assert "反映公证窗口周末不办公" in html
    visiting.read_letter(letter=letter, **how(people.leader, 1))
    ledger.rebuild(cast.DAY)
    with web_role():
        assert "答复网上来信" in page(signed_in_as(people.leader), "/")


def test_what_is_due_opens_the_form_that_is_due(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    inspector = signed_in_as(cast.user("inspector", (Role.INSPECTOR, people.land.department)))
    Row.objects.filter(duty="inspection.random").update(due=day(20))
    Row.objects.filter(duty="bulletin.half_year", period="2026H1").update(due=day(13))
    with web_role():
        html = page(inspector, "/")
        assert "/supervision/inspections/enter/?kind=random" in html
        assert "/supervision/bulletins/enter/?half=2026H1" in html
        assert '<option value="random" selected>' in page(inspector, "/supervision/inspections/enter/?kind=random")
        assert '<option value="2026H1" selected>' in page(inspector, "/supervision/bulletins/enter/?half=2026H1")


def test_a_handler_finds_the_matter_whose_limit_binds_first_on_top(web_role: Web, today: None, db: None) -> None:
    people, matters = story()
    casework.assign(matter=matters["planned"], to=[people.handler], **how(people.office, 4))
    ledger.rebuild(cast.DAY)
    with web_role():
        html = page(signed_in_as(people.handler), "/")
        other = page(signed_in_as(people.other_handler), "/")
    assert matters["planned"].number in html
    assert matters["planned"].number not in other


def test_the_accused_units_leader_and_clerk_find_nothing_of_the_matter(web_role: Web, today: None, db: None) -> None:
    people, matters = story()
    Row.objects.filter(matter=matters["accused"].pk).update(organization=people.land.county, due=cast.DAY)
    for who in (people.county, people.accused):
        with web_role():
            html = page(signed_in_as(who), "/")
        assert matters["accused"].number not in html
        assert tally(html).get("今天到期", 0) == 0


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.SYSTEM_ADMIN, "主要负责人空缺"),
        (Role.SECURITY_ADMIN, "没有角色的账号"),
        (Role.AUDIT_ADMIN, "7天内的登录失败"),
        (Role.INSPECTOR, "定期抽查"),
        (Role.LIAISON, "今天没有到期事项"),
    ],
)
def test_the_other_roles_have_their_own(web_role: Web, today: None, db: None, role: Role, said: str) -> None:
    people, _ = story()
    unit = people.land.division if role == Role.LIAISON else people.land.department
    Row.objects.filter(organization=people.land.division).update(due=day(80))
    other = cast.user("other", (role, unit))
    with web_role():
        assert said in page(signed_in_as(other), "/")
        assert "还没有角色" in page(signed_in_as(people.nobody), "/")


def test_two_roles_are_two_parts_of_one_page(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    both = cast.user("both", (Role.PETITION_OFFICE, people.land.city), (Role.HANDLER, people.land.city))
    with web_role():
        html = page(signed_in_as(both), "/")
    assert re.findall(r'class="part">([^<]+)<', html) == ["信访部门", "承办人"]


def test_the_page_costs_the_same_however_much_is_due(web_role: Web, today: None, db: None) -> None:
    people, matters = story()
    casework.assign(matter=matters["planned"], to=[people.handler], **how(people.office, 4))
    clients = [signed_in_as(who) for who in (people.office, people.leader, people.handler)]
    with web_role():
        few = [queries(client, "/") for client in clients]
    for n in range(8):
        registered(people, n=n, kind=Kind.APPEAL)
        planned(people, n=4, on=27 + n)
    ledger.rebuild(cast.DAY)
    with web_role():
        assert [queries(client, "/") for client in clients] == few
    assert max(few) <= 45


def test_a_visit_that_comes_is_prepared_and_from_its_day_on_recorded(web_role: Web, today: None, db: None) -> None:
    people, _ = story()
    coming, now = planned(people, on=20), planned(people, on=14)
    with web_role():
        html = page(signed_in_as(people.office), "/")
    assert re.search(rf'href="/visits/{coming.pk}/">准备', html)
    assert f'href="/visits/{coming.pk}/record/"' not in html
    assert re.search(rf'href="/visits/{now.pk}/record/">登记', html)
