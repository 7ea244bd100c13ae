"""干部与任职: what everybody reads, what system administrators write, and what it costs."""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

import cast
from web.asking import page, queries, version
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.organizations import acts
from xiafang.organizations.kinds import Rank
from xiafang.organizations.models import Absence, ContactPoint, Official, Post

As = Callable[..., Client]
APPOINT = "/officials/appoint/"


@pytest.fixture
def head(land: cast.Province) -> Post:
    return cast.appointed(cast.official(), land.city, principal=True, leadership=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("", 3, id="who is in post"),
        pytest.param("q=示例", 3, id="a word of two signs"),
        pytest.param("unit=甲示例市司法局", 2, id="a unit with what stands below"),
        pytest.param("body=principal", 1, id="principals"),
        pytest.param("rank=division_chief&body=leading", 1, id="a rank in a leading body"),
        pytest.param("state=away", 1, id="who is away"),
        pytest.param("state=former", 1, id="who has left"),
        pytest.param("state=all", 4, id="everybody"),
        pytest.param("unit=没有这个局", 0, id="a unit that is not there"),
    ],
)
def test_the_list_is_narrowed(land: cast.Province, head: Post, as_role: As, asked: str, found: int) -> None:
    cast.appointed(cast.official("孙示例"), land.county)
    cast.appointed(cast.official("李示例"), land.far)
    cast.appointed(cast.official("吴示例"), land.far, to_on=date(2025, 1, 1))
    acts.approve_absence(
        official=head.official,
        from_on=date(2026, 6, 1),
        to_on=date(2026, 6, 30),
        reason="脱产学习",
        approved_by="示例省司法厅",
        approved_on=date(2026, 5, 20),
        by=OPERATOR,
        at=cast.NOW,
    )
    html = page(as_role(Role.HANDLER), f"/officials/?{asked}")
    assert re.search(rf"(找到|在任){found}人", html)


def test_the_cost_does_not_grow_and_pages_follow_each_other(land: cast.Province, head: Post, as_role: As) -> None:
    reader = as_role()

    def more(numbers: range) -> None:
        for number in numbers:
            cast.appointed(cast.official(f"钱{number:03}示例"), land.county)

    more(range(10))
    few = queries(reader, "/officials/")
    more(range(10, 100))
    assert queries(reader, "/officials/") == few <= 10
    first = page(reader, "/officials/")
    after = re.search(r'href="(\?[^"]*)" rel="next"', first)
    assert after
    second = page(reader, f"/officials/{after[1]}")
    names = [re.findall(r">(钱\d+示例)<", html) for html in (first, second)]
    assert len(set(names[0]) | set(names[1])) == 99  # the hundredth row of two pages is the head of the city
    assert queries(reader, f"/officials/{after[1]}") == few + 1


def test_an_official_with_everything(land: cast.Province, head: Post, as_role: As) -> None:
    path = f"/officials/{head.official_id}/"
    html = page(as_role(Role.HANDLER), path)
    assert "甲示例市司法局局长" in html
    assert "免职" not in html
    assert "登记离岗" not in html
    own = page(as_role(Role.SYSTEM_ADMIN, "city"), path)
    assert "登记离岗" in own
    elsewhere = page(as_role(Role.SYSTEM_ADMIN, "neighbour"), path)
    assert "登记离岗" not in elsewhere
    assert "任命新职" in elsewhere
    few = queries(as_role(Role.INSPECTOR), path)
    for year in range(2010, 2020):
        cast.appointed(head.official, land.far, from_on=date(year, 1, 1), to_on=date(year, 12, 31))
    assert queries(as_role(Role.LEADER), path) == few
    page(as_role(Role.LIAISON), f"/officials/{uuid4()}/", 404)


@pytest.mark.parametrize("role", [*(role for role in Role if role != Role.SYSTEM_ADMIN), ""])
def test_only_system_administrators_write(head: Post, as_role: As, role: str) -> None:
    client = as_role(role)
    here = f"/officials/{head.official_id}"
    for path in (
        APPOINT,
        f"{here}/rename/",
        f"{here}/absences/",
        f"{here}/contact-points/",
        f"{here}/posts/{head.pk}/change/",
        f"{here}/posts/{head.pk}/end/",
        f"{here}/posts/{head.pk}/remove/",
    ):
        page(client, path, 403)
        assert client.post(path, {"reason": "x"}).status_code == 403
    assert Post.objects.filter(to_on=None).count() == 1


def test_appointing_a_newcomer_twice_makes_one(land: cast.Province, head: Post, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN, "city")
    assert 'value="甲示例市司法局"' in page(admin, f"{APPOINT}?organization={land.city.pk}")
    sent = {
        "pk": str(uuid4()),
        "official": "孙示例",
        "organization": "甲示例市司法局",
        "title": "局长",
        "rank": Rank.DIVISION_CHIEF,
        "principal": "on",
        "leadership": "on",
        "from_on": "2026-06-15",
    }
    refused = admin.post(APPOINT, sent)
    assert refused.status_code == 422
    assert "没有找到“孙示例”" in refused.content.decode()
    for _ in range(2):
        answer = admin.post(APPOINT, sent | {"new": "on"})
        assert answer.status_code == 302
    made = Official.objects.get(name="孙示例")
    html = page(admin, answer.headers["Location"])
    assert "主要负责人还有赵示例" in html  # the warning comes along
    assert made.posts.get().principal
    assert "主要负责人有2名" in page(admin, f"/organizations/{land.city.pk}/")


