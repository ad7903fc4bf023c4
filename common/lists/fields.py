"""Fields of filters that the forms of Django do not have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.asked import LONGEST_TEXT, id_in, words
from common.folding import MOST_WORDS, words_of


class WordsField(forms.CharField):
    """The search box: words with one space between them, without what a database refuses to read."""

    def __init__(self, label=None, **kwargs):
        said = label or _("Search")
        box = forms.TextInput(attrs={"type": "search", "placeholder": said, "data-shortcut": "/", **_FINDS})
        super().__init__(**{"label": said, "required": False, "widget": box, **kwargs})

    def clean(self, value) -> str | None:
        """Nothing of which anything could be found, such as a dash alone, is no search for everything; nor is more
        than is searched for a search for its beginning. Blanks alone are an empty box."""
        typed = value or ""
        if not typed.strip():
            return ""
        said = words({"q": typed})
        return said if words_of(said) and not self.is_too_much(typed) else None

    def is_too_much(self, typed: str) -> bool:
        """Whether a part of it would not be looked for."""
        folded = words_of(typed, most=MOST_WORDS + 1)
        return len(typed.strip()) > LONGEST_TEXT or max(len(typed.split()), len(folded)) > MOST_WORDS


_FINDS = {"data-shortcut-says": _("Find in this list"), "autocomplete": "off"}


class RowField(forms.Field):
    """The id of a row, whether there is such a row or not."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def clean(self, value) -> int | None:
        return id_in(value or "")


class RowsField(forms.Field):
    """The ids of several rows, with commas between them, as a link of ours names them; a text that was cut is none."""

    LONGEST = 499

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def clean(self, value) -> list[int] | None:
        ids = [id_in(text) for text in (value or "").split(",")]
        return None if None in ids or len(value) > self.LONGEST else list(dict.fromkeys(ids))
