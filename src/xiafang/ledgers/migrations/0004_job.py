"""Work beside the requests: a job is its owner's alone; whoever does the work learns which wait, and whose they are."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import MD5, Cast

from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import ASKING_USER, Policy, Protect

MINE = f"ledgers_job.user_id = {ASKING_USER}"
FUNCTION = "ledgers_waiting()"
WAITING = f"""
CREATE FUNCTION {FUNCTION} RETURNS TABLE (job uuid, asking bigint, work text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT id, user_id, work::text FROM ledgers_job WHERE ended_at IS NULL ORDER BY asked_at, id
$$
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say which jobs wait, and whose they are, to a process that asks for nobody yet: ids, and no more."""
    web, definer = (schema_editor.quote_name(role) for role in (settings.WEB_ROLE, settings.DEFINER_ROLE))
    for statement in (
        WAITING,
        f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}",
        f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC",
        f"ALTER FUNCTION {FUNCTION} OWNER TO {definer}",
        f"REVOKE CREATE ON SCHEMA public FROM {definer}",
        f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {web}, CURRENT_USER",
        f"GRANT SELECT (id, user_id, work, asked_at, ended_at) ON ledgers_job TO {definer}",
        f"GRANT UPDATE (found, looked) ON ledgers_upload TO {web}",
    ):
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the function."""
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0003_event"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="found",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="upload",
            name="looked",
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "work",
                    models.CharField(
                        choices=[("look", "核对台账"), ("carry", "导入台账"), ("export", "导出列表")], max_length=10
                    ),
                ),
                ("asked", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(verbose_name="时间")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("stop", models.BooleanField(default=False)),
                ("said", models.CharField(blank=True, max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "已完成"),
                            ("stopped", "已停止"),
                            ("refused", "不能办理"),
                            ("failed", "出错中止"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "upload",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="ledgers.upload"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "后台办理",
                "verbose_name_plural": "后台办理",
                "ordering": ["-asked_at", "id"],
                "indexes": [
                    models.Index(
                        models.F("asked_at"),
                        models.F("id"),
                        condition=models.Q(("ended_at", None)),
                        name="ledgers_job_waiting",
                    ),
                    models.Index(
                        models.F("user"), models.OrderBy(models.F("asked_at"), descending=True), name="ledgers_job_user"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("upload"), condition=models.Q(("ended_at", None)), name="ledgers_job_one_at_a_time"
                    ),
                    models.UniqueConstraint(
                        models.F("user"),
                        MD5(Cast("asked", models.TextField())),
                        condition=models.Q(("ended_at", None), ("upload", None)),
                        name="ledgers_job_export_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("work__in", ["look", "carry", "export"])), name="ledgers_job_work"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("upload", None), ("work", "export")),
                            models.Q(models.Q(("work", "export"), _negated=True), ("upload__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledgers_job_upload",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False), ("outcome__in", ["done", "stopped", "refused", "failed"])
                            ),
                            _connector="OR",
                        ),
                        name="ledgers_job_outcome",
                    ),
                ],
            },
        ),
        Protect(
            "ledgers_job",
            "SELECT, INSERT, UPDATE (tries, rows, total, stop, said, outcome, ended_at), DELETE",
            [
                Policy("read", "SELECT", sees=MINE),
                Policy("ask", "INSERT", writes=MINE),
                Policy("work", "UPDATE", sees=MINE, writes=MINE),
                Policy("discard", "DELETE", sees=MINE),
            ],
        ),
        RunStatements(make, drop),
    ]
