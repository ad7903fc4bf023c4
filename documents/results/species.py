"""Names of one species, so that the ranges of the dog hold for what an order calls Canine, Hund or собака."""

from common.folding import fold

SPECIES = {
    "Dog": "dog, dogs, canine, canis, canis familiaris, canis lupus familiaris, hund, chien, perro, cane, pes, pies,"
    " собака, пес, пёс",
    "Cat": "cat, cats, feline, felis, felis catus, felis silvestris catus, katze, chat, gato, gatto, kocka, kot,"
    " кошка, кот, кіт, кішка",
    "Horse": "horse, equine, equus, equus caballus, equus ferus caballus, pferd, cheval, caballo, cavallo, kun, kon,"
    " лошадь, кінь",
    "Rabbit": "rabbit, oryctolagus cuniculus, kaninchen, lapin, conejo, coniglio, kralik, krolik, кролик, кріль",
    "Guinea pig": "guinea pig, cavia porcellus, meerschweinchen, cochon d'inde, cobaya, cavia, морская свинка",
    "Ferret": "ferret, mustela furo, mustela putorius furo, frettchen, furet, huron, furetto, fretka, хорек, тхір",
    "Cattle": "cattle, cow, bovine, bos taurus, rind, kuh, bovin, vache, vaca, bovino, krowa, skot, корова",
    "Sheep": "sheep, ovine, ovis aries, schaf, mouton, oveja, pecora, ovce, owca, овца, вівця",
    "Goat": "goat, caprine, capra hircus, ziege, chevre, cabra, capra, koza, коза",
    "Pig": "pig, swine, porcine, sus scrofa domesticus, schwein, porc, cerdo, maiale, prase, swinia, свинья, свиня",
}
"""The names that are offered, each with what else it is called; all are compared folded."""

_CALLED = {fold(name): known for known, names in SPECIES.items() for name in names.split(", ")}


def same_species(one: str, other: str) -> bool:
    """Whether two names are of one species. An empty name is of none."""
    return bool(fold(one)) and species_key(one) == species_key(other)


def species_key(name: str) -> str:
    """What all names of one species share; of a species that is not known its own name, folded."""
    folded = fold(name)
    return _CALLED.get(folded, folded)


def same_word(one: str, other: str) -> bool:
    """Whether a breed or a method is the same, however it is written."""
    return bool(fold(one)) and fold(one) == fold(other)
