import common.finding
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0017_calendar_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(max_length=80)),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('is_shared', models.BooleanField(default=False, verbose_name='for everybody')),
                ('search_text', common.finding.FoldedField(of=('name',))),
                ('name_key', common.finding.NameKeyField(of=('name',))),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FirstPage',
            fields=[
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lab.savedview')),
            ],
            options={
                'verbose_name': 'first page',
                'verbose_name_plural': 'first pages',
            },
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(fields=['list', 'owner'], name='view_by_list'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'list', 'name'), name='one_view_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('is_shared', False), _connector='OR'), name='chosen_columns_are_ones_own'),
        ),
    ]
