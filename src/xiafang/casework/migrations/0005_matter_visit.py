from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_external_number")]
    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.F("visit"), name="casework_matter_visit", condition=models.Q(("visit__isnull", False))
            ),
        ),
    ]
