"""The web role may look into the schema and see which migrations ran; it has no right to any other table.

Every right is given table by table where the table is made (row_security.py), so a table somebody forgot is closed.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements

RIGHTS = """
GRANT USAGE ON SCHEMA public TO {web};
GRANT SELECT ON django_migrations TO {web};
"""


def give_rights(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(RIGHTS.format(web=schema_editor.quote_name(settings.WEB_ROLE)))


class Migration(migrations.Migration):
    dependencies = []
    operations = [RunStatements(give_rights, RunStatements.noop)]
