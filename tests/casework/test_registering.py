"""Register and join: what is written, what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

import cast
from casework import office
from casework.office import Cast, how, refused
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.casework import acts, events, numbers, personal, taxonomy
from xiafang.casework.acts import Accused, Person
from xiafang.casework.codes import Channel, Flag, Kind, State
from xiafang.casework.models import Item, Matter, Numbering, Personal


def test_an_item_becomes_a_matter_with_everything_that_was_said(people: Cast) -> None:
    matter = office.registered(people, n=3)
    item = matter.items.get()
    assert (matter.number, item.number) == ("甲示例市司法局信〔2026〕1号", "甲示例市司法局信件〔2026〕1号")
    assert (matter.state, matter.version, matter.home) == (State.RECEIVED, 1, people.land.city)
    assert matter.responsible == matter.registering == people.land.city
    assert len(item.query_code) == 10
    assert [demand.text for demand in matter.demands.all()] == ["退还代理费", "书面说明理由"]
    event = matter.events.get()
    assert item.receipt == event.digest == events.digest(event), "the receipt is the digest of the event that files it"
    assert (event.user, event.deed_on, event.days_between) == (people.office, office.day(3), 0)
    petitioner = matter.petitioners.get()
    assert personal.masked([petitioner])[petitioner.pk].phone == "138******00"


def test_numbers_are_gapless_by_unit_and_year(people: Cast) -> None:
    numbers_given = [office.registered(people, n=n).number for n in (0, 1)]
    assert numbers_given == ["甲示例市司法局信〔2026〕1号", "甲示例市司法局信〔2026〕2号"]
    with refused("请填写概况"):
        office.registered(people, title=" ")
    assert office.registered(people).serial == 3, "a refused registration leaves no gap"
    late = office.registered(people, n=4, received_on=date(2025, 12, 30))
    assert late.number == "甲示例市司法局信〔2025〕1号", "the year is that of receipt"
    assert office.registered(people, "far").serial == 1


def test_two_units_of_one_name_have_different_prefixes(people: Cast) -> None:
    twin = cast.acts.create_organization(
        name="示例镇司法所", kind=people.land.office.kind, parent=people.land.far, by=OPERATOR, at=cast.NOW
    )
    given = [numbers.give(unit, Numbering.Series.MATTER, 2026)[1] for unit in (people.land.office, twin)]
    assert given == ["甲示例县司法局示例镇司法所信〔2026〕1号", "乙示例县司法局示例镇司法所信〔2026〕1号"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param({"demands": [" "]}, "至少写明一项诉求", id="no demand"),
        pytest.param({"petitioners": []}, "不愿具名的请标记“匿名”", id="nobody"),
        pytest.param({"title": "\u200b\u3164"}, "请填写概况", id="a title that shows nothing"),
        pytest.param({"demands": ["\u2060"]}, "至少写明一项诉求", id="a demand that shows nothing"),
        pytest.param({"petitioners": [Person("\ufeff")]}, "请填写每名信访人的姓名", id="a name that shows nothing"),
        pytest.param({"topic": "0000"}, "没有内容分类“0000”", id="unknown topic"),
        pytest.param({"received_on": office.day(5)}, "早于收到日期", id="received after it was registered"),
        pytest.param(
            {"petitioners": [Person(f"孙示例{n}", representative=True) for n in range(6)]},
            "不能登记 6 名代表：.*不得超过5人（条例第二十条第三款）",
            id="six representatives",
        ),
    ],
)
def test_register_refuses(people: Cast, facts: dict[str, object], said: str) -> None:
    with refused(said):
        office.registered(people, **facts)


def test_only_who_keeps_the_register_registers(people: Cast) -> None:
    with refused("您不能在“乙示例县司法局”登记"):
        office.registered(people, unit=people.land.far)
    with refused("您不能在“甲示例市司法局”登记"):
        office.registered(people, "handler", unit=people.land.city)
    assert office.registered(people, "superior", unit=people.land.far).registering == people.land.far
    assert office.registered(people, "liaison", unit=people.land.division).home == people.land.division
    wide = cast.user("wide", (Role.LIAISON, people.land.county))
    people.wide = wide  # type: ignore[attr-defined]
    with refused("登记"):
        office.registered(people, "wide", unit=people.land.county)


def test_joint_items_name_up_to_five_representatives(people: Cast) -> None:
    folk = [Person("孙示例", representative=True), Person("李示例"), Person("吴示例", representative=True)]
    matter = office.registered(people, petitioners=folk, joint=True, people=30)
    assert sorted(matter.petitioners.values_list("name", "representative"), key=str) == [
        ("吴示例", 2),
        ("孙示例", 1),
        ("李示例", None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        matter.petitioners.update(representative=6)


def test_an_anonymous_matter_needs_no_petitioner(people: Cast) -> None:
    matter = office.registered(people, petitioners=[], flags=[Flag.ANONYMOUS], kind=Kind.SUGGESTION, topic="9001")
    assert not matter.petitioners.exists()
    assert not Personal.objects.exists()


def test_the_accused_decide_who_answers(people: Cast) -> None:
    about_county = office.registered(people, accused=[Accused(unit=people.land.county)])
    assert about_county.responsible == people.land.city
    about_own = office.registered(people, accused=[Accused(unit=people.land.city)])
    assert about_own.responsible == people.land.department, "the level above"
    about_head = office.registered(people, "county", accused=[Accused(people.county_boss)])
    assert about_head.responsible == people.land.city, "who is led by the accused does not answer either"
    assert set(about_head.hidden_from) == {people.county_boss.pk, people.land.county.pk}
    with refused("被反映的是省司法厅本身"):
        office.registered(people, accused=[Accused(unit=people.land.department)])
    people.self = cast.user("self", (Role.PETITION_OFFICE, people.land.city), official=cast.official("冯示例"))  # type: ignore[attr-defined]
    with refused("您是被反映人"):
        office.registered(people, "self", unit=people.land.city, accused=[Accused(people["self"].official)])


def test_a_registrar_of_the_accused_unit_does_not_register_elsewhere(people: Cast) -> None:
    both = cast.user("both", (Role.PETITION_OFFICE, people.land.city), (Role.HANDLER, people.land.county))
    people.both = both  # type: ignore[attr-defined]
    with refused("您在被反映单位任职"):
        office.registered(people, "both", unit=people.land.city, accused=[Accused(unit=people.land.county)])


def test_join_files_a_repeat_under_its_matter(people: Cast) -> None:
    matter = office.accepted(people)
    item = acts.join(
        matter=matter,
        channel=Channel.CALL,
        received_on=office.day(3),
        petitioners=[Person("李示例", phone="13900000000")],
        **how(people.office, 4),
    )
    assert item.repeat_of == Item.objects.get(number="甲示例市司法局信件〔2026〕1号")
    assert (matter.items.count(), matter.petitioners.count(), matter.state) == (2, 2, State.ACCEPTED)
    with refused("收到日期 .* 应在"):
        acts.join(matter=matter, channel=Channel.CALL, received_on=office.day(9), **how(people.office, 5))


def test_what_comes_again_after_it_was_resolved_is_a_return_and_the_first_counts(people: Cast) -> None:
    matter = office.resolved(people)
    early = acts.join(matter=matter, channel=Channel.LETTER, received_on=office.day(5), **how(people.office, 7))
    assert matter.returned_on is None
    assert early.matter_id == matter.pk
    acts.join(matter=matter, channel=Channel.VISIT, received_on=office.day(8), **how(people.office, 9))
    assert (matter.state, matter.returned_on) == (State.RETURNED, office.day(8))
    acts.join(matter=matter, channel=Channel.VISIT, received_on=office.day(10), **how(people.office, 10))
    assert Matter.objects.get().returned_on == office.day(8)


def test_the_operator_registers_what_a_ledger_holds(people: Cast) -> None:
    made = acts.register(
        unit=people.land.far,
        kind=Kind.APPEAL,
        topic="0601",
        title="反映拖延办证",
        channel=Channel.VISIT,
        received_on=office.day(0),
        demands=["办证"],
        **how(OPERATOR, 40, origin="台账 sha256:0 表1 第3行"),
    )
    event = made.matter.events.get()
    assert (event.user, event.origin, event.days_between) == (None, "台账 sha256:0 表1 第3行", 0)


def test_the_taxonomy_is_complete_and_leads_where_it_should() -> None:
    assert len(taxonomy.fields()) == 21
    assert len(taxonomy.topics()) == 90
    assert all(code.startswith(field.code) for field in taxonomy.fields() for code in [t.code for t in field.topics])
    assert taxonomy.topics()["0701"].default_path == "judicial_procedure"
    assert taxonomy.topics()["0501"].default_path == "petition_procedure"
    assert taxonomy.name("0603") == "公证—收费"
    assert taxonomy.name("none") == "none"
