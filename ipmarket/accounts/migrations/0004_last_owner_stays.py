from django.db import migrations

# An organisation that has an owner never loses its last one while it is active or suspended. The check runs at the end of the
# transaction, so that ownership can be handed over in two statements, and takes the organisation's row first: of two transactions that
# each end the other's ownership, the second one waits for the first and then sees what it did.
# What was founded without owner (an institute whose rights were imported) is not held up by it.
TRIGGER = """
CREATE FUNCTION accounts_keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept_state text;
BEGIN
    SELECT state INTO kept_state FROM accounts_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
    IF kept_state IN ('active', 'suspended') AND NOT EXISTS (
        SELECT 1 FROM accounts_membership WHERE organisation_id = OLD.organisation_id AND role = 'owner' AND ends_at IS NULL
    ) THEN
        RAISE EXCEPTION 'An organisation keeps an owner.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_keeps_an_owner', TABLE = 'accounts_membership';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER membership_keeps_an_owner
    AFTER UPDATE OF role, ends_at, organisation_id OR DELETE ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.role = 'owner' AND OLD.ends_at IS NULL)
    EXECUTE FUNCTION accounts_keep_an_owner();
"""
TRIGGER_BACK = """
DROP TRIGGER membership_keeps_an_owner ON accounts_membership;
DROP FUNCTION accounts_keep_an_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_offers_by_address")]

    operations = [migrations.RunSQL(sql=TRIGGER, reverse_sql=TRIGGER_BACK)]
