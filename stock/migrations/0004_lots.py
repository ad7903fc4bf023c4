"""Lots: a row for each, movements are written off lot by lot, and a quantity can be corrected."""

import common.finding
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stock', '0003_amounts_in_thousandths'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=60, verbose_name='lot')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='good until')),
                ('search_text', common.finding.FoldedField(of=('name',))),
            ],
            options={
                'verbose_name': 'lot',
                'verbose_name_plural': 'lots',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='stockmovement',
            name='a_material_is_written_off_once',
        ),
        migrations.RemoveConstraint(
            model_name='stockmovement',
            name='a_movement_has_its_source',
        ),
        migrations.RemoveConstraint(
            model_name='stockmovement',
            name='a_movement_has_the_sign_of_its_kind',
        ),
        migrations.AddField(
            model_name='stockmovement',
            name='why',
            field=models.CharField(blank=True, choices=[('broken', 'broken or spoilt'), ('expired', 'no longer good'), ('lost', 'lost'), ('found', 'found'), ('returned', 'given back to the supplier'), ('mistake', 'wrongly booked'), ('lot', 'belongs to another lot'), ('other', 'other')], max_length=10, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='stockmovement',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt'), ('write_off', 'Write-off'), ('correction', 'Correction')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(fields=['item', 'lot', 'quantity'], name='movement_by_lot'),
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(condition=models.Q(('kind', 'receipt')), fields=['item', 'moved_on'], name='receipts_by_item'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses__isnull', True), ('source__isnull', False)), fields=('source', 'item', 'lot', 'source_version'), name='a_material_is_written_off_once'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), ('receipt__isnull', False), ('source__isnull', True), ('why', '')), models.Q(('kind', 'write_off'), ('order__isnull', False), ('receipt__isnull', True), ('source__isnull', False), ('why', '')), models.Q(('kind', 'correction'), ('receipt__isnull', True), ('source__isnull', True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_movement_has_its_source'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), ('quantity__gt', 0), ('reverses__isnull', True)), models.Q(('kind', 'receipt'), ('quantity__lt', 0), ('reverses__isnull', False)), models.Q(('kind', 'write_off'), ('quantity__lt', 0), ('reverses__isnull', True)), models.Q(('kind', 'write_off'), ('quantity__gt', 0), ('reverses__isnull', False)), models.Q(('kind', 'correction'), models.Q(('quantity', 0), _negated=True)), _connector='OR'), name='a_movement_has_the_sign_of_its_kind'),
        ),
        migrations.AddField(
            model_name='lot',
            name='item',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='stock.stockitem'),
        ),
        migrations.AddIndex(
            model_name='lot',
            index=models.Index(fields=['expires_on'], name='lots_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.UniqueConstraint(fields=('item', 'name'), name='an_item_has_a_lot_once'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_lot_has_a_name'),
        ),
    ]
