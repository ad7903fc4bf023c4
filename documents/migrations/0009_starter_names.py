"""What a laboratory begins with is called otherwise: titles name no species, for patients are of any; a share of the
white cells says its per cent beside the number, not in its name too. What a laboratory has renamed stays its own."""

from django.db import migrations

TITLES = {
    'haematology': ('Haematology, dog and cat', 'Haematology protocol'),
    'biochemistry': ('Biochemistry, dog and cat', 'Biochemistry protocol'),
}
SHARES = {
    'NEUT%': 'Neutrophils',
    'BAND%': 'Band neutrophils',
    'LYMPH%': 'Lymphocytes',
    'MONO%': 'Monocytes',
    'EOS%': 'Eosinophils',
    'BASO%': 'Basophils',
}


def rename(apps, _schema_editor):
    models = {name: apps.get_model('documents', name) for name in ('DocumentType', 'Document', 'Analyte')}
    for key, (before, after) in TITLES.items():
        _rename_type(models, key, before, after)
    for code, name in SHARES.items():
        _rename_share(models, code, f'{name}, %', f'{name}, relative')


def _rename_type(models, key, before, after):
    """What was released keeps the title it was released under."""
    types = models['DocumentType'].objects
    kept = types.filter(system_key=key, name=before).first()
    if kept is None or types.filter(name=after).exists():
        return
    kept.name = after
    kept.save()
    for document in models['Document'].objects.filter(document_type=kept.pk, title=before, number__isnull=True):
        document.title = after
        document.save()


def _rename_share(models, code, before, after):
    """Labels of published versions stay: what was filled in is read as it was asked for."""
    for analyte in models['Analyte'].objects.filter(code=code, name=before, unit='%'):
        analyte.name = after
        analyte.save()


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0008_documents_are_finished_and_amended'),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
