"""Numbers of orders and documents in what payers write, however they group them."""

from collections.abc import Mapping

from common.folding import fold

LEAST_OF_A_NUMBER = 5
"""Signs of a number without its dashes, below which it stands in other texts by chance."""


def numbers_in(text: str, numbers: Mapping[str, object]) -> list[str]:
    """The closed-up numbers that stand in the text, however it groups them, in its sequence."""
    return Numbers(numbers).standing_in(Signs(text))


class Signs:
    """Letters and digits of a text, and before which of them a new word begins: a dash or a dot begins none."""

    def __init__(self, text: str):
        signs, begins, parted = [], [], True
        for sign in fold(text):
            if sign.isalnum():
                signs.append(sign)
                begins.append(parted)
                parted = False
            else:
                parted = parted or sign not in "-."
        self.plain, self.begins = "".join(signs), [*begins, True]

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether what stands from ``start`` to ``end`` is no part of a longer number."""
        return self._begins_there(start) and (self.begins[end] or not self.plain[end].isdigit())

    def _begins_there(self, at: int) -> bool:
        """A digit after a single letter goes on with what that letter began: C-2026-000011 is not 2026-000011."""
        if self.begins[at] or self.plain[at].isalpha():
            return True
        before = at - 1
        alone = self.begins[before] or not self.plain[before - 1].isalpha()
        return self.plain[before].isalpha() and not alone


class Numbers:
    """Numbers to be looked for in many texts: how long they are is asked once."""

    def __init__(self, numbers: Mapping[str, object]):
        self.numbers = numbers
        self.lengths = {len(number) for number in numbers if len(number) >= LEAST_OF_A_NUMBER}

    def standing_in(self, signs: Signs) -> list[str]:
        found: dict[str, int] = {}
        for length in sorted(self.lengths, reverse=True):
            for at in range(len(signs.plain) - length + 1):
                piece = signs.plain[at : at + length]
                if piece in self.numbers and piece not in found and signs.stands_alone(at, at + length):
                    found[piece] = at
        return sorted(found, key=lambda piece: found[piece])
