from django.db import migrations

# Looks and verifications are written once, like entries. A look may be deleted when it is seven years old: the limitation period of a contract
# in Hong Kong is six (Cap. 347, section 4), and nothing that is disputed within it is lost by a year more.
TRIGGERS = """
CREATE FUNCTION audit_refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.at >= now() - interval '7 years' THEN
        RAISE EXCEPTION 'The audit trail is append-only: a look is kept for seven years.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER audit_look_unchanged BEFORE UPDATE ON audit_look FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_look_remembered BEFORE DELETE ON audit_look FOR EACH ROW EXECUTE FUNCTION audit_refuse_forgetting();
CREATE TRIGGER audit_look_kept BEFORE TRUNCATE ON audit_look FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_verification_unchanged BEFORE UPDATE OR DELETE ON audit_verification FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_verification_kept BEFORE TRUNCATE ON audit_verification FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
TRIGGERS_BACK = """
DROP TRIGGER audit_verification_kept ON audit_verification;
DROP TRIGGER audit_verification_unchanged ON audit_verification;
DROP TRIGGER audit_look_kept ON audit_look;
DROP TRIGGER audit_look_remembered ON audit_look;
DROP TRIGGER audit_look_unchanged ON audit_look;
DROP FUNCTION audit_refuse_forgetting();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_looks_and_verifications")]

    operations = [migrations.RunSQL(sql=TRIGGERS, reverse_sql=TRIGGERS_BACK)]
