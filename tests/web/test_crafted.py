"""What no browser sends: every answer is one of ours, in Chinese; nothing is written."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from xiafang.accounts.roles import Role
from xiafang.web.typed import plain, whole
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
