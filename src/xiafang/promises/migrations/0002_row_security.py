"""The web role reads the ledger as far as predicates.py says; only the owner writes it."""

from django.db import migrations

from xiafang.postgres.row_security import Policy, Protect
from xiafang.promises.predicates import SEES


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0001_initial"),
        ("casework", "0002_row_security"),
        ("organizations", "0002_row_security"),
    ]
    operations = [Protect("promises_row", "SELECT", [Policy("read", "SELECT", sees=SEES)])]
