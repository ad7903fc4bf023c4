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
        "Contact point too tight distally.",
        "Shade is half a step too dark.",
        "Occlusion interferes on the left side.",
        "Margin short at the buccal side.",
    ),
    "veterinary": (
        "Please repeat the potassium: haemolysis.",
        "Count another hundred cells.",
        "Deeper sections, please.",
        "Antibiogram lacks two substances.",
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
MARKERS = (
    ("Urgent", "amber"),
    ("Out for fitting", "violet"),
    ("Warranty", "plum"),
    ("Call before delivery", "blue"),
    ("Sample split", "teal"),
    ("Result by telephone", "indigo"),
    ("Teaching case", "olive"),
)
CARRIERS = ("Own courier", "Own courier", "Parcel, next day", "Collected by the practice", "Medical courier")
