"""Ledgers of organizations and of officials with their posts."""

from datetime import date
from typing import Any

import pytest

import cast
from ledgers.files import Desk, counts
from xiafang.accounts.roles import Role
from xiafang.ledgers.importer import Units
from xiafang.ledgers.plans import Answer, No
from xiafang.organizations.models import Official, Organization, Post

UNITS = ("单位名称", "简称", "单位类别", "上级单位", "区划代码")
POSTS = ("姓名", "单位", "职务", "级别", "班子成员", "一把手", "任职时间", "免职时间", "分工")


@pytest.fixture
def admin(desk: Desk) -> Desk:
    desk.people.office = cast.user("system", (Role.SYSTEM_ADMIN, desk.people.land.city))
    return desk


def test_a_tree_is_set_up_from_the_top_down_whatever_the_order_of_rows(admin: Desk) -> None:
    path = admin.workbook(
        UNITS,
        ["示例镇二司法所", None, None, "丙示例县司法局", None],
        ["丙示例县司法局", "丙县局", None, "甲示例市司法局", 420199],
    )
    assert counts(admin.run(path)) == {"created": 2}
    county = Organization.objects.get(name="丙示例县司法局")
    assert (county.kind, county.parent, county.division_code) == ("county_bureau", admin.people.land.city, "420199")
    assert Organization.objects.get(name="示例镇二司法所").parent == county
    assert counts(admin.run(path)) == {"unchanged": 2}
    changed = admin.workbook(UNITS, ["丙示例县司法局", "丙局", None, "市局", None])
    assert counts(admin.run(changed)) == {"changed": 1}
    assert counts(admin.run(changed)) == {"unchanged": 1}


def test_a_unit_of_that_name_elsewhere_is_a_question(admin: Desk) -> None:
    assert counts(admin.run(admin.workbook(UNITS, ["乙示例县司法局", None, None, "市局", None]))) == {"asked": 1}
    (plan,) = admin.run(admin.workbook(UNITS, ["甲示例县司法局", None, "科室", "甲示例市司法局", None]))
    assert "登记为县（市、区）司法局" in plan.said


def test_circles_and_strange_places_are_refused(admin: Desk) -> None:
    circle = admin.workbook(
        UNITS, ["一司法所", None, None, "二司法所", None], ["二司法所", None, None, "一司法所", None]
    )
    assert counts(admin.run(circle)) == {"refused": 2}
    outside = admin.workbook(UNITS, ["某司法所", None, None, "乙示例县司法局", None])
    assert counts(admin.run(outside)) == {"refused": 1}
    assert not Organization.objects.filter(name__contains="某司法所").exists()


def post(name: str = "陈示例", **facts: Any) -> list[Any]:
    given = {
        "姓名": name,
        "单位": "市局",
        "职务": "副局长",
        "级别": "副处",
        "班子成员": "√",
        "一把手": None,
        "任职时间": "2024.03",
        "免职时间": None,
        "分工": "分管律师",
    } | facts
    return [given[head] for head in POSTS]


def test_an_official_with_a_post(admin: Desk) -> None:
    path = admin.workbook(POSTS, post("陈 示例"), post("陈示例", 职务="二级调研员", 级别="正处级", 班子成员="否"))
    assert counts(admin.run(path)) == {"created": 2}
    official = Official.objects.get(name="陈示例")
    first = official.posts.get(title="副局长")
    assert (first.rank, first.leadership, first.principal) == ("division_deputy", True, False)
    assert first.from_on == date(2024, 3, 1)
    assert counts(admin.run(path)) == {"unchanged": 2}
    ended = admin.workbook(POSTS, post(免职时间="2026-5-1", 分工="分管公证"))
    assert counts(admin.run(ended)) == {"changed": 1}
    first.refresh_from_db()
    assert (first.to_on, first.portfolio) == (date(2026, 5, 1), "分管公证")
    assert counts(admin.run(ended)) == {"unchanged": 1}


def test_somebody_of_that_name_elsewhere_is_a_question(admin: Desk) -> None:
    path = admin.workbook(POSTS, post("郑示例"))
    assert counts(admin.run(path)) == {"asked": 1}
    assert counts(admin.run(path, answers={("Sheet", 2): Answer.SAME})) == {"created": 1}
    assert Post.objects.filter(official=admin.people.county_boss).count() == 2
    assert Official.objects.filter(name="郑示例").count() == 1


def test_another_bureaus_people_are_not_entered(admin: Desk) -> None:
    assert counts(admin.run(admin.workbook(POSTS, post(单位="乙示例市司法局")))) == {"refused": 1}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("市局", "city"),
        ("本局", "city"),
        ("甲示例市局", "city"),
        ("甲示例市司法局", "city"),
        ("甲示例县局", "county"),
        ("甲示例司法局", "county"),
        ("甲 示例县 司法局", "county"),
        ("示例镇司法所", "office"),
    ],
)
def test_units_are_known_by_the_names_that_the_office_uses(desk: Desk, words: str, key: str) -> None:
    land = desk.people.land
    if words == "甲示例司法局":  # both the city and the county may be called so
        with pytest.raises(No, match="请写全称"):
            Units([land.city.pk]).find(words, "unit")
        return
    assert Units([land.city.pk]).find(words, "unit") == land.units[key]


def test_a_county_does_not_reach_its_city(desk: Desk) -> None:
    units = Units([desk.people.land.county.pk])
    assert units.find("县局", "unit") == desk.people.land.county
    with pytest.raises(No, match=r"不在您所在单位的范围内|没有叫"):
        units.find("市局", "unit")
