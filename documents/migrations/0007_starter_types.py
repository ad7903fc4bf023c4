"""The document types that a laboratory begins with."""

from django.db import migrations
from django.utils import timezone

from documents.starter.types.writing import write

MODELS = ("Analyte", "DocumentType", "DocumentTypeVersion", "TypeSection", "TypeField")


def write_starters(apps, _schema_editor):
    write({name: apps.get_model("documents", name) for name in MODELS}, timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0006_limits_of_results'),
    ]

    operations = [
        migrations.RunPython(write_starters, migrations.RunPython.noop),
    ]
