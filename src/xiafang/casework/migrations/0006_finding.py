"""Open matters have an index of their own, counting needs no order, and a limit is looked up matter by matter."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework import life
from xiafang.casework.migrations._finding import FIND
from xiafang.postgres.operations import RunStatements

# OFFSET keeps the planner from gathering all matters in sight for fifty limits.
READ = "EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = casework_due.matter_id{})"
ALTER = 'ALTER POLICY "read" ON casework_due USING ({})'


def replace(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Bring the function up to date, as its owner's member; it keeps owner and grants."""
    schema_editor.execute(FIND, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_matter_visit")]
    operations = [
        migrations.AddIndex(
            "matter",
            models.Index(
                models.F("received_on").desc(),
                "id",
                condition=models.Q(state__in=[str(state) for state in life.OPEN]),
                name="casework_matter_open",
            ),
        ),
        migrations.RunSQL(
            ALTER.format(READ.format(" OFFSET 0")),
            ALTER.format(READ.format("")),
        ),
        RunStatements(replace, RunStatements.noop),
    ]
