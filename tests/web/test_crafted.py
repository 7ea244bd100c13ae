"""What no browser sends: every answer is one of ours, in Chinese; nothing is written."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from xiafang.accounts.roles import Role
from xiafang.web.acting import DateField
from xiafang.web.typed import day, plain, whole
from xiafang.web.views.matters.fields import IdNumberField

if TYPE_CHECKING:
    from xiafang.accounts.models import User

AsRole = Callable[..., Client]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("17", 17),
        *((other, None) for other in ("", "-1", "1.5", "²", "１２", "٣", " 1", "1\x00")),
        pytest.param("9" * 18, 10**18 - 1, id="the longest"),
        pytest.param("9" * 19, None, id="more than the database takes"),
        pytest.param("9" * 5000, None, id="more than Python reads"),
    ],
)
def test_a_number_is_written_in_plain_digits(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_the_database_takes_all_but_one_character() -> None:
    assert plain("江\x00岸\u202e") == "江岸\u202e"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        *((other, None) for other in ("", "2026-02-29", "２０２６-０２-２８", "0000-01-01", "x", "2026-02-28\x00")),
        *((end, None) for end in ("0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31")),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_a_day_is_written_in_one_way_and_can_be_counted_from(text: str, found: date | None) -> None:
    assert day(text) == found
    field = DateField(required=False)
    if found or not text:
        assert field.clean(text) == found
    else:
        with pytest.raises(ValidationError, match=r"不是有效日期|1900 年至 2100 年"):
            field.clean(text)


def test_the_ends_of_the_calendar_are_no_month_and_no_span(as_role: AsRole) -> None:
    office, auditor = as_role(Role.PETITION_OFFICE, "city"), as_role(Role.AUDIT_ADMIN)
    for end in ("0001-01", "9999-12", "0000-01"):
        assert office.get("/visits/", {"month": end}).status_code == 200, end
        for name in ("first", "last"):
            assert auditor.get("/audit/", {name: f"{end}-31"}).status_code == 200, (name, end)
        for page in ("plan", "record"):
            sent = {"look": "unit", "organization": "甲示例市司法局", "date": f"{end}-31", "on": f"{end}-31"}
            assert office.post(f"/visits/{page}/", sent).status_code == 200, (page, end)


def test_an_account_for_an_official_who_is_not_there(as_role: AsRole) -> None:
    answer = as_role(Role.SYSTEM_ADMIN).post("/users/create/", {"official": "无此人"})
    assert answer.status_code == 422
    assert "没有找到“无此人”" in answer.content.decode()


def test_a_board_asked_for_nonsense_is_the_board_or_none(as_role: AsRole) -> None:
    client = as_role(Role.PETITION_OFFICE, "department")
    for said in ("²", "9" * 5000, "-1", "\x00", "nope"):
        for name in ("year", "duty", "period", "status", "due"):
            assert client.get("/duties/list/", {name: said}).status_code == 200, (name, said)
            assert client.get("/duties/", {name: said}).status_code == 200, (name, said)
        for name in ("unit", "official"):
            assert client.get("/duties/list/", {name: said}).status_code == 404, (name, said)


def test_a_form_that_goes_on_takes_any_character_and_any_length(as_role: AsRole) -> None:
    client = as_role(Role.PETITION_OFFICE, "city")
    for path in ("/visits/plan/", "/visits/record/", "/shortlists/new/"):
        for name in ("organization", "words"):
            answer = client.post(
                path, {"look": "unit", "organization": "甲示例市司法局", name: "示例\x00" + "市 " * 9000}
            )
            assert answer.status_code == 200, (path, name)


def test_a_number_of_an_identity_paper_has_digits(as_role: AsRole) -> None:
    client = as_role(Role.PETITION_OFFICE, "city")
    for number in ("²" * 18, "𐩀" * 18, "1" * 17 + "²", "x\x00"):
        sent = {"petitioners-0-name": "赵示例", "petitioners-0-id_number": number}
        assert client.post("/matters/register/", sent).status_code == 422, number


def test_digits_in_full_width_are_the_same_digits() -> None:
    assert IdNumberField().clean("１１０１０１１９９００３０７７７５８ ") == "110101199003077758"


@pytest.mark.parametrize("where", ["http://[", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, clerk: "User", where: str) -> None:
    answer = client.post(f"/accounts/login/?next={where}", {"login": "zhoushili", "password": "Hulan-Yanzi-27"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("charset", ["utf-7", "gb18030", "utf-16", "nonsense"])
def test_a_form_is_read_as_utf_8_whatever_it_claims(as_role: AsRole, charset: str) -> None:
    client = as_role(Role.SYSTEM_ADMIN)
    what = urlencode({"username": "li", "name": "李示例"})
    claimed = f"application/x-www-form-urlencoded; charset={charset}"
    answer = client.generic("POST", "/users/create/", what, claimed)
    assert answer.status_code == 422
    assert "李示例" in answer.content.decode()


def test_what_is_only_for_a_button_says_so(as_role: AsRole) -> None:
    client = as_role(Role.PETITION_OFFICE, "city")
    for path in ("/matters/register/similar/", f"/imports/{uuid4()}/carry/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST"), path
        assert "请回到原来的页面" in answer.content.decode(), path


def test_old_browsers_are_told_not_to_frame_the_pages(db: None, client: Client) -> None:
    assert client.get("/accounts/login/").headers["X-Frame-Options"] == "DENY"
