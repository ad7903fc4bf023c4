"""Document types that a new laboratory begins with. They are locked: a laboratory copies one to change it."""

from documents.starter.types.laboratory import BACTERIOLOGY, BIOCHEMISTRY, CYTOLOGY, HAEMATOLOGY, URINALYSIS
from documents.starter.types.papers import CONSENT, DELIVERY_NOTE, PRESCRIPTION

TYPES = (
    HAEMATOLOGY,
    BIOCHEMISTRY,
    URINALYSIS,
    BACTERIOLOGY,
    CYTOLOGY,
    PRESCRIPTION,
    DELIVERY_NOTE,
    CONSENT,
)
