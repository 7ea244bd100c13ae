"""What was done to an account: by whom and when, for good, and never the password (ADR 0048)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

import cast
from xiafang.accounts import acts
from xiafang.accounts.models import User
from xiafang.accounts.rights import OPERATOR
from xiafang.accounts.roles import Role
from xiafang.accounts.standing import identify

NEW = "Lianhua-Hupan-38"
UserEvent: Any = User.pgh_event_model  # type: ignore[attr-defined]


@pytest.fixture
def admin(land: cast.Province) -> User:
    return cast.user("admin", (Role.SYSTEM_ADMIN, land.department))


def done(user: User) -> list[tuple[str, int | None]]:
    rows = UserEvent.objects.filter(id=user.pk).select_related("pgh_context").order_by("pgh_id")
    return [(row.pgh_context.metadata["act"], row.pgh_context.metadata["user"]) for row in rows if row.pgh_context]


def test_each_act_leaves_one_entry(land: cast.Province, admin: User) -> None:
    made = acts.create_user(username="newcomer", name="新示例", password=NEW, by=admin, at=cast.NOW)
    acts.deactivate(user=made, by=admin, at=cast.NOW)
    acts.deactivate(user=made, by=admin, at=cast.NOW)  # again changes nothing
    acts.activate(user=made, by=OPERATOR, at=cast.NOW)
    acts.reset_password(user=made, password="Hulan-Yanzi-27", by=admin, at=cast.NOW + timedelta(hours=1))
    assert done(made) == [
        ("create_user", admin.pk),
        ("deactivate", admin.pk),
        ("activate", None),
        ("reset_password", admin.pk),
    ]


def test_the_password_is_nowhere_in_it(land: cast.Province, admin: User) -> None:
    made = acts.create_user(username="newcomer", name="新示例", password=NEW, by=admin, at=cast.NOW)
    assert "password" not in {field.name for field in UserEvent._meta.fields}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row::text, '') FROM accounts_userevent AS row")
        kept = cursor.fetchone()[0]
    assert made.password not in kept
    assert NEW not in kept


def test_signing_in_and_ones_own_password(land: cast.Province, admin: User, client: Client) -> None:
    made = acts.create_user(username="newcomer", name="新示例", password=NEW, by=admin, at=cast.NOW)
    client.post("/accounts/login/", {"login": "newcomer", "password": NEW})
    assert done(made) == [("create_user", admin.pk)]
    changed = {"oldpassword": NEW, "password1": "Hulan-Yanzi-27", "password2": "Hulan-Yanzi-27"}
    assert client.post("/accounts/password/", changed).status_code == 302
    assert done(made) == [("create_user", admin.pk), ("change_password", made.pk)]
    made.refresh_from_db()
    assert made.check_password("Hulan-Yanzi-27")


def test_nobody_changes_the_history_and_only_administrators_read_it(
    land: cast.Province, admin: User, web_role: Callable[..., Any]
) -> None:
    clerk = cast.user("clerk", (Role.PETITION_OFFICE, land.department))
    for statement in ("DELETE FROM accounts_userevent", "UPDATE accounts_userevent SET name = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with web_role():
        identify(clerk, on=cast.DAY)
        assert not UserEvent.objects.exists()
        identify(admin, on=cast.DAY)
        assert UserEvent.objects.exists()
        # The triggers write it in the name of whoever does the act.
        acts.deactivate(user=clerk, by=admin, at=cast.NOW)
        assert done(clerk)[-1] == ("deactivate", admin.pk)


def test_who_did_it_cannot_be_rewritten_afterwards(db: None, web_role: Any) -> None:
    """pghistory updates a context while its own transaction runs, so the web role has the right to; later nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pghistory_context (id, metadata, created_at, updated_at) "
            "VALUES (gen_random_uuid(), '{\"user\": 1}', '2026-01-05', '2026-01-05')"
        )
    change = "UPDATE pghistory_context SET metadata = '{\"user\": 2}'"
    with (
        pytest.raises(DatabaseError, match="not changed afterwards"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    with pytest.raises(DatabaseError, match="not changed afterwards"), web_role(), connection.cursor() as cursor:
        cursor.execute(change)
