from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_context_kept")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="closings",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="停用次数"),
        ),
    ]
