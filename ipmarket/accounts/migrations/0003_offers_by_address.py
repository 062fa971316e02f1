import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_people_and_organisations'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('zh-Hant', '繁體中文（香港）'), ('zh-Hans', '简体中文')], default='en', max_length=7),
        ),
        migrations.AddField(
            model_name='mandate',
            name='email',
            field=models.EmailField(blank=True, default='', max_length=254),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='mandate',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'zh-Hant', 'zh-Hans'])), name='invitation_language_known'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('state__in', ['active', 'ended']), _negated=True), _connector='OR'), name='mandate_held_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'active']), models.Q(('email', ''), _negated=True)), fields=('organisation', 'email'), name='mandate_one_open_per_address'),
        ),
    ]
