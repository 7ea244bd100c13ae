"""The mark that a database holds the demo province and nothing real."""

from django.db import models


class Demo(models.Model):
    """The demo's day and seed, one row. Without it no demo is loaded into a database that holds organizations."""

    only = models.BooleanField(primary_key=True, default=True)
    day = models.DateField("演示日")
    seed = models.PositiveIntegerField("种子")

    class Meta:
        verbose_name = verbose_name_plural = "演示"
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="demo_demo_one_row")]

    def __str__(self) -> str:
        return f"{self.day}（种子 {self.seed}）"
