"""What lies on the shelves of the demonstration, and how it came in."""

# code: name, unit, cost of one unit in euro
MATERIALS = {
    "ZR": ("Zirconia disc 98 mm, multilayer", "piece", "168.00"),
    "LD": ("Lithium disilicate ingot", "piece", "11.40"),
    "CC": ("Cobalt-chromium alloy", "g", "0.42"),
    "VC": ("Veneering ceramic", "g", "2.90"),
    "GL": ("Glaze paste", "g", "6.80"),
    "PM": ("PMMA disc 98 mm", "piece", "39.00"),
    "PL": ("Plaster, type 4", "g", "0.01"),
    "MR": ("Model resin", "ml", "0.14"),
    "DA": ("Denture acrylic", "g", "0.11"),
    "DT": ("Denture teeth, set", "set", "18.50"),
    "TB": ("Titanium base", "piece", "31.00"),
    "TA": ("Titanium base, angled", "piece", "36.50"),
    "WX": ("Modelling wax", "g", "0.04"),
    "TF": ("Thermoforming foil", "piece", "2.60"),
    "OW": ("Orthodontic wire", "cm", "0.05"),
    "ES": ("Expansion screw", "piece", "5.90"),
    "HR": ("Haematology reagent", "ml", "0.09"),
    "BR": ("Biochemistry rotor", "piece", "4.70"),
    "SL": ("Microscope slide, frosted", "piece", "0.11"),
    "ST": ("Romanowsky stain", "ml", "0.16"),
    "FS": ("Flotation solution", "ml", "0.02"),
    "EL": ("ELISA strip, well", "well", "2.10"),
    "AB": ("Primary antibody", "µl", "0.28"),
    "PA": ("Paraffin", "g", "0.03"),
    "AG": ("Agar plate, selective", "piece", "0.85"),
    "PC": ("PCR mix, reaction", "reaction", "3.40"),
    "EX": ("DNA extraction kit, preparation", "preparation", "4.20"),
}

# code: days for which it is good after it came; what is not here is good for longer than anybody keeps it
SHELF_LIVES = {
    "VC": 900,
    "GL": 600,
    "MR": 400,
    "DA": 500,
    "HR": 220,
    "BR": 170,
    "ST": 365,
    "EL": 160,
    "AB": 145,
    "AG": 75,
    "PC": 150,
    "EX": 300,
}

# code: the least that shall be there
MINIMA = {
    "ZR": "6",
    "LD": "20",
    "TB": "25",
    "TA": "10",
    "PM": "4",
    "ES": "6",
    "DT": "12",
    "BR": "60",
    "AG": "100",
    "PC": "60",
    "AB": "200",
}

# code: how much less than expected lay there at the count
COUNTED = {"HR": "35", "ST": "0", "FS": "0", "AG": "3", "EL": "0", "PA": "0"}

# working days after the laboratory opened; supplier; note; code: (quantity, lot)
RECEIPTS = (
    (
        0,
        "Cadmium Hill Dental Supplies",
        "First delivery",
        {
            "ZR": ("6", "ZR-7731"),
            "LD": ("40", "LD-210A"),
            "CC": ("900", "CC-5518"),
            "VC": ("120", "VC-A2-88"),
            "GL": ("20", "GL-14"),
            "PM": ("5", "PM-3002"),
            "PL": ("12000", "PL-Q4"),
            "MR": ("2000", "MR-0917"),
            "DA": ("900", "DA-61"),
            "DT": ("24", "DT-455"),
            "TB": ("30", "TB-2291"),
            "TA": ("3", "TA-118"),
            "WX": ("900", "WX-9"),
            "TF": ("60", "TF-20"),
            "OW": ("900", "OW-3"),
            "ES": ("12", "ES-77"),
        },
    ),
    (
        1,
        "Petrel Diagnostics Trading",
        "",
        {
            "HR": ("1000", "HR-22-081"),
            "BR": ("90", "BR-6104"),
            "SL": ("400", "SL-19"),
            "ST": ("500", "ST-07"),
            "FS": ("1500", "FS-02"),
            "EL": ("96", "EL-4410"),
            "AB": ("900", "AB-CD3-5"),
            "PA": ("1000", "PA-1"),
            "AG": ("90", "AG-0331"),
            "PC": ("120", "PC-8"),
            "EX": ("50", "EX-150"),
        },
    ),
    (
        24,
        "Cadmium Hill Dental Supplies",
        "Monthly order",
        {
            "ZR": ("4", "ZR-7802"),
            "LD": ("20", "LD-214C"),
            "VC": ("60", "VC-A3-12"),
            "TB": ("20", "TB-2317"),
            "DT": ("12", "DT-460"),
            "MR": ("1000", "MR-1002"),
            "PL": ("6000", "PL-R1"),
        },
    ),
    (
        37,
        "Petrel Diagnostics Trading",
        "Cold chain checked on arrival: 4 °C",
        {
            "BR": ("60", "BR-6230"),
            "AG": ("90", "AG-0419"),
            "PC": ("96", "PC-9"),
            "EX": ("50", "EX-151"),
            "EL": ("96", "EL-4502"),
            "HR": ("500", "HR-22-113"),
        },
    ),
    (
        46,
        "Cadmium Hill Dental Supplies",
        "Monthly order",
        {
            "ZR": ("4", "ZR-7866"),
            "CC": ("500", "CC-5601"),
            "VC": ("60", "VC-A2-91"),
            "DA": ("600", "DA-64"),
            "TF": ("40", "TF-22"),
            "DT": ("12", "DT-471"),
        },
    ),
    (
        61,
        "Ferrow & Daughter, Laboratory Goods",
        "One jar was damaged and went back",
        {
            "SL": ("300", "SL-24"),
            "ST": ("250", "ST-09"),
            "PA": ("500", "PA-3"),
            "FS": ("500", "FS-04"),
        },
    ),
    (
        70,
        "Cadmium Hill Dental Supplies",
        "Angled bases were out of stock for a month",
        {
            "TA": ("10", "TA-131"),
            "TB": ("20", "TB-2402"),
            "ZR": ("4", "ZR-7911"),
            "MR": ("1000", "MR-1044"),
        },
    ),
    (
        75,
        "Petrel Diagnostics Trading",
        "",
        {
            "BR": ("60", "BR-6377"),
            "PC": ("96", "PC-11"),
            "EX": ("50", "EX-160"),
            "AG": ("90", "AG-0502"),
        },
    ),
)
