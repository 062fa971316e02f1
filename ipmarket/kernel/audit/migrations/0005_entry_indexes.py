from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # An index on a long trail takes minutes; writers must not wait for it.
    atomic = False

    dependencies = [("audit", "0004_looks_append_only")]

    operations = [
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(fields=['at', 'id'], name='audit_entry_at'),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(fields=['actor_id', 'at', 'id'], name='audit_entry_actor'),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(fields=['organisation_id', 'at', 'id'], name='audit_entry_organisation'),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(fields=['action', 'at', 'id'], name='audit_entry_action', opclasses=['varchar_pattern_ops', 'timestamptz_ops', 'int8_ops']),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(condition=models.Q(('request_id', ''), _negated=True), fields=['request_id'], name='audit_entry_request'),
        ),
    ]
