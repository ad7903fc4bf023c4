from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0007_the_week_is_carried_over'),
    ]

    operations = [
        *(
            migrations.RemoveField(model_name='labsettings', name=f'works_on_{day}')
            for day in ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
        ),
        migrations.AlterField(model_name='holiday', name='last', field=models.DateField(verbose_name='last day')),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.UniqueConstraint(fields=('first', 'name'), name='an_exception_is_named_once_a_day', violation_error_message='An exception of this reason begins on this day already.'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='an_exception_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('leaves__isnull', True), ('returns__isnull', True)), models.Q(('leaves__isnull', False), ('leaves__lt', models.F('returns')), ('returns__isnull', False)), _connector='OR'), name='the_hours_of_an_absence_are_sound'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', False), ('opens__isnull', False), ('opens__lt', models.F('closes')), models.Q(models.Q(('break_from__isnull', True), ('break_until__isnull', True)), models.Q(('break_from__isnull', False), ('break_until__isnull', False), ('break_from__gt', models.F('opens')), ('break_until__gt', models.F('break_from')), ('break_until__lt', models.F('closes'))), _connector='OR')), models.Q(('closes__isnull', True), ('opens__isnull', True), ('break_from__isnull', True), ('break_until__isnull', True)), _connector='OR'), name='the_hours_of_an_exception_are_sound'),
        ),
        migrations.AddConstraint(
            model_name='weekdayhours',
            constraint=models.CheckConstraint(condition=models.Q(('closes__isnull', False), ('opens__isnull', False), ('opens__lt', models.F('closes')), models.Q(models.Q(('break_from__isnull', True), ('break_until__isnull', True)), models.Q(('break_from__isnull', False), ('break_until__isnull', False), ('break_from__gt', models.F('opens')), ('break_until__gt', models.F('break_from')), ('break_until__lt', models.F('closes'))), _connector='OR')), name='the_hours_of_a_weekday_are_sound'),
        ),

    ]
