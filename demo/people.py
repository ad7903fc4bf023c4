"""The eight people of the demonstration, and what they earn."""

from decimal import Decimal

# login: name, roles, position, telephone. The last column: has a login; one works from paper.
PEOPLE = {
    "helen": ("Helen Marlow", ("administrator", "manager"), "Head of the laboratory", "010", True),
    "oscar": ("Oscar Lindqvist", ("manager",), "Orders and customers", "011", True),
    "viktor": ("Viktor Halasz", ("reviewer",), "Chief dental technician", "012", True),
    "tomas": ("Tomas Berger", ("technician",), "Dental technician, frameworks and dentures", "013", True),
    "nadia": ("Nadia Kowal", ("technician",), "Dental technician, ceramics", "014", True),
    "greta": ("Greta Solberg", ("reviewer", "technician"), "Veterinary pathologist", "015", True),
    "marion": ("Marion Achterberg", ("accountant",), "Accounts", "016", True),
    "ivo": ("Ivo Petrak", ("technician",), "Bench technician, diagnostics", "", False),
}

# role, login or None for everybody, code of a service, name of a group or None for all, kind, figure, working days
# after the opening
RATES = (
    ("performer", None, None, "percent", Decimal("25"), 0),
    ("assistant", None, None, "percent", Decimal("5"), 0),
    ("performer", "greta", None, "percent", Decimal("30"), 0),
    ("performer", None, "Implant prosthetics", "percent", Decimal("22"), 0),
    ("performer", "tomas", "Dentures", "percent", Decimal("28"), 0),
    ("performer", None, "D-140", "fixed", Decimal("95.00"), 0),
    ("performer", None, "D-141", "fixed", Decimal("110.00"), 0),
    ("performer", None, "H-201", "fixed", Decimal("2.20"), 0),
    ("performer", None, "M-170", "fixed", Decimal("5.00"), 0),
    ("assistant", None, "I-134", "fixed", Decimal("60.00"), 0),
    ("assistant", None, "D-140", "fixed", Decimal("18.00"), 0),
    ("performer", "nadia", "V-122", "percent", Decimal("34"), 0),
    ("performer", None, None, "percent", Decimal("27"), 44),
)
