"""Records of supervision are seen and written as predicates.py says; of a row that is there, only voiding is written."""

from django.db import migrations

from xiafang.postgres.row_security import AppendOnly, Policy, Protect
from xiafang.supervision.predicates import SEES, SEES_EVENT, WRITES, WRITES_EVENT


def table(name: str) -> Protect:
    policies = [
        Policy("read", "SELECT", sees=SEES[name]),
        Policy("enter", "INSERT", writes=f"voided_at IS NULL AND ({WRITES[name]})"),
        Policy("void", "UPDATE", sees=WRITES[name], writes=WRITES[name]),
    ]
    return Protect(f"supervision_{name}", "SELECT, INSERT, UPDATE (voided_at, void_reason)", policies)


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0001_initial"),
        ("accounts", "0002_row_security"),
        ("organizations", "0002_row_security"),
        ("postgres", "0001_web_role"),
    ]
    operations = [
        *(table(name) for name in SEES),
        Protect(
            "supervision_event",
            "SELECT, INSERT",
            [Policy("read", "SELECT", sees=SEES_EVENT), Policy("add", "INSERT", writes=WRITES_EVENT)],
        ),
        AppendOnly("supervision_event"),
    ]
