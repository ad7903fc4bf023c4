"""Acts and documents of before get a code each; their papers are drawn when somebody first asks for one.

Rows alone are written, and nothing is queued: a laboratory of many years would else draw for days what hardly anybody
prints again.
"""

from django.db import migrations, models

AT_ONCE = 2000


def issue_papers(apps, schema_editor):
    def rows(label):
        return models.QuerySet(apps.get_model(label), using=schema_editor.connection.alias)

    Paper = apps.get_model("papers", "IssuedPaper")
    acts = rows("billing.Act").filter(event__isnull=False).order_by("pk")
    columns = ("reverses", "number", "posted_on", "event", "snapshot_hash", "order__number")
    told = (
        ("counter_act" if reverses else "act", *row)
        for reverses, *row in acts.values_list(*columns).iterator(chunk_size=AT_ONCE)
    )
    write(rows("papers.IssuedPaper"), (made(Paper, *row) for row in told))
    documents = rows("billing.ClosingDocument").order_by("pk")
    columns = ("kind", "number", "issued_on", "event", "snapshot_hash", "snapshot")
    told = documents.values_list(*columns).iterator(chunk_size=AT_ONCE)
    write(rows("papers.IssuedPaper"), (made(Paper, *row, named(snapshot)) for *row, snapshot in told))
    say_what_became(apps, rows)


def made(Paper, kind, number, on, event, snapshot_hash, about):
    told = {"kind": kind, "number": number, "issued_on": on, "event_id": event, "about": about[:200]}
    return Paper(**told, snapshot_hash=snapshot_hash, of_before=True)


def named(snapshot):
    return ", ".join(order["number"] for order in snapshot["orders"])


def write(table, papers):
    waiting = []
    for paper in papers:
        waiting.append(paper)
        if len(waiting) == AT_ONCE:
            table.bulk_create(waiting)
            waiting.clear()
    table.bulk_create(waiting)


def say_what_became(apps, rows):
    """An act with a counter-act is taken back; a document with a correction for each of its orders is, too."""
    Became = apps.get_model("papers", "Supersession")
    papers = rows("papers.IssuedPaper")
    acts = rows("billing.Act").filter(reverses__isnull=False).order_by("pk")
    of_act = ids(papers, ("act", "counter_act"), acts.values("number"), acts.values("reverses__number"))
    columns = ("reverses__number", "number", "event")
    write(
        rows("papers.Supersession"),
        (
            Became(paper_id=of_act[act], by_id=of_act[counter], how="taken_back", event_id=event)
            for act, counter, event in acts.values_list(*columns).iterator(chunk_size=AT_ONCE)
        ),
    )
    corrections = rows("billing.ClosingDocument").filter(corrects__isnull=False).order_by("pk")
    of_document = ids(
        papers, ("closing", "correction"), corrections.values("number"), corrections.values("corrects__number")
    )
    left = {}
    named_orders = rows("billing.ClosingDocumentOrder").values_list("document__number", "order")
    for number, order in named_orders.filter(document__in=corrections.values("corrects")):
        left.setdefault(number, set()).add(order)
    taken_off = {}
    for number, order in named_orders.filter(document__in=corrections):
        taken_off.setdefault(number, set()).add(order)
    became = []
    columns = ("corrects__number", "number", "event")
    for document, correction, event in corrections.values_list(*columns):
        left[document] -= taken_off[correction]
        how = "corrected" if left[document] else "taken_back"
        became.append(
            Became(paper_id=of_document[document], by_id=of_document[correction], how=how, event_id=event)
        )
    write(rows("papers.Supersession"), became)


def ids(papers, kinds, *numbers):
    found = {}
    for some in numbers:
        found |= dict(papers.filter(kind__in=kinds, number__in=some).values_list("number", "pk"))
    return found


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0012_papers_of_acts"),
        ("papers", "0001_initial"),
    ]

    operations = [migrations.RunPython(issue_papers, migrations.RunPython.noop)]
