"""What is done with files brought for import: written and read by whoever does it, and read by the audit."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_USER, Policy, Protect
from xiafang.supervision.audit import BEFORE_IMPORTS, FUNCTION

MINE = f"ledgers_event.user_id = {ASKING_USER}"


def read(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the function through which the audit reads every trail read this one as well."""
    definer = schema_editor.quote_name(settings.DEFINER_ROLE)
    schema_editor.execute(FUNCTION, params=None)
    schema_editor.execute(f"GRANT SELECT ON ledgers_event TO {definer}", params=None)


def forget(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let it read what it read before."""
    schema_editor.execute(BEFORE_IMPORTS, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0002_row_security"),
        ("organizations", "0002_row_security"),
        ("supervision", "0004_audit_trail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[("brought", "上传台账"), ("imported", "导入台账"), ("cleared", "删除台账文件")],
                        max_length=10,
                        verbose_name="行为",
                    ),
                ),
                ("upload", models.UUIDField(null=True, verbose_name="上传")),
                ("filename", models.CharField(max_length=200, verbose_name="文件名")),
                ("file", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("said", models.CharField(blank=True, max_length=200, verbose_name="内容")),
                ("entered_at", models.DateTimeField(verbose_name="时间")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账导入经过",
                "verbose_name_plural": "台账导入经过",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(models.F("entered_at"), name="ledgers_event_entered")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["brought", "imported", "cleared"])), name="ledgers_event_act"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file__regex", "^[0-9a-f]{64}$")), name="ledgers_event_file"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="755aab04cc6fb07c75c77ab62f458cd7b4b23ca3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2443d",
                    table="ledgers_event",
                    when="BEFORE",
                ),
            ),
        ),
        Protect(
            "ledgers_event",
            "SELECT, INSERT",
            [Policy("read", "SELECT", sees=MINE), Policy("enter", "INSERT", writes=MINE)],
        ),
        RunStatements(read, forget),
    ]
