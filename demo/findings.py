"""What the people of the demonstration write into documents, by the key of the field."""

TEXTS = {
    "smear": (
        "Red cells normochromic, slight anisocytosis. No left shift. Platelets adequate, single small clumps.",
        "Neutrophils with toxic granulation, left shift to bands. Platelets adequate.",
        "No abnormal cells seen.",
    ),
    "site": (
        "left axilla",
        "right flank",
        "mammary gland, fourth left",
        "neck, subcutaneous",
        "prescapular lymph node",
    ),
    "description": (
        "Many round cells with distinct borders and purple granules, round central nuclei; some eosinophils.",
        "Mature adipocytes with small peripheral nuclei, free fat in the background, no inflammatory cells.",
        "Mostly non-degenerate neutrophils, some macrophages with vacuoles. No bacteria inside cells.",
    ),
    "conclusion": (
        "See the values that are marked. Clinical correlation is advised.",
        "No finding that explains the signs. Please send a second sample in two weeks.",
        "The picture fits an inflammation. Repeat after treatment.",
    ),
    "recommendation": ("Excision with margins and histology.", "Control in four weeks.", ""),
    "history": ("Growing for three weeks.", "Found at vaccination.", ""),
    "restoration": ("Implant crown, screw-retained", "Bridge of three units", "Crown"),
    "shade": ("A2", "A3", "B1"),
    "stump-shade": ("ND2", "ND3", ""),
    "instructions": ("Light contacts, keep the cervical third warm.", "As the neighbouring tooth.", ""),
    "examination": ("Full denture, impressions and try-in",),
    "given-by": ("The patient",),
    "explained-by": ("Reception of the practice",),
    "material": ("Urine, cystocentesis", "Wound swab"),
    "treated": ("", "Amoxicillin until last Friday"),
    "remark": ("",),
}
CHOSEN = {
    "material": ("serum",),
    "haemolysis": ("none", "none", "none", "+"),
    "lipaemia": ("none", "none", "+"),
    "icterus": ("none",),
    "growth": ("moderate", "heavy"),
    "category": ("inflammation", "benign neoplasia", "malignant neoplasia"),
}
TABLES = {
    "organisms": (
        (("Escherichia coli", "+++", "haemolytic"),),
        (("Staphylococcus pseudintermedius", "+++", ""), ("Streptococcus canis", "+", "")),
    ),
    "antibiogram": (
        (
            ("Amoxicillin-clavulanate", "19", "4", "S"),
            ("Cefalexin", "21", "8", "S"),
            ("Enrofloxacin", "14", "2", "I"),
            ("Trimethoprim-sulfamethoxazole", "0", "", "R"),
            ("Doxycycline", "12", "", "R"),
            ("Gentamicin", "20", "1", "S"),
        ),
        (
            ("Amoxicillin-clavulanate", "24", "1", "S"),
            ("Clindamycin", "22", "0.25", "S"),
            ("Enrofloxacin", "23", "0.25", "S"),
            ("Doxycycline", "20", "", "S"),
        ),
    ),
}
"""Key of a table → what may stand in its rows."""
