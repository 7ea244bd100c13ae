"""The ledger is listed without asking all rows of a year, and its matters one by one (ADR 0046).

By due day; or unit by unit where few rows are wanted: what is not done, and what was done late or is exempt.
"""

from django.db import migrations, models
from django.db.models import F, Q

from xiafang.promises.predicates import SEES

ALTER = 'ALTER POLICY "read" ON promises_row USING ({})'


class Migration(migrations.Migration):
    dependencies = [("promises", "0010_discovery_matter")]
    operations = [
        migrations.RunSQL(ALTER.format(SEES), migrations.RunSQL.noop),
        migrations.AddIndex("row", models.Index("year", "due", "id", name="promises_row_due")),
        migrations.AddIndex(
            "row",
            models.Index(
                "organization", "year", "due", name="promises_row_undone", condition=Q(completed_on=None, exempt=False)
            ),
        ),
        migrations.AddIndex(
            "row",
            models.Index(
                "organization",
                "year",
                "due",
                name="promises_row_rare",
                condition=Q(exempt=True) | Q(completed_on__gt=F("due")),
            ),
        ),
    ]
