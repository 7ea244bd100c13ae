"""What matters are found by (ADR 0042), and the limit that binds them now, which the duty ledger writes."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.casework.predicates import DIRECT, MINE, OWN, sees
from xiafang.postgres.row_security import ASKING_OFFICIAL, ASKING_USER, Policy, Protect, setting

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

ME = f"lpad(to_hex({ASKING_USER}), 32, '0')::uuid"
OFFICES = f"({setting('as_petition_office')} || {DIRECT})"

FIND = rf"""
CREATE FUNCTION casework_find(words text[], asked jsonb, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
    mine uuid[] := {MINE};
    own uuid[] := {OWN};
    me uuid := {ME};
    official uuid := {ASKING_OFFICIAL};
    account bigint := {ASKING_USER};
    offices uuid[] := {OFFICES};
    units uuid[];
    wanted text := '{sees("m", "$1", "$2")}';
    joined text := '';
    forwards boolean := NOT coalesce((asked ->> 'backwards')::boolean, false);
    key jsonb := asked -> 'beyond';
    ordered text;
BEGIN
    IF account IS NULL THEN
        RETURN;
    END IF;
    IF cardinality(words) > 0 THEN
        wanted := wanted || ' AND m.search_words @@ $3 AND (SELECT bool_and(strpos(m.search_text, word) > 0) FROM unnest($4) AS word)';
    END IF;
    IF asked ? 'units' THEN
        SELECT array_agg(unit.id) INTO units FROM organizations_organization AS unit
         WHERE unit.above && ARRAY(SELECT jsonb_array_elements_text(asked -> 'units'))::uuid[];
        wanted := wanted || ' AND m.responsible_id = ANY ($6)';
    END IF;
    wanted := wanted
        || CASE WHEN asked ? 'states' THEN ' AND m.state = ANY (ARRAY(SELECT jsonb_array_elements_text($5 -> ''states'')))' ELSE '' END
        || CASE WHEN asked ? 'kind' THEN ' AND m.kind = $5 ->> ''kind''' ELSE '' END
        || CASE WHEN asked ? 'grade' THEN ' AND m.grade = $5 ->> ''grade''' ELSE '' END
        || CASE WHEN asked ? 'topic' THEN ' AND starts_with(m.topic, $5 ->> ''topic'')' ELSE '' END
        || CASE WHEN asked ? 'flag' THEN ' AND ($5 ->> ''flag'') = ANY (m.flags)' ELSE '' END
        || CASE WHEN asked ? 'since' THEN ' AND m.received_on >= ($5 ->> ''since'')::date' ELSE '' END
        || CASE WHEN asked ? 'until' THEN ' AND m.received_on <= ($5 ->> ''until'')::date' ELSE '' END
        || CASE WHEN asked ? 'channel' THEN ' AND EXISTS (SELECT FROM casework_item AS item WHERE item.matter_id = m.id AND item.channel = $5 ->> ''channel'')' ELSE '' END
        || CASE asked ->> 'mine'
               WHEN 'handling' THEN ' AND m.seen_by && ARRAY[$7] AND m.handlers && ARRAY[$7]'
               WHEN 'sponsoring' THEN ' AND m.seen_by && ARRAY[$8] AND EXISTS (SELECT FROM casework_sponsorship AS s WHERE s.matter_id = m.id AND s.official_id = $8 AND s.to_on IS NULL)'
               WHEN 'confirming' THEN ' AND m.worked_by && $10 AND m.id IN (SELECT p.matter_id FROM casework_proposal AS p WHERE p.decided_on IS NULL AND p.proposed_by_id IS DISTINCT FROM $9)'
               ELSE '' END;
    IF asked ->> 'order' = 'due' OR asked ?| ARRAY['due_before', 'due_since'] THEN
        joined := ' JOIN casework_due AS d ON d.matter_id = m.id';
        wanted := wanted
            || CASE WHEN asked ? 'due_before' THEN ' AND d.due_on < ($5 ->> ''due_before'')::date' ELSE '' END
            || CASE WHEN asked ? 'due_since' THEN ' AND d.due_on >= ($5 ->> ''due_since'')::date' ELSE '' END;
    END IF;
    -- The first condition of each key lets the index begin where the page begins; the others settle equal days.
    CASE asked ->> 'order'
        WHEN 'due' THEN
            ordered := CASE WHEN forwards THEN 'd.due_on, d.matter_id' ELSE 'd.due_on DESC, d.matter_id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || CASE WHEN forwards THEN ' AND (d.due_on, d.matter_id) > ' ELSE ' AND (d.due_on, d.matter_id) < ' END
                    || '(($5 -> ''beyond'' ->> 0)::date, ($5 -> ''beyond'' ->> 1)::uuid)';
            END IF;
        WHEN 'number' THEN
            ordered := CASE WHEN forwards THEN 'm.year DESC, m.serial DESC, m.id' ELSE 'm.year, m.serial, m.id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || replace(CASE WHEN forwards
                    THEN ' AND (m.year, m.serial) <= KEY AND ((m.year, m.serial) < KEY OR m.id > ($5 -> ''beyond'' ->> 2)::uuid)'
                    ELSE ' AND (m.year, m.serial) >= KEY AND ((m.year, m.serial) > KEY OR m.id < ($5 -> ''beyond'' ->> 2)::uuid)' END,
                    'KEY', '(($5 -> ''beyond'' ->> 0)::int, ($5 -> ''beyond'' ->> 1)::int)');
            END IF;
        ELSE
            ordered := CASE WHEN forwards THEN 'm.received_on DESC, m.id' ELSE 'm.received_on, m.id DESC' END;
            IF key IS NOT NULL THEN
                wanted := wanted || replace(CASE WHEN forwards
                    THEN ' AND m.received_on <= KEY AND (m.received_on < KEY OR m.id > ($5 -> ''beyond'' ->> 1)::uuid)'
                    ELSE ' AND m.received_on >= KEY AND (m.received_on > KEY OR m.id < ($5 -> ''beyond'' ->> 1)::uuid)' END,
                    'KEY', '($5 -> ''beyond'' ->> 0)::date');
            END IF;
    END CASE;
    RETURN QUERY EXECUTE format('SELECT m.id FROM casework_matter AS m%s WHERE %s ORDER BY %s LIMIT %s', joined, wanted, ordered, most)
        USING mine, own, casework_pairs_of(words), words, asked, units, me, official, account, offices;
END $$;
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
        migrations.RunPython(make_function, drop_function),
    ]
