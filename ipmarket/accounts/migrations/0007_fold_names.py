from typing import Any

from django.db import migrations

from ipmarket.accounts.organisation_names import match_keys

# Organisations that were there before get what their duplicates are found by.


def fold(apps: Any, schema_editor: Any) -> None:
    organisations = apps.get_model("accounts", "Organisation")
    for organisation in organisations.objects.filter(match_keys=[]).order_by("pk").iterator(chunk_size=500):
        names = (organisation.name_en, organisation.name_zh_hant, organisation.name_zh_hans)
        organisation.match_keys = match_keys(names, organisation.registration_number)
        organisation.save(update_fields=["match_keys"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_names_found_again")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
