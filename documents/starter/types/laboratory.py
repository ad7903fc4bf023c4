"""Protocols and conclusions of a veterinary laboratory. Ranges come with the analytes, by species."""

from documents.starter.types.shapes import Field, Section, Type, degree, long, measured

_CONCLUSION = Section("Conclusion", (long("conclusion", "Conclusion"),))
_HAEMOLYSIS = ("none", "+", "++", "+++")

HAEMATOLOGY = Type(
    "haematology",
    "Haematology protocol",
    "protocol",
    "HEM-{yyyy}-{n:05}",
    (
        Section("Red blood cells", measured("RBC", "HGB", "HCT", "MCV", "MCH", "MCHC")),
        Section(
            "White blood cells",
            measured(
                "WBC", "NEUT%", "BAND%", "LYMPH%", "MONO%", "EOS%", "BASO%",
                "NEUT", "BAND", "LYMPH", "MONO", "EOS", "BASO",
            ),
        ),
        Section("Platelets", (*measured("PLT"), Field("platelet-clumps", "Platelet clumps", "yes_no"))),
        Section("Blood smear", (long("smear", "Blood smear"),)),
        _CONCLUSION,
    ),
)  # fmt: skip

BIOCHEMISTRY = Type(
    "biochemistry",
    "Biochemistry protocol",
    "protocol",
    "BIO-{yyyy}-{n:05}",
    (
        Section(
            "Sample",
            (
                Field("material", "Material", "choice", ("serum", "heparin plasma")),
                Field("fasting", "Fasting", "yes_no"),
                Field("haemolysis", "Haemolysis", "choice", _HAEMOLYSIS),
                Field("lipaemia", "Lipaemia", "choice", _HAEMOLYSIS),
                Field("icterus", "Icterus", "choice", _HAEMOLYSIS),
            ),
        ),
        Section("Enzymes", measured("ALT", "AST", "ALP", "GGT", "CK", "AMYL", "LIPA")),
        Section(
            "Substrates",
            measured("TBIL", "TP", "ALB", "GLOB", "AGR", "UREA", "CREA", "GLU", "CHOL", "TRIG"),
        ),
        Section("Electrolytes and minerals", measured("NA", "K", "NAK", "CL", "CA", "PHOS", "MG")),
        _CONCLUSION,
    ),
)

URINALYSIS = Type(
    "urinalysis",
    "Urinalysis",
    "protocol",
    "URI-{yyyy}-{n:05}",
    (
        Section(
            "Sample",
            (
                Field(
                    "collection",
                    "Collection",
                    "choice",
                    ("cystocentesis", "catheter", "free catch", "not known"),
                ),
                Field("collected-on", "Collected on", "date"),
            ),
        ),
        Section(
            "Physical examination",
            (
                Field(
                    "colour",
                    "Colour",
                    "choice",
                    ("colourless", "pale yellow", "yellow", "amber", "red", "brown"),
                ),
                Field("turbidity", "Turbidity", "choice", ("clear", "slightly turbid", "turbid")),
                Field("specific-gravity", "Specific gravity", "number", decimals=3),
            ),
        ),
        Section(
            "Chemical examination",
            (
                Field("ph", "pH", "number", decimals=1),
                degree("protein", "Protein"),
                degree("glucose", "Glucose"),
                degree("ketones", "Ketones"),
                degree("bilirubin", "Bilirubin"),
                degree("blood", "Blood"),
            ),
        ),
        Section(
            "Sediment",
            (
                Field("leukocytes", "Leukocytes per high-power field"),
                Field("erythrocytes", "Erythrocytes per high-power field"),
                degree("epithelial-cells", "Epithelial cells"),
                degree("casts", "Casts"),
                degree("bacteria", "Bacteria"),
                Field("crystals", "Crystals", "table", columns=("Crystals", ("Amount", ("+", "++", "+++")))),
            ),
        ),
        _CONCLUSION,
    ),
)

BACTERIOLOGY = Type(
    "bacteriology",
    "Bacteriology with antibiogram",
    "protocol",
    "BAC-{yyyy}-{n:05}",
    (
        Section(
            "Sample",
            (
                Field("material", "Material", is_required=True),
                Field("site", "Site"),
                Field("collected-on", "Collected on", "date"),
                Field("treated", "Antimicrobial treatment before", hint="Substance and last day"),
            ),
        ),
        Section(
            "Culture",
            (
                Field(
                    "growth",
                    "Growth",
                    "choice",
                    ("no growth", "scanty", "moderate", "heavy"),
                    is_required=True,
                ),
                Field(
                    "organisms",
                    "Organisms",
                    "table",
                    columns=("Organism", ("Amount", ("+", "++", "+++")), "Remark"),
                ),
            ),
        ),
        Section(
            "Antibiogram",
            (
                Field("standard", "Interpreted by", "choice", ("EUCAST", "CLSI VET01")),
                Field(
                    "antibiogram",
                    "Antibiogram",
                    "table",
                    columns=(
                        "Antimicrobial",
                        ("Zone, mm", "number"),
                        "MIC, mg/l",
                        ("Result", ("S", "I", "R")),
                    ),
                    hint="S susceptible, I susceptible with increased exposure, R resistant",
                ),
            ),
        ),
        _CONCLUSION,
    ),
)

CYTOLOGY = Type(
    "cytology",
    "Cytology conclusion",
    "conclusion",
    "CYT-{yyyy}-{n:05}",
    (
        Section(
            "Sample",
            (
                Field("site", "Site", is_required=True),
                Field(
                    "method",
                    "Method",
                    "choice",
                    ("fine-needle aspirate", "impression smear", "scraping", "swab", "fluid"),
                ),
                Field("history", "History"),
            ),
        ),
        Section(
            "Findings",
            (
                Field("quality", "Quality of the sample", "choice", ("good", "limited", "not diagnostic")),
                Field("cellularity", "Cellularity", "choice", ("low", "moderate", "high")),
                long("description", "Description", is_required=True),
                Field("photograph", "Photograph", "picture"),
            ),
        ),
        Section(
            "Interpretation",
            (
                Field(
                    "category",
                    "Category",
                    "choice",
                    (
                        "normal or reactive",
                        "inflammation",
                        "hyperplasia or dysplasia",
                        "benign neoplasia",
                        "malignant neoplasia",
                        "not diagnostic",
                    ),
                ),
                long("conclusion", "Conclusion", is_required=True),
                long("recommendation", "Recommendation"),
            ),
        ),
    ),
)
