from django.db import migrations

# Names are searched by trigrams. The catalogue's tables use the extension too, so taking this step back leaves it where it is.


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_last_owner_stays")]

    operations = [migrations.RunSQL(sql="CREATE EXTENSION IF NOT EXISTS pg_trgm", reverse_sql=migrations.RunSQL.noop)]
