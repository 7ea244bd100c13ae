"""What matters are found by (ADR 0042), and the limit that binds them now, which the duty ledger writes."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.migrations._finding import FIND
from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import Policy, Protect

# Every pair of neighbouring characters, once. A last character of a word stands alone, so that it can be looked for.
PAIRS = r"""
CREATE FUNCTION casework_pairs(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT one || CASE WHEN next IN (' ', E'\n') THEN '' ELSE coalesce(next, '') END), '{}'))
      FROM unnest(string_to_array(body, NULL), (string_to_array(body, NULL))[2:]) AS pair (one, next)
     WHERE one NOT IN (' ', E'\n')
$$;
"""

# Quoted lexemes, all of them wanted; a word of one character is the beginning of a pair.
QUERY = r"""
CREATE FUNCTION casework_pairs_of(words text[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(DISTINCT '''' || replace(replace(pair, E'\\', E'\\\\'), '''', '''''') || '''' || mark, ' & ')::tsquery
      FROM unnest(words) AS word,
           LATERAL (SELECT substr(word, n, 2) AS pair, CASE WHEN length(word) = 1 THEN ':*' ELSE '' END AS mark
                      FROM generate_series(1, greatest(length(word) - 1, 1)) AS n) AS pairs
$$;
"""

FUNCTION = "casework_find(text[], jsonb, integer)"
READ = ("casework_matter", "casework_item", "casework_sponsorship", "casework_proposal", "casework_due")


def make_function(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    web, definer = (schema_editor.quote_name(role) for role in (settings.WEB_ROLE, settings.DEFINER_ROLE))

    def run(sql: str) -> None:
        schema_editor.execute(sql, params=None)

    run(FIND)
    run(f"GRANT USAGE, CREATE ON SCHEMA public TO {definer}")
    run(f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC")
    run(f"ALTER FUNCTION {FUNCTION} OWNER TO {definer}")
    run(f"REVOKE CREATE ON SCHEMA public FROM {definer}")
    run(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {web}, CURRENT_USER")
    for table in READ:
        run(f"GRANT SELECT ON {table} TO {definer}")


def drop_function(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP FUNCTION {FUNCTION}", params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_row_security")]
    operations = [
        migrations.AddField("matter", "search_text", models.TextField(default="", editable=False)),
        migrations.RunSQL(
            # Both texts lie beside the row, so that lists do not carry them along.
            "ALTER TABLE casework_matter ADD COLUMN search_words tsvector NOT NULL DEFAULT '',"
            " ALTER COLUMN search_words SET STORAGE EXTERNAL, ALTER COLUMN search_text SET STORAGE EXTERNAL,"
            " SET (toast_tuple_target = 1024)",
            "ALTER TABLE casework_matter DROP COLUMN search_words",
        ),
        migrations.RunSQL(PAIRS, "DROP FUNCTION casework_pairs"),
        migrations.RunSQL(QUERY, "DROP FUNCTION casework_pairs_of"),
        migrations.RunSQL(
            "CREATE INDEX casework_matter_words ON casework_matter USING gin (search_words) WITH (gin_pending_list_limit = 256)",
            "DROP INDEX casework_matter_words",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="matter",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.search_words := casework_pairs(NEW.search_text); RETURN NEW;",
                    hash="ece44490c190f4b37bdaf63d82641272831ca6e0",
                    operation='INSERT OR UPDATE OF "search_text"',
                    pgid="pgtrigger_keep_words_ac955",
                    table="casework_matter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(models.F("year").desc(), models.F("serial").desc(), "id", name="casework_matter_numbered"),
        ),
        migrations.CreateModel(
            "Due",
            [
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="due",
                        serialize=False,
                        to="casework.matter",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="期限")),
                ("duty", models.CharField(max_length=40, verbose_name="职责")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
            ],
            {
                "verbose_name": "现行期限",
                "verbose_name_plural": "现行期限",
                "indexes": [models.Index("due_on", "matter", name="casework_due_soonest")],
            },
        ),
        Protect(
            "casework_due",
            "SELECT",
            [
                Policy(
                    "read",
                    "SELECT",
                    sees="EXISTS (SELECT FROM casework_matter AS matter WHERE matter.id = casework_due.matter_id)",
                )
            ],
        ),
        RunStatements(make_function, drop_function),
    ]
