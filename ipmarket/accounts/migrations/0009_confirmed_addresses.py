"""People who could sign in before the sign-in library came have proven addresses: an operator or a loader had entered them."""

from django.db import migrations


def confirm(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = set(EmailAddress.objects.values_list("user_id", flat=True))
    batch = []
    for user in User.objects.order_by("pk").only("pk", "email").iterator(chunk_size=1000):
        if user.pk not in known:
            batch.append(EmailAddress(user_id=user.pk, email=user.email.lower(), verified=True, primary=True))
        if len(batch) == 1000:
            EmailAddress.objects.bulk_create(batch)
            batch = []
    EmailAddress.objects.bulk_create(batch)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0007_fold_names"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        # Taken back with the library's own tables; the rows alone say nothing about who entered them.
        migrations.RunPython(confirm, migrations.RunPython.noop),
    ]
