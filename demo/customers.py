"""The twenty-five customers of the demonstration. None of them exists.

Each row: name, legal name, street, contacts (name and position), tags. ``registering`` adds the rest.
"""

DENTAL = (
    (
        "Linden Gate Dental Clinic",
        "Linden Gate Dental Clinic Ltd",
        "3 Linden Gate",
        (("Dr Agnes Holloran", "Dentist"), ("Peter Sundholm", "Reception")),
        ("dental", "key account"),
    ),
    (
        "Dr Amsel and Partners",
        "Dental Practice Dr Amsel and Partners, Partnership",
        "27 Cooper's Row",
        (("Dr Jonas Amsel", "Dentist"), ("Dr Lea Amsel", "Dentist")),
        ("dental",),
    ),
    (
        "Ostermere Centre for Oral Surgery, Implantology and Aesthetic Dentistry – Dr Ravn, Dr Quillfeather and others",
        "Ostermere Centre for Oral Surgery, Implantology and Aesthetic Dentistry, Professional Partnership of Dentists "
        "with Limited Liability",
        "110 Harbour Boulevard",
        (
            ("Dr Signe Ravn", "Oral surgeon"),
            ("Dr Hugo Quillfeather", "Implantologist"),
            ("Mila Ostrand", "Treatment planning"),
        ),
        ("dental", "implants", "key account"),
    ),
    (
        "Harbour Street Orthodontics",
        "Harbour Street Orthodontics Ltd",
        "8 Harbour Street",
        (("Dr Nour Hadrami", "Orthodontist"),),
        ("dental", "orthodontics"),
    ),
    (
        "Bellwether Dental Surgery",
        "Bellwether Dental Surgery Ltd",
        "52 Weaver's Walk",
        (("Dr Simon Tarrow", "Dentist"),),
        ("dental",),
    ),
    ("Practice Dr Iolanthe Vasker", "", "14 Rope Lane", (("Dr Iolanthe Vasker", "Dentist"),), ("dental",)),
    (
        "Mill Pond Family Dentists",
        "Mill Pond Family Dentists, Partnership",
        "1 Mill Pond",
        (("Dr Karin Ostby", "Dentist"), ("Dr Raul Pinter", "Dentist")),
        ("dental",),
    ),
    (
        "Northfield Prosthodontics",
        "Northfield Prosthodontics Ltd",
        "66 Northfield Road",
        (("Dr Leonora Brisk", "Prosthodontist"),),
        ("dental", "key account"),
    ),
    (
        "Dr Benedek Oravec",
        "",
        "9 Sallow Street",
        (("Dr Benedek Oravec", "Dentist"),),
        ("dental", "pays late"),
    ),
    (
        "Silverbirch Children's Dentistry",
        "Silverbirch Children's Dentistry Ltd",
        "20 Silverbirch Close",
        (("Dr Maud Ekholm", "Paediatric dentist"),),
        ("dental", "orthodontics"),
    ),
    (
        "Quayside Implant Centre",
        "Quayside Implant Centre Ltd",
        "4 Quayside",
        (("Dr Anton Weyrich", "Implantologist"), ("Sofie Landau", "Practice manager")),
        ("dental", "implants"),
    ),
    (
        "Municipal Polyclinic of Ostermere, Department of Prosthetic Dentistry",
        "City of Ostermere, Health Services",
        "1 Town Hall Square",
        (("Dr Ilse Thorvald", "Head of department"), ("Bert Koller", "Purchasing")),
        ("dental", "public"),
    ),
)
VETERINARY = (
    (
        "Veterinary Practice Hollowell",
        "",
        "31 Orchard Way",
        (("Dr Edda Hollowell", "Veterinary surgeon"),),
        ("veterinary",),
    ),
    (
        "Small Animal Clinic at the Old Mill",
        "Old Mill Animal Health Ltd",
        "2 Old Mill Yard",
        (("Dr Piet Grootveld", "Veterinary surgeon"), ("Dr Yara Simsek", "Internal medicine")),
        ("veterinary", "key account"),
    ),
    (
        "Equine Clinic Marshfold",
        "Equine Clinic Marshfold Ltd",
        "Marshfold Farm",
        (("Dr Henrik Stallard", "Equine practitioner"),),
        ("veterinary", "horses"),
    ),
    (
        "Whiskerby Cat Practice",
        "",
        "17 Tallow Street",
        (("Dr Colette Mirren", "Feline medicine"),),
        ("veterinary",),
    ),
    (
        "Veterinary Referral Hospital for Internal Medicine, Oncology and Dermatology of the Upper Ostermere Valley",
        "Upper Ostermere Valley Veterinary Referral Hospital Ltd & Co. Limited Partnership",
        "200 Valley Road",
        (
            ("Dr Rasmus Feldt", "Oncology"),
            ("Dr Amara Diallon", "Dermatology"),
            ("Dr Wim Terhaar", "Internal medicine"),
        ),
        ("veterinary", "key account"),
    ),
    (
        "Farm Animal Practice Dr Brannoch",
        "",
        "5 Lowmeadow Lane",
        (("Dr Tilde Brannoch", "Cattle and sheep"),),
        ("veterinary", "farm animals"),
    ),
    (
        "Foundlings' Rest Animal Shelter",
        "Foundlings' Rest, registered association",
        "88 Heath Road",
        (("Ottilie Krantz", "Head of the shelter"),),
        ("veterinary", "charity price"),
    ),
    (
        "Fenwold Practice for Birds and Exotic Pets",
        "",
        "12 Fenwold Street",
        (("Dr Jory Pembrake", "Birds and reptiles"),),
        ("veterinary",),
    ),
    (
        "Juniper Mobile Vet",
        "",
        "40 Juniper Hill",
        (("Dr Lale Corvin", "Veterinary surgeon"),),
        ("veterinary", "pays late"),
    ),
    (
        "Lowmeadow Dairy Cooperative",
        "Lowmeadow Dairy Cooperative, registered",
        "1 Creamery Road",
        (("Arend Vosk", "Herd health"),),
        ("veterinary", "farm animals"),
    ),
)
# Natural persons: name, street, tags, owner of an animal
PERSONS = (
    ("Dr Emeric Vale", "6 Chandler's Court", ("dental",), False),
    ("Rosalind Thorne", "Thorne Kennels, 77 Heath Road", ("veterinary", "breeder"), True),
    ("Casper Overbeck", "Overbeck Stables, Marshfold", ("veterinary", "horses"), True),
)
# Owners known only through their animals: name and the last figures of the telephone
OWNERS = (
    ("Beatrix Lund", "201"),
    ("Gregor Palmgren", "202"),
    ("Family Zeman", "203"),
    ("Inés Morell", "204"),
    ("Timo Raske", "205"),
    ("Wanda Ilves", "206"),
    ("Johannes Krug-Adler", "207"),
    ("Sara Benhaddou", "208"),
    ("Edmund Finch", "209"),
    ("Mirela Stan", "210"),
    ("Lowmeadow Farm, K. Vosk", "211"),
    ("Ulrike Sommerlad", "212"),
    ("Noah Ekström", "213"),
)
