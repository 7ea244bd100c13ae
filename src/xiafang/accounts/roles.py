"""The roles of the workplace (docs/reference/roles.md)."""

from django.db import models


class Role(models.TextChoices):
    """What somebody comes for; always held at an organization, for a time."""

    LEADER = "leader", "领导干部"
    PETITION_OFFICE = "petition_office", "信访部门"
    LIAISON = "liaison", "信访联络员"
    HANDLER = "handler", "承办人"
    INSPECTOR = "inspector", "督查人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


# 三员分立: nobody holds two of them at a time, wherever.
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
