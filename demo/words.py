"""What the people of the demonstration say: comments, reasons, what is awaited."""

COMMENTS = {
    "dental": (
        "Impression arrived in good condition.",
        "The practice confirmed the shade by telephone.",
        "Margin at the mesial side is hard to see; did my best.",
        "Framework fits. Goes on to ceramics.",
        "Courier takes it tomorrow before nine.",
        "Dentist asks for a photo before glazing.",
        "Bite was open by 0.3 mm, corrected.",
        "Scan repeated, the first one had a hole.",
    ),
    "veterinary": (
        "Sample arrived within 24 hours, cooled.",
        "Slightly haemolytic, results not affected.",
        "Result given by telephone, the written one follows.",
        "Second reading agrees.",
        "Sample labelled by hand; name checked with the practice.",
        "Lipaemic, measured again after centrifugation.",
        "Enough material left for three days if something shall be added.",
    ),
}
INTERNAL = (
    "Customer rang twice today. Please keep the date.",
    "Charge the second model only once, as agreed.",
    "Do not give discount again without asking Helen.",
    "Keep the old work in drawer 4 until Friday.",
    "New technician at the practice sends blurred scans; Oscar talks to them.",
    "Retain the slides for the teaching set.",
)
AWAITED = {
    "dental": ("Bite registration", "Second impression", "Answer about the shade", "Signed order form"),
    "veterinary": (
        "Biomaterial from the clinic",
        "Clinical history",
        "Signed request form",
        "A second tube: the first one broke",
    ),
}
REWORK = {
    "dental": (
        "Occlusion interferes on the left side.",
        "Sharp edge at the margin.",
        "Polish is not good enough on the inner side.",
        "Base does not sit flat on the model.",
    ),
    "veterinary": (
        "Control sample was out of range: please repeat.",
        "Does not fit the history: please examine once more.",
        "Name on the container differs from the form: clarify, then repeat.",
    ),
}
CANCELLED = {
    "dental": (
        "The patient decided against treatment.",
        "Ordered twice by mistake.",
        "The practice changed the plan: implant instead.",
    ),
    "veterinary": (
        "The animal was put to sleep.",
        "Sample was lost in the post.",
        "Ordered twice by mistake.",
    ),
}
REOPENED = (
    "The practice sent it back: contact missing.",
    "One result has to be corrected.",
    "Another unit has to be added.",
)
UNREALIZED = (
    "Wrong customer on the invoice.",
    "Discount was forgotten.",
    "The clinic asks for a split by patient.",
)
TAKEN_DOWN = "The practice wants to change the services."
# name, colour, departments that use it
MARKERS = (
    ("Urgent", "amber", ("dental", "veterinary")),
    ("Out for fitting", "violet", ("dental",)),
    ("Warranty", "plum", ("dental",)),
    ("Call before delivery", "blue", ("dental",)),
    ("Sample split", "teal", ("veterinary",)),
    ("Result by telephone", "indigo", ("veterinary",)),
    ("Teaching case", "olive", ("dental", "veterinary")),
)
COLLECTED = "Collected by the practice"
CARRIERS = ("Own courier", "Own courier", "Parcel, next day", COLLECTED, "Medical courier")
