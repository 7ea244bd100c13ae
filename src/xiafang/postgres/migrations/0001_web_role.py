"""The web role may read and write rows, now and in every table made later; row security says which rows.

It may not change the schema, nor what the database remembers about migrations. What later migrations must narrow
(append-only tables, for example) they revoke themselves.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = """
GRANT USAGE ON SCHEMA public TO {web};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {web};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web};
"""


def give_rights(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(RIGHTS.format(web=schema_editor.quote_name(settings.WEB_ROLE)))


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
