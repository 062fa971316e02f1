from django.db import migrations

# One notice a statement is enough to wake the relay, however many deliveries were written; PostgreSQL sends it at the commit.
TRIGGER = """
CREATE FUNCTION outbox_wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY ipmarket_outbox;
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_delivery_wakes AFTER INSERT ON outbox_delivery FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake_relay();
"""
TRIGGER_BACK = """
DROP TRIGGER outbox_delivery_wakes ON outbox_delivery;
DROP FUNCTION outbox_wake_relay();
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [migrations.RunSQL(sql=TRIGGER, reverse_sql=TRIGGER_BACK)]
