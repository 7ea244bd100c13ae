"""The ledger is kept by the acts themselves, as a role that reads ids, days and codes (ADR 0040).

What stands in the ledger is made anew by the next `roll`, which a server begins with.
"""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiafang.postgres.operations import RunStatements
from xiafang.postgres.row_security import LedgerReads

READS = {
    "organizations_organization": "id kind parent_id above from_on to_on",
    "organizations_official": "id",
    "organizations_post": "id official_id organization_id rank leadership principal from_on to_on",
    "organizations_absence": "id official_id from_on to_on",
    "organizations_workcalendarday": "day change status",
    "casework_matter": "id state responsible_id kind path visit handling disposition received_on told_on accepted_on "
    "replied_on closed_on resolved_on returned_on",
    "casework_grading": "id matter_id ordinal grade on",
    "casework_extension": "matter_id approved_on approved_by_id days",
    "casework_sponsorship": "id matter_id official_id from_on to_on",
    "casework_escalation": "id matter_id kind on ordered_on follow_up_official_id follow_up_on",
    "casework_opinion": "escalation_id matter_id approved_by_id on justified",
    "visits_visit": "id organization_id leaders mode date status cancelled_on scheduled_on received target_source "
    "voided_at",
    "visits_visitmatter": "id visit_id matter_id ordinal absent",
    "visits_shortlist": "id organization_id issued_on voided_at",
    "visits_entry": "id shortlist_id matter_id ordinal",
    "visits_notice": "id visit_id matter_id sent_on voided_at",
    "visits_discovery": "id visit_id kind found_on reported_on proposed voided_at",
    "visits_notification": "id discovery_id organization_id role on",
    "visits_letter": "id official_id received_on read_on replied_on voided_at",
    "supervision_agreement": "id year superior_id subordinate_id signed_on voided_at",
    "supervision_plan": "id year organization_id filed_on voided_at",
    "supervision_inspection": "id kind on organization_id voided_at",
    "supervision_inspectionfinding": "id inspection_id official_id kind confirmed_on voided_at",
    "supervision_sanction": "id finding_id kind sanctioned_on voided_at",
    "supervision_bulletin": "id half issued_on voided_at",
    "supervision_assessment": "id year organization_id completed_on voided_at",
}


def let_in(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ledger = schema_editor.quote_name(settings.LEDGER_ROLE)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {ledger}",
        f'CREATE POLICY "ledger" ON promises_row TO {ledger} USING (true) WITH CHECK (true)',
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON promises_row TO {ledger}",
    ):
        schema_editor.execute(statement, params=None)


def let_out(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ledger = schema_editor.quote_name(settings.LEDGER_ROLE)
    schema_editor.execute('DROP POLICY "ledger" ON promises_row', params=None)
    schema_editor.execute(f"REVOKE ALL ON promises_row FROM {ledger}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0003_due"),
        ("casework", "0005_matter_visit"),
        ("organizations", "0002_row_security"),
        ("supervision", "0002_row_security"),
        ("visits", "0003_discovery_proposed"),
    ]
    operations = [
        migrations.RunSQL("DELETE FROM promises_row", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="row",
            name="root",
            field=models.UUIDField(default=uuid.UUID(int=0), editable=False, verbose_name="对象编号"),
            preserve_default=False,
        ),
        migrations.AddIndex(model_name="row", index=models.Index(models.F("root"), name="promises_row_root")),
        *(LedgerReads(table, *columns.split()) for table, columns in READS.items()),
        RunStatements(let_in, let_out),
    ]
