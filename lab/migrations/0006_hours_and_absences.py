import datetime
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.fields
import common.numbering


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0005_record_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeekdayHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], editable=False, unique=True, verbose_name='weekday')),
                ('is_open', models.BooleanField(default=True, verbose_name='working day')),
                ('opens', models.TimeField(default=datetime.time(8, 0), verbose_name='from')),
                ('closes', models.TimeField(default=datetime.time(17, 0), verbose_name='to')),
                ('break_from', models.TimeField(blank=True, default=datetime.time(12, 0), null=True, verbose_name='break from')),
                ('break_until', models.TimeField(blank=True, default=datetime.time(13, 0), null=True, verbose_name='break to')),
                ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weekdays', to='lab.labsettings')),
            ],
            options={
                'verbose_name': 'working hours',
                'verbose_name_plural': 'working hours',
                'ordering': ['weekday'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('weekday__lt', 7)), name='a_week_has_seven_days'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('leaves', models.TimeField(blank=True, null=True, verbose_name='away from')),
                ('returns', models.TimeField(blank=True, null=True, verbose_name='away until')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='reason')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='employee')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['first', 'pk'],
                'indexes': [models.Index(fields=['last'], name='absence_by_last_day')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='an_absence_ends_after_it_began'),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name='holiday', name='a_holiday_is_named_once_a_day'),
        migrations.RenameField(model_name='holiday', old_name='on', new_name='first'),
        migrations.AlterModelOptions(
            name='holiday',
            options={'ordering': ['first', 'pk'], 'verbose_name': 'exception', 'verbose_name_plural': 'exceptions'},
        ),
        migrations.AlterField(model_name='holiday', name='first', field=models.DateField(verbose_name='first day')),
        migrations.AlterField(model_name='holiday', name='name', field=models.CharField(max_length=100, verbose_name='reason')),
        migrations.AddField(model_name='holiday', name='last', field=models.DateField(null=True, verbose_name='last day')),
        migrations.AddField(model_name='holiday', name='opens', field=models.TimeField(blank=True, null=True, verbose_name='from')),
        migrations.AddField(model_name='holiday', name='closes', field=models.TimeField(blank=True, null=True, verbose_name='to')),
        migrations.AddField(model_name='holiday', name='break_from', field=models.TimeField(blank=True, null=True, verbose_name='break from')),
        migrations.AddField(model_name='holiday', name='break_until', field=models.TimeField(blank=True, null=True, verbose_name='break to')),
        migrations.AddField(model_name='labsettings', name='plan_on_submit', field=models.BooleanField(default=False, help_text='On: the work plan of an order is made when it is submitted.', verbose_name='plan on submit')),
        migrations.AddField(model_name='labsettings', name='one_running_task', field=models.BooleanField(default=True, help_text='On: starting a task pauses the one that the person has running.', verbose_name='one running task a person')),
        migrations.AddField(model_name='labsettings', name='rush_percent', field=common.fields.PercentField(default=Decimal('25'), help_text='Percent on the price of an order in a rush.', verbose_name='rush surcharge')),
        migrations.AddField(model_name='labsettings', name='pay_sheet_mask', field=models.CharField(default='S-{yyyy}-{n:05}', max_length=40, validators=[common.numbering.validate_mask], verbose_name='pay sheet numbers')),
        migrations.AddField(model_name='labsettings', name='holiday_country', field=models.CharField(blank=True, max_length=2, verbose_name='country of the public holidays')),
        migrations.AddField(model_name='labsettings', name='holiday_region', field=models.CharField(blank=True, max_length=40, verbose_name='region of the public holidays')),
        migrations.AddConstraint(model_name='labsettings', constraint=models.CheckConstraint(condition=models.Q(('rush_percent__gte', 0)), name='a_rush_is_never_cheaper')),
    ]
