"""An upload is its owner's alone; nobody deletes one once it was imported."""

from django.db import migrations

from xiafang.postgres.row_security import ASKING_USER, Policy, Protect

MINE = f"ledgers_upload.user_id = {ASKING_USER}"


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0001_initial"),
        ("accounts", "0002_row_security"),
        ("postgres", "0001_web_role"),
    ]
    operations = [
        Protect(
            "ledgers_upload",
            "SELECT, INSERT, UPDATE (answers, done_at, counts), DELETE",
            [
                Policy("read", "SELECT", sees=MINE),
                Policy("bring", "INSERT", writes=MINE),
                Policy("work", "UPDATE", sees=f"{MINE} AND done_at IS NULL", writes=MINE),
                Policy("discard", "DELETE", sees=f"{MINE} AND done_at IS NULL"),
            ],
        ),
    ]
