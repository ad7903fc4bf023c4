"""What customers of the demonstration ask for: services that belong together, with the words that come with them.

Each row: what it is about, services (code and quantity), instructions to choose from.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prescription:
    """Services ordered together. ``species`` empty: fits every patient of the department."""

    services: tuple[tuple[str, int], ...]
    instructions: tuple[str, ...]
    species: tuple[str, ...] = ()
    youngest: int = 0
    oldest: int = 200


def _p(services: str, *instructions: str, **fields) -> Prescription:
    pairs = (part.split("*") for part in services.split())
    return Prescription(tuple((code, int(*(n or ["1"]))) for code, *n in pairs), instructions, **fields)


ADULT, SENIOR, CHILD = {"youngest": 18}, {"youngest": 55}, {"oldest": 17}

DENTAL = (
    _p(
        "C-101 M-172 M-173",
        "Tight contact at the distal side, please.",
        "Opposing tooth is natural.",
        "",
        **ADULT,
    ),
    _p("C-101*2 M-171 M-173*2", "Both crowns as one block, cement gap 60 µm.", "", **ADULT),
    _p(
        "C-102*2 M-170 M-176",
        "Photos with the shade guide are attached. Patient is very particular about the colour.",
        **ADULT,
    ),
    _p("C-103 M-172", "Incisal edge slightly translucent.", "Please follow the wax-up.", **ADULT),
    _p("C-104*3 M-170", "Metal try-in first.", "", **ADULT),
    _p("C-105 M-170", "Little room in occlusion, 0.8 mm at the cusp.", **ADULT),
    _p(
        "C-110*3 C-113*3 M-173*3",
        "Pontic ovate. Temporary bridge is needed first.",
        "Pontic modified ridge lap.",
        **ADULT,
    ),
    _p("C-110*4 M-171 M-175", "Arbitrary face bow attached.", **ADULT),
    _p("C-111*4 M-170 M-175", "", "Shoulder in ceramic at the front.", **ADULT),
    _p("C-112 M-172", "Wing on the canine. Do not reduce the enamel on the model.", **ADULT),
    _p("V-120*2 M-170", "", "Cavity was deepened, liner is on the model.", **ADULT),
    _p("V-121 M-172", "Onlay covers both palatal cusps.", **ADULT),
    _p(
        "V-122*4 V-123*4 M-176",
        "Wax-up first, to be shown to the patient. Then veneers.",
        "Natural, not too white.",
        **ADULT,
    ),
    _p("I-130 M-171", "Torque 25 Ncm. Screw channel palatal.", "Soft tissue mask, please.", **ADULT),
    _p("I-131*3 M-171 M-175", "Passive fit is essential. Try-in of the framework.", **ADULT),
    _p("I-132 C-101 M-171", "Crown margin 0.5 mm subgingival.", **ADULT),
    _p(
        "I-134 D-140 M-170 M-175",
        "Bar first for try-in, denture follows. See the planning attached.",
        **SENIOR,
    ),
    _p("I-135 M-172", "Planning file attached. Sleeves 5.2 mm.", **ADULT),
    _p("I-133 I-130 M-171", "Gum is thin: zirconia abutment, please.", **ADULT),
    _p("D-145 D-146", "Functional impression follows on Thursday.", "", **SENIOR),
    _p(
        "D-144 D-140",
        "Teeth a little larger than the old ones; photos attached.",
        "Vertical dimension + 2 mm.",
        **SENIOR,
    ),
    _p("D-147 M-172*2", "Patient had a printed denture before and liked it.", **SENIOR),
    _p("D-141 M-170 M-175", "Clasps not visible when smiling.", "", **SENIOR),
    _p("D-142 M-170", "Interim until the implants have healed.", **ADULT),
    _p("D-143*2 D-141 M-170", "Friction moderate: the patient has weak hands.", **SENIOR),
    _p("R-160", "Patient waits: wanted back today.", "Fracture along the midline.", **SENIOR),
    _p("R-161 R-162", "", "Please disinfect before work.", **SENIOR),
    _p("R-163", "", **SENIOR),
    _p("R-164", "Chipped after three weeks; is it within the warranty?", **ADULT),
    _p("O-153 M-172*2", "Bruxism. Bite in centric is scanned.", **ADULT),
    _p("O-154 M-170", "", "2 mm, hard and soft.", **ADULT),
    _p("O-156 M-172*2 M-175", "Protrusion 6 mm, adjustable.", **ADULT),
    _p("O-150 M-170", "Screw a quarter turn a week. Colour: green with glitter.", "Colour: blue.", **CHILD),
    _p("O-155 M-170", "Team colours: black and yellow. Handball.", **CHILD),
    _p("O-151 M-172", "From canine to canine.", **CHILD),
    _p("O-152*2 M-172*2", "Set-up for approval first.", "Steps of 0.2 mm.", youngest=12, oldest=50),
    _p("M-174*3", "File is attached, margin marked.", **ADULT),
)
VETERINARY = (
    _p(
        "H-201 B-210",
        "Check-up before anaesthesia on Friday.",
        "Check-up, no complaints.",
        "",
        species=("Dog", "Cat", "Rabbit"),
    ),
    _p(
        "H-201 B-211",
        "Weight loss for two months, eats well.",
        "Vomiting since yesterday.",
        "Control under therapy.",
        species=("Dog", "Cat"),
    ),
    _p("H-201 B-211 B-212", "Drinks a lot.", "Known kidney disease, IRIS stage 2.", species=("Cat", "Dog")),
    _p(
        "H-201 B-211 B-213",
        "Hyperactive, heart rate 220.",
        "Control four weeks after the dose was changed.",
        species=("Cat",),
    ),
    _p("H-203 H-202", "Pale mucous membranes. Result by telephone, please.", species=("Dog", "Cat")),
    _p("H-204", "Before surgery; bled long after a tooth was drawn.", species=("Dog",)),
    _p("B-214", "Second sample one hour after injection.", species=("Dog",)),
    _p("B-216 H-201", "Diabetic, on insulin for three months.", species=("Cat", "Dog")),
    _p("B-217 H-201", "Poor performance.", "Fever 39.4, no cough.", species=("Horse",)),
    _p("P-224", "Three horses of the same stable follow.", "", species=("Horse",)),
    _p("G-264 H-201", "Fever in the stable: please today.", species=("Horse",)),
    _p("P-220 P-221", "Soft stool, kennel.", "Kitten from abroad.", species=("Dog", "Cat")),
    _p("P-220 P-222", "Coughs at night.", species=("Dog", "Cat")),
    _p("P-220", "", "Control after worming.", species=("Rabbit", "Parrot", "Bearded dragon", "Sheep")),
    _p("P-223 Y-233", "Itching, both ears.", species=("Dog", "Cat", "Rabbit")),
    _p(
        "Y-230",
        "Nodule at the left thorax, 2 cm, moves freely.",
        "Enlarged lymph node.",
        species=("Dog", "Cat"),
    ),
    _p("Y-230 Y-231*2", "Three nodules, sites A to C on the slides.", species=("Dog",)),
    _p("Y-232 H-201", "Effusion in the chest, 120 ml drawn.", species=("Cat", "Dog")),
    _p("T-240", "Mass at the eyelid, removed with a margin.", "Gum, painful.", species=("Dog", "Cat")),
    _p(
        "T-241 T-244",
        "Mammary tumour, third complex. Ink: cranial blue.",
        "Mast cell tumour? Please margins.",
        species=("Dog", "Cat"),
    ),
    _p("T-242", "No cortisone for four weeks. Four punches, back and flank.", species=("Dog", "Cat")),
    _p("T-241 T-243*2", "Lymphoma? CD3 and CD79a.", species=("Dog", "Cat")),
    _p("K-250 B-218", "Third cystitis this year.", "", species=("Cat", "Dog")),
    _p(
        "K-251",
        "Wound does not heal; amoxicillin failed.",
        "After surgery, day 6.",
        species=("Dog", "Cat", "Horse"),
    ),
    _p("K-252", "Circular spots on the head; children in the house.", species=("Cat", "Rabbit", "Dog")),
    _p("K-253", "Before admission to the hospital.", species=("Horse", "Dog")),
    _p("K-254*4", "All four quarters, cell count 480.", "Left hind quarter swollen.", species=("Cattle",)),
    _p("K-255 K-251", "Abscess, foul smell.", species=("Cat", "Rabbit", "Bearded dragon")),
    _p("G-260", "Sneezing, ulcers on the tongue.", species=("Cat",)),
    _p("G-261 P-220", "Bloody diarrhoea, three dogs affected.", species=("Dog",)),
    _p("G-262 H-201", "Was in the south in May; fever, lame.", species=("Dog",)),
    _p("G-265", "Circovirus.", "Psittacosis: please by telephone at once if positive.", species=("Parrot",)),
    _p("G-266", "For the breeding register.", species=("Dog",)),
    _p("G-263 B-211", "Acute kidney failure, vaccinated.", species=("Dog",)),
    _p("S-270", "Before living with other cats.", "Foundling, before rehoming.", species=("Cat",)),
    _p("S-271 S-272 H-201", "Imported from abroad.", species=("Dog", "Cat")),
)

# Asked for by name only: there is never enough of it on the shelf.
RARE = (_p("I-136*4", "Bases only, we glue ourselves.", **ADULT),)

# Complex services, asked for by name: see the timetable.
BUNDLED = {
    "dental": (
        _p("X-190", "Torque 25 Ncm, screw channel palatal.", **ADULT),
        _p("X-190*2 M-175", "Two neighbouring implants, contact between the crowns flat.", **ADULT),
        _p("X-192", "Teeth a little larger than the old ones; photos attached.", **SENIOR),
    ),
    "veterinary": (_p("Z-290", "Yearly check, eats well.", "Loses weight, drinks a lot.", species=("Cat",)),),
}

SHADES = ("A1", "A2", "A2", "A3", "A3", "A3.5", "B1", "B2", "C1", "C2", "D2", "BL2")
IMPLANT_SYSTEMS = ("Conical 4.1, regular", "Conical 3.3, narrow", "Hexagon 4.3", "Hexagon 5.0, wide")
WHOLE_JAW = frozenset(
    {
        "X-191",
        "X-192",
        "D-140",
        "D-147",
        "D-144",
        "D-145",
        "D-146",
        "O-150",
        "O-152",
        "O-153",
        "O-154",
        "O-155",
        "O-156",
        "R-160",
        "R-162",
        "I-134",
        "I-135",
        "O-151",
    }
)
