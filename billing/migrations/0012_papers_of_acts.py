"""The paper of an act is frozen when it is posted; acts of before get theirs as it would have been printed today.

What a paper says is put together here once more, from the tables as they stand at this migration: the functions that
freeze papers go on with the models. Only arithmetic that knows no tables is shared with them. Lots are named by the
stock, which knows acts by their number; without a lot a paper of before says nothing of lots, as it did.
"""

import hashlib
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.db import migrations, models

from common import triggers
from common.currencies import places_of
from common.money import ZERO
from common.paper_amounts import with_places
from orders.pricing import TaxAtRate, tax_table

AT_ONCE = 500
OF_THE_LAB = ("name", "legal_name", "address", "phone", "email", "requisites", "iban", "bic")
OF_THE_CUSTOMER = ("name", "legal_name", "tax_id", "requisites", "payer_name", "payer_details")


def give_papers(apps, schema_editor):
    Act, alias = apps.get_model("billing", "Act"), schema_editor.connection.alias
    rows, behind = models.QuerySet(Act, using=alias).filter(event__isnull=False), 0
    related = ("reverses", "order__customer", "order__contact", "performer", "assistant")
    with triggers.set_aside(schema_editor.connection, Act._meta.db_table):
        while acts := list(rows.filter(pk__gt=behind).select_related(*related).order_by("pk")[:AT_ONCE]):
            papers = Papers(apps, alias, acts)
            for act in acts:
                act.snapshot = papers.of(act)
                act.snapshot_hash = hash_of(act.snapshot)
            rows.bulk_update(acts, ["snapshot", "snapshot_hash"], batch_size=AT_ONCE)
            behind = acts[-1].pk


def hash_of(paper):
    text = json.dumps(paper, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Papers:
    """What the papers of some acts say, all of it read at once."""

    def __init__(self, apps, alias, acts):
        def rows(label):
            return models.QuerySet(apps.get_model(label), using=alias)

        self.lab = rows("lab.LabSettings").first()
        self.lines = by_key(rows("billing.ActLine").filter(act__in=acts).order_by("pk"), "act_id")
        used = rows("billing.ActMaterial").filter(act__in=acts).select_related("material").order_by("pk")
        self.materials = by_key(used, "act_id")
        customers = {act.order.customer_id for act in acts}
        addresses = rows("customers.Address").filter(counterparty__in=customers).order_by("-pk")
        self.addresses = dict(addresses.values_list("counterparty", "text"))
        lines = {line.line_id for held in self.lines.values() for line in held}
        parts = rows("orders.LinePart").filter(line__in=lines, is_removed=False).select_related("line")
        self.parts = by_key(parts.order_by("position", "pk"), "line_id")
        self.lots = self.read_lots(rows, {act.reverses_id or act.pk for act in acts})

    @staticmethod
    def read_lots(rows, sources):
        """(act, material) → the lots that it took, in the sequence in which they were taken."""
        moved = rows("stock.StockMovement").filter(
            kind="write_off", source__in=sources, reverses__isnull=True
        )
        columns = ("source", "item", "item__material", "lot", "quantity")
        moved = list(moved.order_by("pk").values_list(*columns))
        lots = rows("stock.Lot").filter(item__in={row[1] for row in moved})
        days = {(item, name): day for item, name, day in lots.values_list("item", "name", "expires_on")}
        found = defaultdict(list)
        for source, item, material, lot, quantity in moved:
            found[source, material].append((lot, days.get((item, lot)), -quantity))
        return {key: taken for key, taken in found.items() if any(lot for lot, _day, _quantity in taken)}

    def of(self, act):
        order = act.order
        lines = [self.line(order, line) for line in self.lines.get(act.pk, ())]
        paper = {
            "kind": "counter_act" if act.reverses_id else "act",
            "number": act.number,
            "date": act.posted_on.isoformat(),
            "reverses": act.reverses.number if act.reverses_id else "",
            "lab": {name: getattr(self.lab, name) if self.lab else "" for name in OF_THE_LAB},
            "customer": {name: getattr(order.customer, name) for name in OF_THE_CUSTOMER}
            | {"address": self.addresses.get(order.customer_id, "")},
            "order": {
                "number": order.number,
                "contact": order.contact.name if order.contact else "",
                "patient": order.patient_name,
            },
            "performer": act.performer.name,
            "assistant": act.assistant.name if act.assistant else "",
            "currency": act.currency,
            "lines": lines,
            "materials": [self.material(act, used) for used in self.materials.get(act.pk, ())],
            **sums(lines, order.prices_include_tax, act.currency),
        }
        return with_places(paper, act.currency)

    def line(self, order, line):
        said = {
            "code": line.code,
            "name": line.name,
            "quantity": plain(line.quantity),
            "gross": str(line.gross),
            "amount": str(line.amount),
            "tax_percent": plain(line.tax_percent),
        }
        if not order.prices_include_tax:
            said |= {"net": str(line.amount - line.added_tax), "added_tax": str(line.added_tax)}
        if line.line_id in self.parts:
            said["parts"] = [self.part(part, line.quantity) for part in self.parts[line.line_id]]
        return said

    @staticmethod
    def part(part, quantity):
        within = (part.quantity * quantity / part.line.quantity).quantize(Decimal("0.001"), ROUND_HALF_UP)
        return {"code": part.code, "name": part.name, "quantity": f"{within.normalize():f}"}

    def material(self, act, used):
        """A counter-act gives the lots back that its act took."""
        sign, taken = (-1, act.reverses_id) if act.reverses_id else (1, act.pk)
        return {
            "name": used.material.name,
            "quantity": plain(used.quantity),
            "unit": used.material.unit,
            "lots": [
                {"name": lot, "expires_on": day.isoformat() if day else "", "quantity": f"{sign * quantity:f}"}
                for lot, day, quantity in self.lots.get((taken, used.material_id), ())
            ],
        }


def sums(lines, are_with_tax, currency):
    """The total and its taxes by rate."""
    inside, on_top = defaultdict(lambda: ZERO), []
    for line in lines:
        percent = Decimal(line["tax_percent"])
        if are_with_tax:
            inside[percent] += Decimal(line["amount"])
        else:
            on_top.append(TaxAtRate(percent, Decimal(line["net"]), Decimal(line["added_tax"])))
    places = places_of(currency)
    table = tax_table(inside, on_top, places)
    return {
        "taxes": [
            {
                "percent": plain(rate.percent),
                "amount": str(rate.amount),
                "net": str(rate.net),
                "tax": str(rate.tax),
            }
            for rate in table
        ],
        "net": str(sum((rate.net for rate in table), ZERO)),
        "tax": str(sum((rate.tax for rate in table), ZERO)),
        "total": str(sum((rate.amount for rate in table), ZERO)),
        "rounding": {
            "inside": bool(inside),
            "on_top": bool(on_top),
            "to": str(Decimal(1).scaleb(-places)),
        },
    }


def by_key(rows, key):
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return dict(found)


def plain(number):
    """Without trailing zeros and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0011_papers_of_before_count_as_sent"),
        ("catalog", "0006_services_include_services"),
        ("customers", "0005_currency"),
        ("lab", "0015_refund_mask"),
        ("orders", "0008_parts_of_lines"),
        ("stock", "0006_counts_and_minimum"),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="snapshot",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="act",
            name="snapshot_hash",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.RunPython(give_papers, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("snapshot__isnull", True), ("snapshot_hash", "")),
                    models.Q(
                        ("event__isnull", False),
                        ("snapshot__isnull", False),
                        models.Q(("snapshot_hash", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_posted_act_has_its_paper",
            ),
        ),
    ]
