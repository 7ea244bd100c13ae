"""Organizations, officials and posts: read by all who are signed in, changed by their system administrators.

The calendar is the province's: only system administrators of the department change it.
"""

from django.db import migrations

from xiafang.postgres.row_security import SIGNED_IN, Policy, Protect, setting, within

ADMIN = "as_system_admin"
SOMEWHERE = f"cardinality({setting(ADMIN)}) > 0"
OF_DEPARTMENT = (
    "EXISTS (SELECT FROM organizations_organization AS unit "
    f"WHERE unit.parent_id IS NULL AND unit.id = ANY ({setting(ADMIN)}))"
)
READ = Policy("read", "SELECT", sees=SIGNED_IN)


def over_official(column: str) -> str:
    """A post of the official's stands under one's administration; one without any post yet is anybody's to complete."""
    return (  # our own words
        "EXISTS (SELECT FROM organizations_post AS post JOIN organizations_organization AS unit "
        "ON unit.id = post.organization_id "
        f"WHERE post.official_id = {column} AND unit.above && {setting(ADMIN)}) "
        f"OR ({SOMEWHERE} AND NOT EXISTS (SELECT FROM organizations_post AS post WHERE post.official_id = {column}))"
    )


def table(name: str, grants: str, rule: str) -> Protect:
    """Read by all who are signed in; each further right under `rule`, which holds before and after."""
    policies = [READ]
    if "INSERT" in grants:
        policies.append(Policy("add", "INSERT", writes=rule))
    if "UPDATE" in grants:
        policies.append(Policy("change", "UPDATE", sees=rule, writes=rule))
    if "DELETE" in grants:
        policies.append(Policy("remove", "DELETE", sees=rule))
    return Protect(f"organizations_{name}", grants, policies)


def history(name: str) -> Protect:
    """Written by the triggers of the table itself, in the name of whoever changed it."""
    policies = [READ, Policy("add", "INSERT", writes=SIGNED_IN)]
    return Protect(f"organizations_{name}event", "SELECT, INSERT", policies)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("postgres", "0001_web_role")]
    operations = [
        table("organization", "SELECT, INSERT, UPDATE", f"above && {setting(ADMIN)}"),
        Protect(
            "organizations_official",
            "SELECT, INSERT, UPDATE",
            [
                READ,
                Policy("add", "INSERT", writes=SOMEWHERE),
                Policy(
                    "change",
                    "UPDATE",
                    sees=over_official("organizations_official.id"),
                    writes=SOMEWHERE,
                ),
            ],
        ),
        table("post", "SELECT, INSERT, UPDATE, DELETE", within("organization_id", ADMIN)),
        table(
            "absence",
            "SELECT, INSERT, UPDATE, DELETE",
            over_official("organizations_absence.official_id"),
        ),
        table("contactpoint", "SELECT, INSERT, UPDATE", over_official("organizations_contactpoint.official_id")),
        table("workcalendarday", "SELECT, INSERT, UPDATE, DELETE", OF_DEPARTMENT),
        *(history(name) for name in ("organization", "official", "post", "absence", "contactpoint", "workcalendarday")),
    ]
