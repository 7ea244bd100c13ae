"""机构: what everybody reads, what system administrators change, and what it costs."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

import cast
from web.asking import opened, page, queries, version
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Kind
from xiafang.organizations.models import Organization

As = Callable[..., Client]
READER = Role.HANDLER


def test_the_tree_level_by_level(land: cast.Province, as_role: As) -> None:
    reader = as_role(READER, "county")
    top = page(reader, "/organizations/")
    assert "甲示例市司法局" in top
    assert "甲示例县司法局" not in top
    assert "现有机构10个" in top
    assert "设立机构" not in top
    city = page(reader, f"/organizations/{land.city.pk}/")
    assert "甲示例县司法局" in city
    assert "主要负责人空缺" in city
    assert "更正" not in city


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("示例", 10, id="a word of two signs in every name"),
        pytest.param("司法局 甲", 2, id="two words, in whatever order"),
        pytest.param("甲市局", 1, id="a short name"),
        pytest.param("老县局", 1, id="an alias"),
        pytest.param("4201", 1, id="the head of a division code"),
        pytest.param("没有", 0, id="nothing"),
    ],
)
def test_search(land: cast.Province, as_role: As, words: str, found: int) -> None:
    facts = {"by": OPERATOR, "at": cast.NOW, "reason": "补录"}
    acts.change_organization(organization=land.city, short_name="甲市局", division_code="420100", **facts)
    acts.change_organization(organization=land.county, aliases=["老县局"], **facts)
    assert f"找到{found}个机构" in page(as_role(READER), f"/organizations/?q={words}")


def test_closed_ones_are_found_when_asked_for(land: cast.Province, as_role: As) -> None:
    acts.close_organization(organization=land.far, last_day=date(2026, 6, 14), reason="撤并", by=OPERATOR, at=cast.NOW)
    reader = as_role(READER)
    assert "找到0个" in page(reader, "/organizations/?q=乙示例县")
    assert "找到1个" in page(reader, "/organizations/?q=乙示例县&closed=on")
    assert "已于2026年6月14日后撤销" in page(reader, f"/organizations/{land.far.pk}/")
    assert "已撤销的下级机构" in page(reader, f"/organizations/{land.neighbour.pk}/")


@pytest.mark.parametrize("path", ["/organizations/", "/organizations/?kind=judicial_office", "one"])
def test_the_cost_does_not_grow(land: cast.Province, as_role: As, path: str) -> None:
    reader = as_role(READER)
    path = f"/organizations/{land.county.pk}/" if path == "one" else path

    def offices(numbers: range) -> None:
        for number in numbers:
            made = acts.create_organization(
                name=f"第{number}示例司法所", kind=Kind.JUDICIAL_OFFICE, parent=land.county, by=OPERATOR, at=cast.NOW
            )
            cast.appointed(cast.official(f"赵{number}示例"), made, principal=True)

    offices(range(10))
    few = queries(reader, path)
    offices(range(10, 100))
    assert queries(reader, path) == few <= 16


def test_the_second_page(land: cast.Province, as_role: As) -> None:
    for number in range(55):
        acts.create_organization(
            name=f"第{number:02}示例司法所", kind=Kind.JUDICIAL_OFFICE, parent=land.county, by=OPERATOR, at=cast.NOW
        )
    reader = as_role(READER)
    first = page(reader, "/organizations/?q=司法所")
    assert "找到56个机构" in first
    after = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', first)
    assert after
    second = page(reader, f"/organizations/{after[1].replace('&amp;', '&')}")
    names = [re.findall(r'/">([^<]*司法所)</a>', html) for html in (first, second)]
    assert [len(found) for found in names] == [50, 6]
    assert not set(names[0]) & set(names[1])
    before = re.search(r'href="(\?[^"]*before=[^"]*)" rel="prev"', second)
    assert before
    again = page(reader, f"/organizations/{before[1].replace('&amp;', '&')}")
    assert re.findall(r'/">([^<]*司法所)</a>', again) == names[0]
    assert "找到56个" in page(reader, "/organizations/?q=司法所&after=nonsense")


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.SYSTEM_ADMIN), ""])
def test_only_system_administrators_change_anything(land: cast.Province, as_role: As, role: str) -> None:
    client = as_role(role)
    for path in ("create/", f"{land.city.pk}/change/", f"{land.city.pk}/move/", f"{land.city.pk}/close/"):
        assert "系统管理员维护" in page(client, f"/organizations/{path}", 403)
        assert client.post(f"/organizations/{path}", {"name": "x"}).status_code == 403


def test_a_city_changes_its_own_and_no_other(land: cast.Province, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN, "city")
    page(admin, f"/organizations/{land.county.pk}/change/")
    page(admin, f"/organizations/{land.far.pk}/change/", 403)
    page(admin, f"/organizations/{uuid4()}/change/", 404)
    page(admin, f"/organizations/create/?parent={land.city.pk}")
    page(admin, f"/organizations/create/?parent={land.neighbour.pk}", 403)


def test_setting_up_twice_makes_one(land: cast.Province, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    sent = {
        "pk": str(uuid4()),
        "name": "丙示例县司法局",
        "kind": Kind.COUNTY_BUREAU,
        "parent": "甲示例市司法局",
        "aliases": "丙县局、丙局",
        "from_on": "2026-07-01",
    }
    for _ in range(2):
        answer = admin.post("/organizations/create/", sent)
        assert answer.headers["Location"] == f"/organizations/{sent['pk']}/"
    made = Organization.objects.get(pk=sent["pk"])
    assert (made.parent, made.aliases, made.from_on) == (land.city, ["丙县局", "丙局"], date(2026, 7, 1))


def test_a_refusal_stands_at_its_field_and_nothing_is_lost(land: cast.Province, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    sent = {
        "pk": str(uuid4()),
        "name": "示例所",
        "kind": Kind.PRISON,
        "parent": "甲示例市司法局",
        "division_code": "12",
    }
    answer = admin.post("/organizations/create/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert re.search(r'id="id_division_code_error"><p.*?应为六位数字', html, re.S)
    assert 'value="示例所"' in html
    answer = admin.post("/organizations/create/", sent | {"division_code": ""})
    assert re.search(r'id="id_parent_error"><p.*?监狱不能设在', answer.content.decode(), re.S)
    assert not Organization.objects.filter(name="示例所").exists()
    html = admin.post("/organizations/create/", sent | {"parent": "示例市"}).content.decode()
    assert "对应“乙示例市司法局”、“甲示例市司法局”：请照其中一个填写" in html
    assert "没有找到“丁市”" in admin.post("/organizations/create/", sent | {"parent": "丁市"}).content.decode()


def test_a_change_of_somebody_else_is_said(land: cast.Province, as_role: As) -> None:
    path = f"/organizations/{land.city.pk}/change/"
    admin = as_role(Role.SYSTEM_ADMIN)
    sent = {"name": "甲示例市司法局", "short_name": "甲局", "reason": "补录", "version": version(admin, path)}
    acts.change_organization(organization=land.city, short_name="甲市局", reason="先到", by=OPERATOR, at=cast.NOW)
    answer = admin.post(path, sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "运维人员于 " in html
    assert "简称由“空”改为“甲市局”" in html
    assert 'value="甲局"' in html
    again = re.search(r'name="version" value="(\d+)"', html)
    assert again
    for _ in range(2):  # once more on purpose; sent twice it is the same
        assert admin.post(path, sent | {"version": again[1]}).status_code == 302
    land.city.refresh_from_db()
    assert land.city.short_name == "甲局"
    history = page(admin, f"/organizations/{land.city.pk}/")
    assert "<del>甲市局</del>" in history
    assert "<ins>甲局</ins>" in history
    assert "原因：补录" in history
    assert "钱示例" in history


def test_what_somebody_else_changed_stays(land: cast.Province, as_role: As) -> None:
    """Another field than mine: I am told of it, and sending again takes nothing of it back."""
    path = f"/organizations/{land.city.pk}/change/"
    admin = as_role(Role.SYSTEM_ADMIN)
    sent = opened(page(admin, path)) | {"aliases": ["甲局"], "reason": ["补录"]}
    acts.change_organization(organization=land.city, short_name="甲市局", reason="先到", by=OPERATOR, at=cast.NOW)
    answer = admin.post(path, sent)
    assert answer.status_code == 422
    assert admin.post(path, opened(answer.content.decode())).status_code == 302
    land.city.refresh_from_db()
    assert (land.city.short_name, land.city.aliases) == ("甲市局", ["甲局"])


def test_moving_and_closing(land: cast.Province, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    path = f"/organizations/{land.county.pk}"
    sent = {"parent": "乙示例市司法局", "reason": "区划调整", "version": version(admin, f"{path}/move/")}
    assert admin.post(f"{path}/move/", sent).status_code == 302
    assert admin.post(f"{path}/move/", sent).status_code == 302
    land.office.refresh_from_db()
    assert land.neighbour.pk in land.office.above
    sent = {"last_day": "2026-06-30", "reason": "撤并", "version": version(admin, f"{path}/close/")}
    answer = admin.post(f"{path}/close/", sent)
    assert answer.status_code == 422
    assert "还有 1 个下级机构" in answer.content.decode()
    path = f"/organizations/{land.office.pk}"
    sent["version"] = version(admin, f"{path}/close/")
    assert admin.post(f"{path}/close/", sent).status_code == 302
    assert "将于2026年6月30日后撤销" in page(admin, f"{path}/")


def test_suggestions(land: cast.Province, as_role: As) -> None:
    reader = as_role(READER)
    assert '<option value="示例处（示例省司法厅）">' in page(reader, "/organizations/suggest/?parent=示例处")
    assert "option" not in page(reader, "/organizations/suggest/?parent=")
    assert "示例处" in page(reader, "/organizations/suggest/?parent=示例%00处")


def test_an_empty_house_says_how_to_begin(signed_in: Client) -> None:
    assert "还没有机构" in page(signed_in, "/organizations/")
