"""Who did what is said within the transaction that did it, and cannot be rewritten afterwards, not even by the owner.

The histories beside it are append-only; pghistory itself updates a context only while its own transaction runs.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION accounts_keep_context() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.created_at IS DISTINCT FROM transaction_timestamp() OR NEW.created_at IS DISTINCT FROM OLD.created_at THEN
        RAISE EXCEPTION 'who did what is not changed afterwards (%)', OLD.id
            USING ERRCODE = 'insufficient_privilege', TABLE = 'pghistory_context';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON pghistory_context FOR EACH ROW EXECUTE FUNCTION accounts_keep_context();
"""
LEAVE = "DROP TRIGGER kept ON pghistory_context; DROP FUNCTION accounts_keep_context();"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_user_history"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(KEEP, LEAVE)]
