"""Closing documents say by when they are to be paid; those of before, fourteen days after they were issued.

Their papers say nothing of it and stay as they were issued: the day is what is reckoned with, beside what is frozen.
"""

from datetime import timedelta

from django.db import migrations, models

from common import triggers

DAYS = timedelta(days=14)


def say_when(apps, schema_editor):
    Document = apps.get_model("billing", "ClosingDocument")
    documents = models.QuerySet(Document, using=schema_editor.connection.alias).filter(kind="closing")
    with triggers.set_aside(schema_editor.connection, Document._meta.db_table):
        for day in list(documents.order_by().values_list("issued_on", flat=True).distinct()):
            documents.filter(issued_on=day).update(due_on=day + DAYS)


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0005_adjustments_and_tax_on_top"),
        ("customers", "0004_payment_terms"),
        ("lab", "0013_payment_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="closingdocument",
            name="due_on",
            field=models.DateField(null=True, verbose_name="pay by"),
        ),
        migrations.RunPython(say_when, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="closingdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", False), ("kind", "closing")),
                    models.Q(("due_on__isnull", True), ("kind", "correction")),
                    _connector="OR",
                ),
                name="a_closing_document_says_when_to_pay",
            ),
        ),
    ]
