"""Events are found by when they were entered, for the audit of every trail."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_event_entered"),
        ("organizations", "0002_row_security"),
        ("visits", "0003_discovery_proposed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(models.F("entered_at"), name="visits_event_entered"),
        ),
    ]
