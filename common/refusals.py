"""What is said when the product refuses: an exception whose text is the sentence people read."""


class Refused(Exception):
    """The act is not allowed; ``str()`` gives the reason in the words of the laboratory."""

    def __init__(self, sentence: object):
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
