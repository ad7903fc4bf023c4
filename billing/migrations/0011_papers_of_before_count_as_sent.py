"""Papers issued before it was recorded that they are sent count as sent: nobody shall send those of years again."""

from django.db import migrations
from django.utils import timezone

REASON = "Issued before it was recorded when papers are sent."


def count_as_sent(apps, schema_editor):
    Document, Sending = apps.get_model("billing", "ClosingDocument"), apps.get_model("billing", "Sending")
    documents = list(Document.objects.order_by("pk").values_list("pk", "issued_on"))
    if not documents:
        return
    event = apps.get_model("lab", "Event").objects.create(
        verb="mark_sent", actor=_system(apps), role="system", at=timezone.now(), reason=REASON
    )
    Sending.objects.bulk_create(
        (Sending(document_id=pk, how="before", sent_on=day, event=event) for pk, day in documents),
        batch_size=1000,
    )


def _system(apps):
    employee, _made = apps.get_model("lab", "Employee")._base_manager.get_or_create(
        username="system",
        defaults={"name": "Labsite", "is_active": False, "is_service_account": True, "password": "!"},
    )
    return employee


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0010_papers_are_sent"),
    ]

    operations = [migrations.RunPython(count_as_sent, migrations.RunPython.noop)]
