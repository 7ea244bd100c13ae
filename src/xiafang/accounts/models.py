"""Accounts, and the roles they hold.

Organizations and officials are named as strings here: organizations' acts ask this app who may act, so imports run
from there to here (ADR 0018).
"""

from datetime import date
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from xiafang.accounts.roles import ADMINISTRATORS, Role

USERNAME = RegexValidator(
    r"\A[a-z][a-z0-9._-]{1,63}\Z", "用户名应为 2 至 64 位小写字母、数字、点、横线或下划线，并以字母开头。"
)


def as_kept(typed: str) -> str:
    """Return the user name meant by what somebody typed; failed sign-ins are counted under it, however it is typed."""
    return typed.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Finds users; they are made by `acts.create_user`."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in as `username`, in whatever case it is typed. Raises User.DoesNotExist."""
        return self.get(username=as_kept(username or ""))


# Neither the password nor a sign-in: only that and when a password was set (ADR 0048).
_NOT_KEPT_OF_USER = ["password", "last_login", "created_at", "closings"]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=_NOT_KEPT_OF_USER, append_only=True)
class User(AbstractBaseUser):
    """Somebody who signs in with a name and a password, perhaps the account of an official; one person, one account."""

    username = models.CharField("用户名", max_length=64, unique=True, validators=[USERNAME])
    name = models.CharField("姓名", max_length=50)
    official = models.OneToOneField(
        "organizations.Official", models.PROTECT, null=True, blank=True, related_name="user", verbose_name="对应干部"
    )
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间")
    password_set_at = models.DateTimeField("密码设置时间", null=True, editable=False)
    closings = models.PositiveIntegerField("停用次数", default=0, editable=False)  # ends the sessions from before

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            # Sign-in ignores case, so two accounts must not differ in it alone.
            models.CheckConstraint(condition=Q(username=Lower("username")), name="accounts_user_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Return what a session must have been begun with: a new password and a closing end those from before."""
        return salted_hmac("xiafang.accounts.session", f"{self.closings} {self.password}").hexdigest()

    def get_short_name(self) -> str:
        """Return the Chinese name."""
        return self.name


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants by day."""

    def on(self, day: date) -> Self:
        """Return the grants that hold on `day`."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)

    def overlapping(self, from_on: date, to_on: date | None) -> Self:
        """Return the grants that hold on any day of the period; `to_on` None is for good."""
        found = self.filter(Q(to_on=None) | Q(to_on__gte=from_on))
        return found if to_on is None else found.filter(from_on__lte=to_on)


# Two at once would each not see the other's row, so the user's row is locked first.
_SEPARATE = """
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM accounts_rolegrant AS other
         WHERE other.user_id = NEW.user_id AND other.id IS DISTINCT FROM NEW.id
           AND other.role IN ({roles}) AND other.role <> NEW.role
           AND daterange(other.from_on, other.to_on, '[]') && daterange(NEW.from_on, NEW.to_on, '[]')
    ) THEN
        RAISE EXCEPTION 'user % would hold two administrator roles at once', NEW.user_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_rolegrant_administrators_apart';
    END IF;
    RETURN NEW;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), append_only=True)
class RoleGrant(models.Model):
    """A role held at an organization from a day, both days included; without `to_on` until further notice."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="grants", verbose_name="所在机构"
    )
    from_on = models.DateField("自")
    to_on = models.DateField("至", null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色授予"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="accounts_rolegrant_from_to"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_rolegrant_role"),
            models.UniqueConstraint(fields=["user", "role", "organization", "from_on"], name="accounts_rolegrant_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="administrators_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__role__in=[str(role) for role in ADMINISTRATORS]),
                func=_SEPARATE.format(roles=", ".join(f"'{role}'" for role in ADMINISTRATORS)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
