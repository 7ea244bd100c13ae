"""What stands beside a matter is looked up matter by matter, as limits are since 0006."""

from django.db import migrations

TABLES = (
    "accusation",
    "assignment",
    "demand",
    "escalation",
    "event",
    "extension",
    "grading",
    "involvement",
    "item",
    "opinion",
    "paper",
    "personal",
    "petitioner",
    "proposal",
    "recusal",
    "sponsorship",
    "transfer",
)
# OFFSET keeps the planner from gathering all matters in sight for what belongs to one (ADR 0031).
READ = "EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = casework_{0}.matter_id{1})"
ALTER = 'ALTER POLICY "read" ON casework_{0} USING ({1})'


def _alter(end: str) -> str:
    return ";\n".join(ALTER.format(table, READ.format(table, end)) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_numbered_above")]
    operations = [migrations.RunSQL(_alter(" OFFSET 0"), _alter(""))]
