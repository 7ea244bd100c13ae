from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Demo",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="演示日")),
                ("seed", models.PositiveIntegerField(verbose_name="种子")),
            ],
            options={
                "verbose_name": "演示",
                "verbose_name_plural": "演示",
                "constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="demo_demo_one_row")],
            },
        ),
    ]
