"""The word of a state: a matter returns after it was closed, resolved or not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_event_entered"),
    ]

    operations = [
        migrations.AlterField(
            model_name="matter",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "已登记"),
                    ("supplement", "待补充材料"),
                    ("transferred", "已转送"),
                    ("objected", "异议待决"),
                    ("accepted", "已受理"),
                    ("in_progress", "办理中"),
                    ("answered", "已答复"),
                    ("closed", "已办结"),
                    ("resolved", "已化解"),
                    ("returned", "办结后再访"),
                    ("declined", "不予受理"),
                    ("withdrawn", "已撤回"),
                    ("voided", "已作废"),
                    ("merged", "已并案"),
                ],
                default="received",
                max_length=24,
                verbose_name="状态",
            ),
        ),
    ]
