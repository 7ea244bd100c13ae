"""Which policy pack the ledger was made by; the owner writes it when the ledger is made, everybody may read it."""

from django.db import migrations, models

from xiafang.postgres.row_security import GrantOutside


class Migration(migrations.Migration):
    dependencies = [("promises", "0008_board_of_counts")]
    operations = [
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("pack", models.CharField(max_length=255, verbose_name="参数包")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
            ],
            options={
                "verbose_name": "台账所据参数包",
                "verbose_name_plural": "台账所据参数包",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", True)), name="promises_basis_one_row")
                ],
            },
        ),
        GrantOutside("promises_basis"),
    ]
