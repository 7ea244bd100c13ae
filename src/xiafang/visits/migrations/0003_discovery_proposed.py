from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_row_security")]
    operations = [
        migrations.AddField(
            model_name="discovery",
            name="proposed",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.ExpressionWrapper(models.Q(("proposal", ""), _negated=True), models.BooleanField()),
                output_field=models.BooleanField(verbose_name="附对策建议"),
            ),
        ),
    ]
