from django.db import migrations

# Entries and seals are written once. Personal values may be deleted (a person may ask for it) and never changed.
# TRUNCATE is refused as well, except in databases whose name begins with "test_": those belong to the test runner, which empties tables between
# transactional tests. A session may ask for the strict rule there too, and no session can ask for less.
TRIGGERS = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%'
       AND coalesce(current_setting('ipmarket.audit_strict', true), '') <> 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The audit trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_kept BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_unchanged BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_kept BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_personal_unchanged BEFORE UPDATE ON audit_personalvalues FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_personal_kept BEFORE TRUNCATE ON audit_personalvalues FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
TRIGGERS_BACK = """
DROP TRIGGER audit_personal_kept ON audit_personalvalues;
DROP TRIGGER audit_personal_unchanged ON audit_personalvalues;
DROP TRIGGER audit_seal_kept ON audit_seal;
DROP TRIGGER audit_seal_unchanged ON audit_seal;
DROP TRIGGER audit_entry_kept ON audit_entry;
DROP TRIGGER audit_entry_unchanged ON audit_entry;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(sql=TRIGGERS, reverse_sql=TRIGGERS_BACK)]
