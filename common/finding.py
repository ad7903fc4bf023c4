"""Columns that a row writes about itself, so that people find and sort it the same way on every database.

``search_text`` holds what the row is found by, folded; ``name_key`` sorts it by its name (``common.folding``). A model
with either is ``Found``: they are written whenever their sources are, and no query may change a source behind them.
"""

from collections.abc import Collection, Iterable

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Left, Replace, StrIndex

from common.folding import closed_up, fold, has_digit, sort_key, words_of

SEARCH = "search_text"
SHORT = 3
"""Shorter words are looked for at the beginning of words only: an index of words knows three signs and more."""


class StaleColumns(TypeError):
    """A query would change what a row is found or sorted by, and leave the written columns as they were."""


class WrittenField(models.TextField):
    """Text made of other columns of the row whenever it is saved; ``of`` names them, ``owner__name`` a related one."""

    def __init__(self, *args, of: Collection[str] = (), **kwargs):
        self.of = tuple(of)
        super().__init__(*args, **(kwargs | {"editable": False, "default": ""}))

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for said in ("editable", "default"):
            kwargs.pop(said, None)
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance, add):
        text = self.text_of(model_instance)
        setattr(model_instance, self.attname, text)
        return text

    def text_of(self, row) -> str:
        raise NotImplementedError

    @property
    def sources(self) -> set[str]:
        """Columns of this table that the text depends on."""
        return {path.split("__")[0] for path in self.of}


class FoldedField(WrittenField):
    """What a row is found by: its words, folded, each with a space before it.

    Of the columns in ``numbers`` (telephones, tax numbers) the closed-up form stands there too.
    """

    def __init__(self, *args, numbers: Collection[str] = (), **kwargs):
        self.numbers = tuple(numbers)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"numbers": self.numbers} if self.numbers else {})

    def text_of(self, row) -> str:
        words = fold(" ".join(_at(row, path) for path in self.of)).split()
        words += [closed_up(_at(row, path)) for path in self.numbers]
        return "".join(f" {word}" for word in dict.fromkeys(words) if word)


class NameKeyField(WrittenField):
    """The key by which rows sort by a name (``common.folding.sort_key``), compared sign by sign on both databases."""

    def text_of(self, row) -> str:
        return sort_key(_at(row, self.of[0]))

    def db_parameters(self, connection):
        plain = "C" if connection.vendor == "postgresql" else None  # SQLite's own way is the same
        return super().db_parameters(connection) | {"collation": plain}


class FoundQuerySet(models.QuerySet):
    """Rows that people look for."""

    def matching(self, text: str):
        """The rows whose search text holds every word."""
        return holding(self, text, SEARCH)

    def update(self, **columns):
        if stale := _written_from(self.model, columns):
            raise StaleColumns(f"{', '.join(sorted(columns))}: save the rows, or {stale} stay as they were")
        return super().update(**columns)


class Found(models.Model):
    """A row that writes down what it is found and sorted by."""

    objects = FoundQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if (named := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*named, *_written_from(type(self), named)}
        super().save(*args, **kwargs)


def called_alike(column: str = "name_key") -> Replace:
    """Of the key by which names sort, the part that names have in common which differ in capitals, accents and dashes
    alone."""
    return Replace(Left(column, StrIndex(column, Value("\t")) - 1), Value("-"), Value(" "))


def holding(rows, text: str, *columns: str):
    """The rows that hold every word of the text, each in one of the columns; all rows for a text without words."""
    for word in words_of(text):
        rows = rows.filter(holds(word, *columns))
    return rows


def holds(word: str, *columns: str) -> Q:
    """The condition that one of the columns holds a folded word.

    A column that is no search text has only signs of ASCII, such as a number: both databases fold its capitals.
    """
    found = Q()
    for column in columns:
        folded = column.endswith(SEARCH)
        for form in _forms(word) if folded else ():
            found |= Q((f"{column}__contains", form))
        if not folded:
            found |= Q((f"{column}__icontains", word))
    return found


def forms_by_index(word: str, column: str) -> list[str]:
    """As what an index of three signs finds a folded word: a shorter one, a number too, at the beginning of words.

    ``column`` is a search text, or a number, which is given out in capitals as a rule.
    """
    short = len(word) < SHORT
    if not column.endswith(SEARCH):
        return [f"-{word}", f"-{word.upper()}"] if short else [word, word.upper()]
    return [f" {word}", f"-{word}"] if short else _forms(word)


def holds_a_form(forms: Iterable[str], column: str) -> Q:
    """The condition that the column holds one of them, sign by sign."""
    found = Q()
    for form in forms:
        found |= Q((f"{column}__contains", form))
    return found


def holds_by_index(word: str, column: str) -> Q:
    """As ``holds``, of words that are looked for while somebody types."""
    return holds_a_form(forms_by_index(word, column), column)


def nearly_holds(word: str) -> Q:
    """The condition that a search text has something like the word, by its index of three signs: PostgreSQL alone.

    How like it has to be is a setting of the connection (``labsite.databases``).
    """
    return Q(TrigramWordSimilar(F(SEARCH), Value(word)))


def nearness(words: Iterable[str]) -> TrigramWordSimilarity:
    """How like the words a search text is, from 0 to 1."""
    return TrigramWordSimilarity(" ".join(words), SEARCH)


def stands_in(search_text: str, word: str) -> bool:
    """What the database is asked by ``holds``, of a search text at hand."""
    return any(form in search_text for form in _forms(word))


def says(text: str, word: str) -> bool:
    """Whether a search text made of this text alone would hold the folded word."""
    return stands_in(f" {fold(text)}", word) or (word[-1:].isdigit() and word in closed_up(text))


def _forms(word: str) -> list[str]:
    """As what the word may stand in a search text: a short one at the beginning of words, also behind a dash.

    A code or number may be written with a space where it was typed with a dash: “Room 7” is found by “room-7”.
    """
    if len(word) < SHORT and word.isalpha():
        return [f" {word}", f"-{word}"]
    return [word, f" {word.replace('-', ' ')}"] if "-" in word and has_digit(word) else [word]


def written(model) -> list[WrittenField]:
    """The columns that rows of the model write about themselves."""
    return [field for field in model._meta.concrete_fields if isinstance(field, WrittenField)]


def _written_from(model, names: Iterable[str]) -> set[str]:
    """The written columns that depend on any of the named ones."""
    changed = {field.name for field in model._meta.concrete_fields if {field.name, field.attname} & {*names}}
    return {field.name for field in written(model) if field.sources & changed} - changed


def _at(row, path: str) -> str:
    """What stands in the row at the end of the path; "" where a part of it is empty."""
    for name in path.split("__"):
        row = getattr(row, name, None)
        if row is None:
            return ""
    return str(row)
