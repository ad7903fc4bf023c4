"""What the veterinary department of the demonstration sells: by group, with prices in euro including tax.

Each row: code, name, price, lead time in working days, review required, specimen, its container, material used by one
unit (code of the material: quantity in its unit). Every service asks for specimen, container and a note.
"""

BLOOD, SERUM, FAECES = (
    ("EDTA blood", "EDTA tube 1.3 ml"),
    ("Serum", "Serum tube 2 ml"),
    ("Faeces", "Faecal container 30 ml"),
)
SMEAR, TISSUE = ("Fine needle aspirate", "Slide mailer"), ("Tissue in formalin", "Formalin jar 60 ml")
SWAB = ("Swab", "Transport medium")

HAEMATOLOGY = (
    ("H-201", "Complete blood count with differential", "14.50", 1, False, *BLOOD, {"HR": "12"}),
    ("H-202", "Reticulocyte count", "8.20", 1, False, *BLOOD, {"HR": "4"}),
    ("H-203", "Blood smear, microscopic", "12.90", 1, True, *BLOOD, {"SL": "2", "ST": "3"}),
    ("H-204", "Coagulation profile", "26.00", 1, True, "Citrate plasma", "Citrate tube 1.8 ml", {"HR": "8"}),
    ("H-205", "Blood group, cat", "38.00", 1, True, *BLOOD, {"AB": "20"}),
)
BIOCHEMISTRY = (
    ("B-210", "Small profile, 8 parameters", "19.50", 1, False, *SERUM, {"BR": "1"}),
    ("B-211", "Large profile, 22 parameters", "38.90", 1, False, *SERUM, {"BR": "2"}),
    ("B-212", "Kidney profile with SDMA", "24.00", 1, True, *SERUM, {"BR": "1"}),
    ("B-213", "Thyroxine (T4)", "17.50", 1, True, *SERUM, {"EL": "2"}),
    ("B-214", "ACTH stimulation test, two samples", "42.00", 2, True, *SERUM, {"EL": "4"}),
    ("B-215", "Bile acids", "21.00", 1, True, *SERUM, {"BR": "1"}),
    ("B-216", "Fructosamine", "13.50", 1, False, *SERUM, {"BR": "1"}),
    ("B-217", "Equine profile", "44.00", 1, True, *SERUM, {"BR": "2"}),
    ("B-218", "Electrolytes", "11.00", 1, False, *SERUM, {"BR": "0.5"}),
)
PARASITOLOGY = (
    ("P-220", "Faeces, flotation", "12.00", 1, False, *FAECES, {"SL": "1", "FS": "25"}),
    ("P-221", "Giardia antigen", "18.50", 1, False, *FAECES, {"EL": "1"}),
    ("P-222", "Lungworm, Baermann method", "16.00", 2, True, *FAECES, {"SL": "2"}),
    ("P-223", "Skin scraping, ectoparasites", "13.00", 1, True, "Skin scraping", "Slide mailer", {"SL": "2"}),
    ("P-224", "Faecal egg count, horse", "14.00", 1, False, *FAECES, {"FS": "25"}),
)
CYTOLOGY = (
    ("Y-230", "Cytology, one site", "46.00", 2, True, *SMEAR, {"SL": "3", "ST": "6"}),
    ("Y-231", "Cytology, each further site", "22.00", 2, True, *SMEAR, {"SL": "2", "ST": "4"}),
    (
        "Y-232",
        "Effusion, cells and protein",
        "58.00",
        2,
        True,
        "Effusion",
        "EDTA tube 4 ml",
        {"SL": "3", "ST": "6"},
    ),
    ("Y-233", "Ear swab, microscopic", "19.00", 1, False, *SWAB, {"SL": "1", "ST": "3"}),
    (
        "Y-234",
        "Bronchoalveolar lavage",
        "52.00",
        2,
        True,
        "Lavage fluid",
        "EDTA tube 4 ml",
        {"SL": "4", "ST": "8"},
    ),
)
HISTOLOGY = (
    ("T-240", "Histology, specimen up to 2 cm", "64.00", 5, True, *TISSUE, {"PA": "9", "SL": "2"}),
    ("T-241", "Histology, specimen over 2 cm", "96.00", 6, True, *TISSUE, {"PA": "26", "SL": "5"}),
    (
        "T-242",
        "Skin biopsies, up to four",
        "110.00",
        6,
        True,
        "Skin biopsies in formalin",
        "Formalin jar 60 ml",
        {"PA": "20", "SL": "6"},
    ),
    ("T-243", "Immunohistochemistry, one marker", "72.00", 8, True, *TISSUE, {"AB": "60", "SL": "2"}),
    ("T-244", "Margins, inked", "38.00", 6, True, *TISSUE, {"PA": "12", "SL": "4"}),
)
MICROBIOLOGY = (
    (
        "K-250",
        "Urine culture with antibiogram",
        "36.00",
        3,
        True,
        "Urine, cystocentesis",
        "Boric acid tube",
        {"AG": "2"},
    ),
    ("K-251", "Wound swab, aerobic, with antibiogram", "42.00", 4, True, *SWAB, {"AG": "3"}),
    ("K-252", "Dermatophyte culture", "29.00", 10, True, "Hair and scales", "Paper envelope", {"AG": "1"}),
    ("K-253", "Screening for resistant staphylococci", "33.00", 3, True, *SWAB, {"AG": "1"}),
    ("K-254", "Milk sample, mastitis", "18.00", 3, False, "Quarter milk", "Sterile tube 10 ml", {"AG": "1"}),
    ("K-255", "Anaerobic culture", "31.00", 6, True, *SWAB, {"AG": "2"}),
)
MOLECULAR = (
    ("G-260", "Feline respiratory panel", "89.00", 2, True, *SWAB, {"PC": "5", "EX": "1"}),
    ("G-261", "Canine diarrhoea panel", "98.00", 2, True, *FAECES, {"PC": "6", "EX": "1"}),
    ("G-262", "Tick-borne diseases panel", "104.00", 3, True, *BLOOD, {"PC": "5", "EX": "1"}),
    ("G-263", "Leptospira", "46.00", 2, True, "Urine and EDTA blood", "Two tubes", {"PC": "1", "EX": "2"}),
    ("G-264", "Equine herpesvirus 1 and 4", "52.00", 2, True, *SWAB, {"PC": "2", "EX": "1"}),
    ("G-265", "Single pathogen", "39.50", 2, True, *SWAB, {"PC": "1", "EX": "1"}),
    ("G-266", "MDR1 variant", "58.00", 5, True, "Buccal swab", "Dry tube", {"PC": "1", "EX": "1"}),
)
SEROLOGY = (
    ("S-270", "FIV antibodies and FeLV antigen", "32.00", 1, True, *SERUM, {"EL": "2"}),
    ("S-271", "Leishmania antibodies", "36.00", 2, True, *SERUM, {"EL": "1"}),
    ("S-272", "Toxoplasma, IgG and IgM", "34.00", 2, True, *SERUM, {"EL": "2"}),
)

GROUPS = {
    "Haematology": HAEMATOLOGY,
    "Biochemistry": BIOCHEMISTRY,
    "Parasitology": PARASITOLOGY,
    "Cytology": CYTOLOGY,
    "Histology": HISTOLOGY,
    "Microbiology": MICROBIOLOGY,
    "Molecular diagnostics (PCR)": MOLECULAR,
    "Serology": SEROLOGY,
}
