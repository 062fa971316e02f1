from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patents", "0001_initial")]

    operations = [
        migrations.AddIndex("right", models.Index(fields=["-updated_at", "-id"], name="right_by_change_for_people")),
        migrations.AddIndex("right", models.Index(fields=["ref", "id"], name="right_by_ref_for_people")),
        migrations.AddIndex(
            "productiontechnology", models.Index(fields=["-updated_at", "-id"], name="technology_by_change_for_all")
        ),
    ]
