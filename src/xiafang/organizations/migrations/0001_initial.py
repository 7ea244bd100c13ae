import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from xiafang.postgres.operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name="Official",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ],
                options={
                    "verbose_name": "干部",
                    "verbose_name_plural": "干部",
                    "ordering": ["name", "id"],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_officialevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                hash="58ef5c28cab2f6e9ec8221a0bf2fbb041cc9baa0",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_6e13f",
                                table="organizations_official",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "organizations_officialevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                hash="788e78b5cb263aecbc7d3ca2e7997e86aad7ab7d",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_a33d1",
                                table="organizations_official",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_officialevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                                hash="f5ea434f2f9308227b61882356b04e643ca4953f",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_8db5f",
                                table="organizations_official",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Absence",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(verbose_name="至")),
                    ("reason", models.CharField(max_length=200, verbose_name="事由")),
                    ("approved_by", models.CharField(max_length=100, verbose_name="批准人或批准机关")),
                    ("approved_on", models.DateField(verbose_name="批准日期")),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="absences",
                            to="organizations.official",
                            verbose_name="干部",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "批准的离岗",
                    "verbose_name_plural": "批准的离岗",
                    "ordering": ["from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            name="organizations_absence_from_to",
                        )
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_absenceevent" ("approved_by", "approved_on", "from_on", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on") VALUES (NEW."approved_by", NEW."approved_on", NEW."from_on", NEW."id", NEW."official_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."to_on"); RETURN NULL;',
                                hash="72aab9ff88a123b4cc40ec8c8543dff3777e31df",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_b3016",
                                table="organizations_absence",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "organizations_absenceevent" ("approved_by", "approved_on", "from_on", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on") VALUES (NEW."approved_by", NEW."approved_on", NEW."from_on", NEW."id", NEW."official_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."to_on"); RETURN NULL;',
                                hash="ec6176a6aa239cbdf4025ebc92da1e8dcf82fed1",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_5bd35",
                                table="organizations_absence",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_absenceevent" ("approved_by", "approved_on", "from_on", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_on") VALUES (OLD."approved_by", OLD."approved_on", OLD."from_on", OLD."id", OLD."official_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_on"); RETURN NULL;',
                                hash="17e89ac1f8b5ce60e187dc392db1e70b2cd4141b",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_af195",
                                table="organizations_absence",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Organization",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=100, verbose_name="名称")),
                    ("short_name", models.CharField(blank=True, default="", max_length=50, verbose_name="简称")),
                    (
                        "aliases",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=100),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="别名",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("provincial_department", "省司法厅"),
                                ("city_bureau", "市州司法局"),
                                ("county_bureau", "县（市、区）司法局"),
                                ("judicial_office", "司法所"),
                                ("prison_administration", "监狱管理局"),
                                ("prison", "监狱"),
                                ("rehab_administration", "戒毒管理局"),
                                ("rehab_center", "强制隔离戒毒所"),
                                ("division", "内设机构"),
                                ("institution", "直属机构"),
                            ],
                            max_length=30,
                            verbose_name="类别",
                        ),
                    ),
                    (
                        "above",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.UUIDField(), default=list, editable=False, size=None
                        ),
                    ),
                    ("from_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                    (
                        "division_code",
                        models.CharField(blank=True, default="", max_length=6, verbose_name="行政区划代码"),
                    ),
                    (
                        "review_authority",
                        models.CharField(blank=True, default="", max_length=100, verbose_name="复查机关"),
                    ),
                    ("ordinal", models.PositiveIntegerField(default=0, verbose_name="排序")),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="organizations.organization",
                            verbose_name="上级机构",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "机构",
                    "verbose_name_plural": "机构",
                    "ordering": ["ordinal", "name", "id"],
                    "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["above"], name="organizations_above")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            name="organizations_organization_from_to",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "provincial_department",
                                        "city_bureau",
                                        "county_bureau",
                                        "judicial_office",
                                        "prison_administration",
                                        "prison",
                                        "rehab_administration",
                                        "rehab_center",
                                        "division",
                                        "institution",
                                    ],
                                )
                            ),
                            name="organizations_organization_kind",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "provincial_department"), ("parent", None)),
                                models.Q(
                                    models.Q(("kind", "provincial_department"), _negated=True),
                                    ("parent__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="organizations_organization_root",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("division_code", ""), ("division_code__regex", "^\\d{6}$"), _connector="OR"
                            ),
                            name="organizations_organization_division_code",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("kind", "provincial_department")),
                            fields=("kind",),
                            name="organizations_organization_one_department",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("to_on", None)),
                            fields=("parent", "name"),
                            name="organizations_organization_name",
                        ),
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="keep_way",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func="\n    IF TG_OP = 'INSERT' THEN\n        PERFORM pg_advisory_xact_lock_shared(7303014);\n    ELSIF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN\n        PERFORM pg_advisory_xact_lock(7303014);\n    END IF;\n    IF NEW.parent_id IS NULL THEN\n        NEW.above := ARRAY[NEW.id];\n        RETURN NEW;\n    END IF;\n    SELECT parent.above || NEW.id INTO NEW.above\n      FROM organizations_organization AS parent WHERE parent.id = NEW.parent_id;\n    IF NOT FOUND OR NEW.id = NEW.parent_id OR NEW.id = ANY (NEW.above[:cardinality(NEW.above) - 1]) THEN\n        RAISE EXCEPTION 'organization % cannot stand under %: no such organization, or a circle', NEW.id, NEW.parent_id\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_organization_tree';\n    END IF;\n    RETURN NEW;\n",
                                hash="99de74e6364e861f3ce189f3dbc14fbf6cfbcfdc",
                                operation="INSERT OR UPDATE",
                                pgid="pgtrigger_keep_way_9b95d",
                                table="organizations_organization",
                                when="BEFORE",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="pass_down",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition='WHEN (OLD."above" IS DISTINCT FROM (NEW."above"))',
                                func="\n    UPDATE organizations_organization SET parent_id = parent_id WHERE parent_id = NEW.id;\n    RETURN NULL;\n",
                                hash="f6ad085e8947e05adb19ec7a4bbc845ae1409ff7",
                                operation="UPDATE",
                                pgid="pgtrigger_pass_down_8bd7b",
                                table="organizations_organization",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_organizationevent" ("aliases", "division_code", "from_on", "id", "kind", "name", "ordinal", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_authority", "short_name", "to_on") VALUES (NEW."aliases", NEW."division_code", NEW."from_on", NEW."id", NEW."kind", NEW."name", NEW."ordinal", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_authority", NEW."short_name", NEW."to_on"); RETURN NULL;',
                                hash="4a62881dc372d0026f5b4379057d809fe465b552",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_5a753",
                                table="organizations_organization",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."division_code" IS DISTINCT FROM (NEW."division_code") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."ordinal" IS DISTINCT FROM (NEW."ordinal") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."review_authority" IS DISTINCT FROM (NEW."review_authority") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on"))',
                                func='INSERT INTO "organizations_organizationevent" ("aliases", "division_code", "from_on", "id", "kind", "name", "ordinal", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_authority", "short_name", "to_on") VALUES (NEW."aliases", NEW."division_code", NEW."from_on", NEW."id", NEW."kind", NEW."name", NEW."ordinal", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_authority", NEW."short_name", NEW."to_on"); RETURN NULL;',
                                hash="916cd96fbca11274ffed1d61010b3f48577dbe70",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_73a92",
                                table="organizations_organization",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_organizationevent" ("aliases", "division_code", "from_on", "id", "kind", "name", "ordinal", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_authority", "short_name", "to_on") VALUES (OLD."aliases", OLD."division_code", OLD."from_on", OLD."id", OLD."kind", OLD."name", OLD."ordinal", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_authority", OLD."short_name", OLD."to_on"); RETURN NULL;',
                                hash="9992e7cd699f0982a81ebce5c1c93309c86c267b",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_84ac6",
                                table="organizations_organization",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ContactPoint",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contact_points",
                            to="organizations.official",
                            verbose_name="干部",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contact_points",
                            to="organizations.organization",
                            verbose_name="联系单位",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "联系点",
                    "verbose_name_plural": "联系点",
                    "ordering": ["from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            name="organizations_contact_point_from_to",
                        ),
                        models.UniqueConstraint(
                            fields=("official", "organization", "from_on"), name="organizations_contact_point_once"
                        ),
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_contactpointevent" ("from_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on") VALUES (NEW."from_on", NEW."id", NEW."official_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_on"); RETURN NULL;',
                                hash="fbbad953541a9fe40f25341850d46d8d601b85fc",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_2d1dd",
                                table="organizations_contactpoint",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "organizations_contactpointevent" ("from_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on") VALUES (NEW."from_on", NEW."id", NEW."official_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_on"); RETURN NULL;',
                                hash="88c438c9867533524d71a04529f2783758946b64",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_81b37",
                                table="organizations_contactpoint",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_contactpointevent" ("from_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_on") VALUES (OLD."from_on", OLD."id", OLD."official_id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_on"); RETURN NULL;',
                                hash="2b6ade9526a3b13fc6d56de761bb1dff96d65641",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_8204f",
                                table="organizations_contactpoint",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OfficialEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("name", models.CharField(max_length=50, verbose_name="姓名")),
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
                            to="organizations.official",
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
                                hash="796b65d8c363e9f2d34e5bee432883480be476fc",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_d4ccc",
                                table="organizations_officialevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="OrganizationEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("name", models.CharField(max_length=100, verbose_name="名称")),
                    ("short_name", models.CharField(blank=True, default="", max_length=50, verbose_name="简称")),
                    (
                        "aliases",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=100),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="别名",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("provincial_department", "省司法厅"),
                                ("city_bureau", "市州司法局"),
                                ("county_bureau", "县（市、区）司法局"),
                                ("judicial_office", "司法所"),
                                ("prison_administration", "监狱管理局"),
                                ("prison", "监狱"),
                                ("rehab_administration", "戒毒管理局"),
                                ("rehab_center", "强制隔离戒毒所"),
                                ("division", "内设机构"),
                                ("institution", "直属机构"),
                            ],
                            max_length=30,
                            verbose_name="类别",
                        ),
                    ),
                    ("from_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                    (
                        "division_code",
                        models.CharField(blank=True, default="", max_length=6, verbose_name="行政区划代码"),
                    ),
                    (
                        "review_authority",
                        models.CharField(blank=True, default="", max_length=100, verbose_name="复查机关"),
                    ),
                    ("ordinal", models.PositiveIntegerField(default=0, verbose_name="排序")),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.organization",
                            verbose_name="上级机构",
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
                            to="organizations.organization",
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
                                hash="b57d657ff616d824ae4a63d9d1c32f035699505a",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_88049",
                                table="organizations_organizationevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Post",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("title", models.CharField(max_length=100, verbose_name="职务")),
                    (
                        "rank",
                        models.CharField(
                            choices=[
                                ("ministry", "省部级"),
                                ("department_chief", "正厅级"),
                                ("department_deputy", "副厅级"),
                                ("division_chief", "正处级"),
                                ("division_deputy", "副处级"),
                                ("section_chief", "正科级"),
                                ("section_deputy", "副科级"),
                                ("staff", "科员及以下"),
                            ],
                            max_length=20,
                            verbose_name="职级",
                        ),
                    ),
                    ("leadership", models.BooleanField(default=False, verbose_name="领导班子成员")),
                    ("principal", models.BooleanField(default=False, verbose_name="主要负责人")),
                    ("portfolio", models.TextField(blank=True, default="", verbose_name="分工")),
                    ("from_on", models.DateField(verbose_name="任职日期")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="免职日期")),
                    ("ordinal", models.PositiveIntegerField(default=0, verbose_name="排序")),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posts",
                            to="organizations.official",
                            verbose_name="干部",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posts",
                            to="organizations.organization",
                            verbose_name="机构",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "任职",
                    "verbose_name_plural": "任职",
                    "ordering": ["ordinal", "from_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                            ),
                            name="organizations_post_from_to",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "rank__in",
                                    [
                                        "ministry",
                                        "department_chief",
                                        "department_deputy",
                                        "division_chief",
                                        "division_deputy",
                                        "section_chief",
                                        "section_deputy",
                                        "staff",
                                    ],
                                )
                            ),
                            name="organizations_post_rank",
                        ),
                        models.UniqueConstraint(
                            fields=("official", "organization", "title", "from_on"), name="organizations_post_once"
                        ),
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_postevent" ("from_on", "id", "leadership", "official_id", "ordinal", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portfolio", "principal", "rank", "title", "to_on") VALUES (NEW."from_on", NEW."id", NEW."leadership", NEW."official_id", NEW."ordinal", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."portfolio", NEW."principal", NEW."rank", NEW."title", NEW."to_on"); RETURN NULL;',
                                hash="dc8b166d206da7b8be163a3fc804950b35119518",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_bf9fe",
                                table="organizations_post",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "organizations_postevent" ("from_on", "id", "leadership", "official_id", "ordinal", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portfolio", "principal", "rank", "title", "to_on") VALUES (NEW."from_on", NEW."id", NEW."leadership", NEW."official_id", NEW."ordinal", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."portfolio", NEW."principal", NEW."rank", NEW."title", NEW."to_on"); RETURN NULL;',
                                hash="1b7be8d41e61540829d6fbd6f1b116398628f329",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_64069",
                                table="organizations_post",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_postevent" ("from_on", "id", "leadership", "official_id", "ordinal", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portfolio", "principal", "rank", "title", "to_on") VALUES (OLD."from_on", OLD."id", OLD."leadership", OLD."official_id", OLD."ordinal", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."portfolio", OLD."principal", OLD."rank", OLD."title", OLD."to_on"); RETURN NULL;',
                                hash="8e2d225b6d0ea0f3758b9fe2abdbc0c1ba7e00f8",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_e5df4",
                                table="organizations_post",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PostEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("title", models.CharField(max_length=100, verbose_name="职务")),
                    (
                        "rank",
                        models.CharField(
                            choices=[
                                ("ministry", "省部级"),
                                ("department_chief", "正厅级"),
                                ("department_deputy", "副厅级"),
                                ("division_chief", "正处级"),
                                ("division_deputy", "副处级"),
                                ("section_chief", "正科级"),
                                ("section_deputy", "副科级"),
                                ("staff", "科员及以下"),
                            ],
                            max_length=20,
                            verbose_name="职级",
                        ),
                    ),
                    ("leadership", models.BooleanField(default=False, verbose_name="领导班子成员")),
                    ("principal", models.BooleanField(default=False, verbose_name="主要负责人")),
                    ("portfolio", models.TextField(blank=True, default="", verbose_name="分工")),
                    ("from_on", models.DateField(verbose_name="任职日期")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="免职日期")),
                    ("ordinal", models.PositiveIntegerField(default=0, verbose_name="排序")),
                    (
                        "official",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.official",
                            verbose_name="干部",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.organization",
                            verbose_name="机构",
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
                            to="organizations.post",
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
                                hash="84b7cab856d30cfa1e204216efd51e6f5f3a01f5",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_45ed7",
                                table="organizations_postevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="WorkCalendarDay",
                fields=[
                    ("day", models.DateField(primary_key=True, serialize=False, verbose_name="日期")),
                    (
                        "change",
                        models.CharField(
                            choices=[("off", "放假"), ("worked", "上班")], max_length=10, verbose_name="安排"
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("official", "正式"), ("provisional", "暂定")], max_length=20, verbose_name="状态"
                        ),
                    ),
                    ("ground", models.CharField(max_length=200, verbose_name="依据")),
                ],
                options={
                    "verbose_name": "工作日历",
                    "verbose_name_plural": "工作日历",
                    "ordering": ["day"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("change__in", ["off", "worked"])), name="organizations_calendar_change"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("status__in", ["official", "provisional"])),
                            name="organizations_calendar_status",
                        ),
                    ],
                    "triggers": [
                        pgtrigger.compiler.Trigger(
                            name="insert_insert",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_workcalendardayevent" ("change", "day", "ground", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."change", NEW."day", NEW."ground", _pgh_attach_context(), NOW(), \'insert\', NEW."day", NEW."status"); RETURN NULL;',
                                hash="e3a8877037d094455cc396297d787490cb101bfd",
                                operation="INSERT",
                                pgid="pgtrigger_insert_insert_430f8",
                                table="organizations_workcalendarday",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="update_update",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                func='INSERT INTO "organizations_workcalendardayevent" ("change", "day", "ground", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."change", NEW."day", NEW."ground", _pgh_attach_context(), NOW(), \'update\', NEW."day", NEW."status"); RETURN NULL;',
                                hash="adc2c0678a6ab453c8c9ad959b4dea31712cf8b4",
                                operation="UPDATE",
                                pgid="pgtrigger_update_update_e7b7c",
                                table="organizations_workcalendarday",
                                when="AFTER",
                            ),
                        ),
                        pgtrigger.compiler.Trigger(
                            name="delete_delete",
                            sql=pgtrigger.compiler.UpsertTriggerSql(
                                func='INSERT INTO "organizations_workcalendardayevent" ("change", "day", "ground", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (OLD."change", OLD."day", OLD."ground", _pgh_attach_context(), NOW(), \'delete\', OLD."day", OLD."status"); RETURN NULL;',
                                hash="7029dce3377b5de5b200d54c9028499e21aedbed",
                                operation="DELETE",
                                pgid="pgtrigger_delete_delete_60418",
                                table="organizations_workcalendarday",
                                when="AFTER",
                            ),
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="WorkCalendarDayEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("day", models.DateField(serialize=False, verbose_name="日期")),
                    (
                        "change",
                        models.CharField(
                            choices=[("off", "放假"), ("worked", "上班")], max_length=10, verbose_name="安排"
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[("official", "正式"), ("provisional", "暂定")], max_length=20, verbose_name="状态"
                        ),
                    ),
                    ("ground", models.CharField(max_length=200, verbose_name="依据")),
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
                            to="organizations.workcalendarday",
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
                                hash="a5d0786d635d852e183c9d93fd19059492a5a67f",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_d2a0b",
                                table="organizations_workcalendardayevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ContactPointEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(blank=True, null=True, verbose_name="至")),
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
                            to="organizations.contactpoint",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.official",
                            verbose_name="干部",
                        ),
                    ),
                    (
                        "organization",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.organization",
                            verbose_name="联系单位",
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
                                hash="ac18c86c5e5a479a4f816f215d90d5b1dcf45a47",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_66640",
                                table="organizations_contactpointevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AbsenceEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                    ("from_on", models.DateField(verbose_name="自")),
                    ("to_on", models.DateField(verbose_name="至")),
                    ("reason", models.CharField(max_length=200, verbose_name="事由")),
                    ("approved_by", models.CharField(max_length=100, verbose_name="批准人或批准机关")),
                    ("approved_on", models.DateField(verbose_name="批准日期")),
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
                            to="organizations.absence",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="organizations.official",
                            verbose_name="干部",
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
                                hash="7629cca0c144153dc87554efb83c1fcd343a986e",
                                operation="UPDATE OR DELETE",
                                pgid="pgtrigger_append_only_72e93",
                                table="organizations_absenceevent",
                                when="BEFORE",
                            ),
                        )
                    ],
                },
            ),
        )
    ]
