"""The filters of a page as a form, read from the address."""

from datetime import date
from typing import Any

from django import forms

from common.days import day_and_year


class FilterForm(forms.Form):
    """What makes no sense in the address filters nothing."""

    use_required_attribute = False

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: said for name, said in self.cleaned_data.items() if said not in (None, "", False)}

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is set, in words, with the address of the page without it."""
        return [(self._in_words(name), self._address_without(name)) for name in self.asked]

    @property
    def without_any(self) -> str:
        """The address of the page without a filter."""
        return self._address_without(*self.fields)

    def _in_words(self, name: str) -> str:
        field, said = self[name], self.cleaned_data[name]
        if isinstance(said, date):
            return f"{field.label}: {day_and_year(said)}"
        return f"{field.label}: {said}"

    def _address_without(self, *names: str) -> str:
        left = self.data.copy()
        for name in names:
            left.pop(name, None)
        return f"?{left.urlencode()}" if left else "?"
