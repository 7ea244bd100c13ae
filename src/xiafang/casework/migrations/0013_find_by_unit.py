"""Matters of units that whoever asks oversees are found by their unit (ADR 0042)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.migrations._finding import FIND
from xiafang.postgres.operations import RunStatements


def replace(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Bring the function up to date, as its owner's member; it keeps owner and grants."""
    schema_editor.execute(FIND, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_read_matter_by_matter")]
    operations = [RunStatements(replace, RunStatements.noop)]
