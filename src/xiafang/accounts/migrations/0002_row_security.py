"""Roles: read before anybody is known (that is how one gets known), given by security administrators, never to oneself.

Accounts and sessions hold no case data and stand outside row security; what the web role may do there is said here.
"""

from django.db import migrations

from xiafang.postgres.row_security import ASKING_USER, OUTSIDE, SIGNED_IN, GrantOutside, Policy, Protect, within

GIVEN = f"user_id <> {ASKING_USER} AND {within('organization_id', 'as_security_admin')}"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("organizations", "0002_row_security"),
        ("postgres", "0001_web_role"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("demo", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        Protect(
            "accounts_rolegrant",
            "SELECT, INSERT, UPDATE",
            [
                Policy("read", "SELECT", sees="true"),
                Policy("give", "INSERT", writes=GIVEN),
                Policy("end", "UPDATE", sees=GIVEN, writes=GIVEN),
            ],
        ),
        Protect(
            "accounts_rolegrantevent",
            "SELECT, INSERT",
            [Policy("read", "SELECT", sees=SIGNED_IN), Policy("add", "INSERT", writes=SIGNED_IN)],
        ),
        GrantOutside(*OUTSIDE),
    ]