def test_a_refused_appointment_leaves_no_official_behind(land: cast.Province, as_role: As) -> None:
    sent = {
        "pk": str(uuid4()),
        "official": "孙示例",
        "new": "on",
        "organization": "甲示例市司法局",
        "title": "副局长",
        "rank": Rank.DIVISION_DEPUTY,
        "from_on": "2026-06-15",
        "to_on": "2026-06-01",
    }
    answer = as_role(Role.SYSTEM_ADMIN).post(APPOINT, sent)
    assert answer.status_code == 422
    assert re.search(r'id="id_to_on_error"><p.*?早于起期', answer.content.decode(), re.S)
    assert not Official.objects.exists()
    elsewhere = as_role(Role.SYSTEM_ADMIN, "neighbour").post(APPOINT, sent | {"to_on": ""})
    assert elsewhere.status_code == 422
    assert "您不是“甲示例市司法局”的系统管理员" in elsewhere.content.decode()


def test_of_two_of_one_name_the_post_decides(land: cast.Province, head: Post, as_role: As) -> None:
    other = cast.appointed(cast.official(), land.far)
    admin = as_role(Role.SYSTEM_ADMIN)
    sent = {
        "pk": str(uuid4()),
        "official": "赵示例",
        "organization": "示例处",
        "title": "处长",
        "rank": Rank.DIVISION_CHIEF,
        "from_on": "2026-06-15",
    }
    html = admin.post(APPOINT, sent).content.decode()
    assert "“赵示例（甲示例市司法局局长）”" in html
    assert "“赵示例（乙示例县司法局局长）”" in html
    assert admin.post(APPOINT, sent | {"official": "赵示例（乙示例县司法局局长）"}).status_code == 302
    assert other.official.posts.count() == 2
    assert "赵示例（甲示例市司法局局长）" in page(admin, "/officials/suggest/?official=赵示")


def test_ending_correcting_and_removing_a_post(head: Post, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    here = f"/officials/{head.official_id}"
    post = f"{here}/posts/{head.pk}"
    sent = {"last_day": "2026-06-14", "version": version(admin, f"{post}/end/")}
    stale = sent | {"last_day": "2026-06-13"}
    for _ in range(2):
        assert admin.post(f"{post}/end/", sent).status_code == 302
    refused = admin.post(f"{post}/end/", stale)
    assert refused.status_code == 422
    assert "免职日期由“空”改为“2026-06-14”" in refused.content.decode()
    sent = {
        "title": "局长",
        "rank": Rank.DIVISION_CHIEF,
        "principal": "on",
        "leadership": "on",
        "from_on": "2024-02-01",
        "to_on": "2026-06-14",
        "reason": "文件日期",
        "version": version(admin, f"{post}/change/"),
    }
    assert admin.post(f"{post}/change/", sent).status_code == 302
    head.refresh_from_db()
    assert head.from_on == date(2024, 2, 1)
    assert "<ins>2024-02-01</ins>" in page(admin, f"{here}/")
    sent = {"reason": "录错人", "version": version(admin, f"{post}/remove/")}
    for _ in range(2):
        assert admin.post(f"{post}/remove/", sent).headers["Location"] == f"{here}/"
    html = page(admin, f"{here}/")
    assert "还没有任职记录" in html
    assert "删除误录的任职" in html
    assert "原因：录错人" in html


def test_absences_and_contact_points(land: cast.Province, head: Post, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN, "city")
    here = f"/officials/{head.official_id}"
    sent = {
        "pk": str(uuid4()),
        "from_on": "2026-06-01",
        "to_on": "2026-06-30",
        "reason": "脱产学习",
        "approved_by": "示例市委组织部",
        "approved_on": "2026-06-16",
    }
    refused = admin.post(f"{here}/absences/", sent)
    assert refused.status_code == 422
    assert re.search(r'id="id_approved_on_error"><p.*?尚未到来', refused.content.decode(), re.S)
    for _ in range(2):
        assert admin.post(f"{here}/absences/", sent | {"approved_on": "2026-05-30"}).status_code == 302
    absence = Absence.objects.get()
    assert "离岗中" in page(admin, f"{here}/")
    path = f"{here}/absences/{absence.pk}"
    sent = {"last_day": "2026-06-10", "version": version(admin, f"{path}/end/")}
    for _ in range(2):
        assert admin.post(f"{path}/end/", sent).status_code == 302
    sent = {"reason": "没有去", "version": version(admin, f"{path}/withdraw/")}
    for _ in range(2):
        assert admin.post(f"{path}/withdraw/", sent).status_code == 302
    assert not Absence.objects.exists()

    sent = {"pk": str(uuid4()), "organization": "甲示例县司法局", "from_on": "2026-06-15"}
    for _ in range(2):
        assert admin.post(f"{here}/contact-points/", sent).status_code == 302
    point = ContactPoint.objects.get()
    path = f"{here}/contact-points/{point.pk}/end/"
    assert admin.post(path, {"last_day": "2026-06-20", "version": version(admin, path)}).status_code == 302
    html = page(admin, f"{here}/")
    for act in ("登记离岗", "销假", "撤回离岗", "确定联系点", "结束联系点", "钱示例"):
        assert f"<strong>{act}</strong>" in html or act == "钱示例"


def test_a_name_is_corrected(head: Post, as_role: As) -> None:
    admin = as_role(Role.SYSTEM_ADMIN)
    path = f"/officials/{head.official_id}/rename/"
    sent = {"name": "赵甲示例", "reason": "录入有误", "version": version(admin, path)}
    acts.rename_official(official=head.official, name="赵乙示例", reason="先到", by=OPERATOR, at=cast.NOW)
    refused = admin.post(path, sent)
    assert refused.status_code == 422
    assert "姓名由“赵示例”改为“赵乙示例”" in refused.content.decode()
    sent["version"] = re.findall(r'name="version" value="(\d+)"', refused.content.decode())[0]
    assert admin.post(path, sent).status_code == 302
    head.official.refresh_from_db()
    assert head.official.name == "赵甲示例"
