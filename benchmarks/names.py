"""Invented names for the rows of the benchmark, made of syllables: varied, and always the same."""

from collections.abc import Iterator

_FIRST = (
    *(
        "Ada",
        "Bela",
        "Cora",
        "Dario",
        "Edda",
        "Falko",
        "Gesa",
        "Hanno",
        "Ilka",
        "Jaro",
        "Karla",
        "Levin",
        "Mila",
    ),
    *("Nando", "Orla", "Pavel", "Quinn", "Runa", "Silas", "Thea", "Ulla", "Viggo", "Wanda", "Yara"),
)
_BEGINNINGS = (
    *(
        "Al",
        "Ber",
        "Cal",
        "Dor",
        "El",
        "Fen",
        "Gar",
        "Hol",
        "Il",
        "Jan",
        "Kes",
        "Lor",
        "Mar",
        "Nor",
        "Ost",
        "Pel",
    ),
    *("Quar", "Ros", "Sel", "Tor", "Ul", "Var", "Wel", "Yor", "Zan"),
)
_ENDINGS = (
    *(
        "wald",
        "berg",
        "mann",
        "sen",
        "ovic",
        "ska",
        "eau",
        "ini",
        "stein",
        "kov",
        "quist",
        "dottir",
        "feld",
        "ner",
    ),
)
_ANIMALS = (("Dog", "Beagle"), ("Cat", "Siamese"), ("Horse", "Hanoverian"), ("Rabbit", "Lop"))
_CALLED = ("Bruno", "Socks", "Comet", "Pepper", "Luna", "Biscuit", "Shadow", "Maple", "Ziggy", "Nelly")


def person(n: int) -> str:
    """One of some 8,400 people."""
    first, rest = _FIRST[n % len(_FIRST)], n // len(_FIRST)
    return f"{first} {_BEGINNINGS[rest % len(_BEGINNINGS)]}{_ENDINGS[(rest // len(_BEGINNINGS)) % len(_ENDINGS)]}"


def animal(n: int) -> tuple[str, str, str]:
    """Name, species, breed."""
    return (_CALLED[n % len(_CALLED)], *_ANIMALS[n % len(_ANIMALS)])


def clinics(count: int) -> Iterator[str]:
    """So many different clinics."""
    kinds = ("Dental Practice", "Dental Centre", "Animal Clinic", "Orthodontics", "Veterinary Surgery")
    for n in range(count):
        yield f"{kinds[n % len(kinds)]} {_BEGINNINGS[n % len(_BEGINNINGS)]}{_ENDINGS[n % len(_ENDINGS)]} {n + 1}"
