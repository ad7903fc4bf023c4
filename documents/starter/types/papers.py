"""Papers with a layout of their own: the dental prescription, the delivery note, the consent."""

from documents.starter.types.shapes import Field, Section, Type, long

PRESCRIPTION = Type(
    "dental-prescription",
    "Dental prescription",
    "prescription",
    "RX-{yyyy}-{n:05}",
    (
        Section(
            "Work",
            (
                Field("restoration", "Restoration", is_required=True),
                Field("teeth", "Teeth", hint="FDI numbers, for example 13-15 or 26, 27"),
                Field(
                    "material",
                    "Material",
                    "choice",
                    (
                        "zirconia",
                        "lithium disilicate",
                        "metal ceramic",
                        "metal",
                        "composite",
                        "acrylic",
                        "other",
                    ),
                ),
                Field("needed-on", "Needed on", "date"),
            ),
        ),
        Section(
            "Shade",
            (
                Field("shade-guide", "Shade guide", "choice", ("VITA classical", "VITA 3D-Master", "other")),
                Field("shade", "Shade"),
                Field("stump-shade", "Shade of the stump"),
            ),
        ),
        Section(
            "Handed in",
            (
                Field(
                    "impression", "Impression", "choice", ("intraoral scan", "silicone", "alginate", "models")
                ),
                Field("bite", "Bite registration", "yes_no"),
                Field("photographs", "Photographs", "yes_no"),
                Field("shade-photograph", "Photograph of the shade", "picture"),
            ),
        ),
        Section("Instructions", (long("instructions", "Instructions"),)),
    ),
    layout="""**Prescribed by** {{contact}}, {{customer}}
**Patient** {{patient.name}}  {{patient.age}}
**Order** {{order.number}}, due {{order.due}}

{{sections}}

{{signatures}}
""",
)

DELIVERY_NOTE = Type(
    "delivery-note",
    "Delivery note",
    "note",
    "DN-{yyyy}-{n:05}",
    (
        Section(
            "Delivered",
            (
                Field("items", "Items", "table", columns=("Item", ("Quantity", "number"), "Remark")),
                Field("boxes", "Boxes", "number", decimals=0),
                Field("returned", "Returned to the customer", hint="Models, impressions, articulators"),
                Field("handed-to", "Handed to"),
                long("remark", "Remark"),
            ),
        ),
    ),
    layout="""{{customer}}
{{customer.address}}
{{contact}}

# Order {{order.number}}
Patient: {{patient.name}}

{{order.services}}

{{section:Delivered}}

{{signatures}}
""",
)

CONSENT = Type(
    "consent",
    "Consent to examination",
    "consent",
    "CON-{yyyy}-{n:05}",
    (
        Section(
            "Consent",
            (
                Field("examination", "Examination", is_required=True),
                Field("given-by", "Given by", is_required=True),
                Field("given-on", "Given on", "date"),
                Field("remainder", "What remains of the sample may be used for quality control", "yes_no"),
                Field("explained-by", "Explained by"),
            ),
        ),
    ),
    layout="""Patient: **{{patient.name}}**
Owner or representative: **{{given-by}}**

I agree that {{lab.name}} carries out this examination: **{{examination}}**. It was explained to \
me what is examined, what the result can say and what it cannot, and what risks taking the sample has.

I know that I can take this consent back at any time before the examination begins.

{{remainder.label}}: **{{remainder}}**

Explained by {{explained-by}}, {{given-on}}

{{signatures}}
""",
)
