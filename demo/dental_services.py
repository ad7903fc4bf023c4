"""What the dental department of the demonstration sells: by group, with prices in euro including tax.

Each row: code, name, price, lead time in working days, review required, what it asks for (``!``: required),
material used by one unit (code of the material: quantity in its unit).
"""

CROWNS = (
    ("C-101", "Crown, full zirconia, monolithic", "148.00", 5, True, "teeth! shade! note", {"ZR": "0.06"}),
    (
        "C-102",
        "Crown, zirconia, veneered",
        "198.00",
        6,
        True,
        "teeth! shade! note",
        {"ZR": "0.06", "VC": "1.2"},
    ),
    (
        "C-103",
        "Crown, lithium disilicate, pressed",
        "185.00",
        6,
        True,
        "teeth! shade! note",
        {"LD": "1", "GL": "0.3"},
    ),
    ("C-104", "Crown, metal-ceramic", "165.00", 6, True, "teeth! shade! note", {"CC": "2.4", "VC": "1.4"}),
    ("C-105", "Crown, full cast", "98.00", 4, True, "teeth! note", {"CC": "3.2"}),
    ("C-106", "Temporary crown, milled", "42.00", 2, False, "teeth! shade", {"PM": "0.04"}),
    ("C-110", "Bridge unit, zirconia", "158.00", 7, True, "teeth! shade! note", {"ZR": "0.07"}),
    (
        "C-111",
        "Bridge unit, metal-ceramic",
        "149.00",
        7,
        True,
        "teeth! shade! note",
        {"CC": "2.6", "VC": "1.5"},
    ),
    ("C-112", "Adhesive bridge, zirconia, one wing", "210.00", 7, True, "teeth! shade! note", {"ZR": "0.1"}),
    ("C-113", "Temporary bridge unit, milled", "46.00", 3, False, "teeth! shade", {"PM": "0.05"}),
)
INLAYS = (
    ("V-120", "Inlay, lithium disilicate", "132.00", 5, True, "teeth! shade!", {"LD": "0.5"}),
    ("V-121", "Onlay, lithium disilicate", "145.00", 5, True, "teeth! shade!", {"LD": "0.5", "GL": "0.2"}),
    ("V-122", "Veneer, layered ceramic", "225.00", 8, True, "teeth! shade! note", {"VC": "1.6", "GL": "0.3"}),
    ("V-123", "Diagnostic wax-up, one tooth", "18.00", 2, False, "teeth!", {"WX": "2"}),
)
IMPLANTS = (
    (
        "I-130",
        "Zirconia crown on titanium base",
        "265.00",
        8,
        True,
        "teeth! shade! material!",
        {"ZR": "0.07", "TB": "1"},
    ),
    (
        "I-131",
        "Screw-retained bridge unit",
        "285.00",
        10,
        True,
        "teeth! shade! material!",
        {"ZR": "0.08", "TB": "1"},
    ),
    ("I-132", "Individual abutment, titanium", "175.00", 8, True, "teeth! material!", {"TB": "1"}),
    (
        "I-133",
        "Individual abutment, zirconia",
        "195.00",
        8,
        True,
        "teeth! material!",
        {"ZR": "0.05", "TB": "1"},
    ),
    (
        "I-134",
        "Bar on four implants, milled",
        "890.00",
        15,
        True,
        "teeth! material! note",
        {"CC": "28", "TB": "4"},
    ),
    ("I-135", "Drilling template", "160.00", 4, True, "teeth! note", {"MR": "35"}),
    ("I-136", "Titanium base, angled, supplied", "48.00", 1, False, "teeth! material!", {"TA": "1"}),
)
DENTURES = (
    ("D-140", "Full denture", "390.00", 12, True, "teeth! shade! note", {"DA": "42", "DT": "2"}),
    (
        "D-141",
        "Partial denture, cast",
        "445.00",
        12,
        True,
        "teeth! shade! note",
        {"CC": "22", "DA": "18", "DT": "1"},
    ),
    (
        "D-142",
        "Partial denture, acrylic, up to four teeth",
        "210.00",
        8,
        True,
        "teeth! shade!",
        {"DA": "20", "DT": "1"},
    ),
    (
        "D-143",
        "Telescopic crown, primary and secondary",
        "330.00",
        14,
        True,
        "teeth! shade!",
        {"CC": "5.5", "VC": "1"},
    ),
    ("D-144", "Wax try-in", "65.00", 3, True, "teeth! shade!", {"WX": "30", "DT": "1"}),
    ("D-145", "Custom tray", "28.00", 1, False, "teeth!", {"MR": "24"}),
    ("D-146", "Bite rim", "24.00", 1, False, "teeth!", {"WX": "25"}),
    ("D-147", "Full denture, printed", "340.00", 7, True, "teeth! shade!", {"MR": "60", "GL": "1"}),
)
ORTHODONTICS = (
    (
        "O-150",
        "Removable plate with expansion screw",
        "168.00",
        8,
        True,
        "teeth! note",
        {"DA": "14", "ES": "1", "OW": "35"},
    ),
    ("O-151", "Lingual retainer, bonded", "62.00", 3, True, "teeth!", {"OW": "12"}),
    ("O-152", "Aligners, set of five, one jaw", "290.00", 10, True, "teeth! note", {"TF": "5", "MR": "110"}),
    ("O-153", "Occlusal splint, milled", "145.00", 5, True, "teeth! note", {"PM": "0.25"}),
    ("O-154", "Night guard, thermoformed", "58.00", 2, False, "teeth!", {"TF": "1", "PL": "180"}),
    ("O-155", "Sports mouthguard, two layers", "74.00", 3, False, "teeth! note", {"TF": "2", "PL": "180"}),
    ("O-156", "Anti-snoring appliance", "410.00", 10, True, "teeth! note", {"PM": "0.5", "ES": "2"}),
)
REPAIRS = (
    ("R-160", "Fracture of a denture, repaired", "48.00", 1, False, "teeth! note", {"DA": "6"}),
    ("R-161", "Tooth added to a denture", "52.00", 1, False, "teeth! shade", {"DA": "5", "DT": "0.1"}),
    ("R-162", "Reline, indirect", "95.00", 1, False, "teeth!", {"DA": "22"}),
    ("R-163", "Clasp replaced", "58.00", 1, False, "teeth!", {"OW": "8", "DA": "3"}),
    ("R-164", "Chipped ceramic, repaired", "85.00", 2, True, "teeth! shade!", {"VC": "0.6"}),
)
MODELS = (
    ("M-170", "Pair of models, plaster", "16.00", 1, False, "note", {"PL": "320"}),
    ("M-171", "Model, printed", "22.00", 1, False, "note", {"MR": "45"}),
    ("M-172", "Impression scanned", "14.00", 1, False, "note", {}),
    ("M-173", "CAD design, one unit", "24.00", 2, False, "teeth! note", {}),
    (
        "M-174",
        "Milling from a supplied file, one unit",
        "38.00",
        2,
        False,
        "teeth! material! shade",
        {"ZR": "0.06"},
    ),
    ("M-175", "Mounting in the articulator", "19.00", 1, False, "note", {"PL": "90"}),
    ("M-176", "Shade taken in the laboratory", "25.00", 1, False, "teeth! note", {}),
)

GROUPS = {
    "Crowns and bridges": CROWNS,
    "Inlays and veneers": INLAYS,
    "Implant prosthetics": IMPLANTS,
    "Dentures": DENTURES,
    "Orthodontics and splints": ORTHODONTICS,
    "Repairs": REPAIRS,
    "Models and CAD/CAM": MODELS,
}
