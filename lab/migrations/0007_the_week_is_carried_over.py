"""The days on which the laboratory works become weekdays with hours; a day off is an exception of one day."""

from django.db import migrations
from django.db.models import F

DAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')


def carry_over(apps, schema_editor):
    for settings in apps.get_model('lab', 'LabSettings').objects.all():
        for weekday, name in enumerate(DAYS):
            is_open = getattr(settings, f'works_on_{name}')
            apps.get_model('lab', 'WeekdayHours').objects.get_or_create(
                weekday=weekday, defaults={'settings': settings, 'is_open': is_open}
            )
    apps.get_model('lab', 'Holiday')._base_manager.update(last=F('first'))


def carry_back(apps, schema_editor):
    for settings in apps.get_model('lab', 'LabSettings').objects.all():
        for row in settings.weekdays.all():
            setattr(settings, f'works_on_{DAYS[row.weekday]}', row.is_open)
        settings.save()


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0006_hours_and_absences'),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
