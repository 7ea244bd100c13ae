"""The ledger's role reads in which matter a discovery was made: such a row is seen with its matter."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements


def _let(given: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ledger = schema_editor.quote_name(settings.LEDGER_ROLE)
    schema_editor.execute(given.format(ledger=ledger), params=None)


def let_read(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _let("GRANT SELECT (matter_id) ON visits_discovery TO {ledger}", schema_editor)


def let_go(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _let("REVOKE SELECT (matter_id) ON visits_discovery FROM {ledger}", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("promises", "0009_basis")]
    operations = [RunStatements(let_read, let_go)]
