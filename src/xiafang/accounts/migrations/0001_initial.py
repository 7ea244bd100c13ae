import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from xiafang.postgres.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    (
                        "username",
                        models.CharField(
                            max_length=64,
                            unique=True,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "\\A[a-z][a-z0-9._-]{1,63}\\Z",
                                    "用户名应为 2 至 64 位小写字母、数字、点、横线或下划线，并以字母开头。",
                                )
                            ],
                            verbose_name="用户名",
                        ),
                    ),
                    ("name", models.CharField(max_length=50, verbose_name="姓名")),
                    ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                    ("created_at", models.DateTimeField(verbose_name="建立时间")),
                    (
                        "official",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="user",
                            to="organizations.official",
                            verbose_name="对应干部",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "用户",
                    "verbose_name_plural": "用户",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("username", django.db.models.functions.text.Lower("username"))),
                            name="accounts_user_lower_case",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RoleGrant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("leader", "领导干部"),
                                ("petition_office", "信访部门"),
                                ("liaison", "信访联络员"),
                                ("handler", "承办人"),
                                ("inspector", "督查人员"),
                                ("system_admin", "系统管理员"),
                                ("security_admin", "安全管理员"),
                                ("audit_admin", "审计管理员"),
                            ],
                            max_length=20,
                            verbose_name="角色",
                        ),
                    ),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="organizations.organization",
                            verbose_name="所在机构",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="用户",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "角色授予",
                    "verbose_name_plural": "角色授予",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                            name="accounts_rolegrant_from_to",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "role__in",
                                    [
                                        "leader",
                                        "petition_office",
                                        "liaison",
                                        "handler",
                                        "inspector",
                                        "system_admin",
                                        "security_admin",
                                        "audit_admin",
                                    ],
                                )
                            ),
                            name="accounts_rolegrant_role",
                        ),
                        models.UniqueConstraint(
                            fields=("user", "role", "organization", "from_on"), name="accounts_rolegrant_once"
                        ),
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="administrators_apart",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (NEW.\"role\" IN ('system_admin', 'security_admin', 'audit_admin'))",
                                func="\n    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT FROM accounts_rolegrant AS other\n         WHERE other.user_id = NEW.user_id AND other.id IS DISTINCT FROM NEW.id\n           AND other.role IN ('system_admin', 'security_admin', 'audit_admin') AND other.role <> NEW.role\n           AND daterange(other.from_on, other.to_on, '[]') && daterange(NEW.from_on, NEW.to_on, '[]')\n    ) THEN\n        RAISE EXCEPTION 'user % would hold two administrator roles at once', NEW.user_id\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_rolegrant_administrators_apart';\n    END IF;\n    RETURN NEW;\n",
                                hash="f93a5b743baf4ef8c742b92210fd1769d755a74f",
                                operation="INSERT OR UPDATE",
                                pgid="pgtrigger_administrators_apart_ef232",
                                table="accounts_rolegrant",
                                when="BEFORE",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "accounts_rolegrantevent" ("from_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "to_on", "user_id") VALUES (NEW."from_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."to_on", NEW."user_id"); RETURN NULL;',
                                hash="0806ebc587a9c4e2fd477474a7392c0f5c427625",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_77ca7",
                                table="accounts_rolegrant",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "accounts_rolegrantevent" ("from_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "to_on", "user_id") VALUES (NEW."from_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."to_on", NEW."user_id"); RETURN NULL;',
                                hash="b08052652ad85a84551a4174f171fe4c3b733353",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_f0e9e",
                                table="accounts_rolegrant",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RoleGrantEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.BigIntegerField()),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("leader", "领导干部"),
                                ("petition_office", "信访部门"),
                                ("liaison", "信访联络员"),
                                ("handler", "承办人"),
                                ("inspector", "督查人员"),
                                ("system_admin", "系统管理员"),
                                ("security_admin", "安全管理员"),
                                ("audit_admin", "审计管理员"),
                            ],
                            max_length=20,
                            verbose_name="角色",
                        ),
                    ),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
                    (
                        "organization",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.organization",
                            verbose_name="所在机构",
                        ),
                    ),
                    (
                        "pgh_context",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="pghistory.context",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="accounts.rolegrant",
                        ),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="用户",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="append_only",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                hash="9e90105cc081df41513a450b44da6f9c22d10503",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_0af7e",
                                table="accounts_rolegrantevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
        )
    ]
