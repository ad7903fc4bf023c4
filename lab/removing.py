"""The dialog before something is taken away for good: what happens, and the verb."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.posting import form_page, posted


class RemoveForm(forms.Form):
    """Nothing to type: it only carries the refusal, where there is one."""


def remove_page(
    request, remove: Callable[[Cause], object], *, title: str, says: str, back: str, done: str, verb: str = ""
):
    """GET asks, POST removes and leads back."""
    form = RemoveForm(request.POST if request.method == "POST" else None)

    def use_case(cause: Cause) -> str:
        remove(cause)
        return back

    context = {
        "form": form,
        "dialog_title": title,
        "verb": verb or _("Remove"),
        "danger": True,
        "says": says,
        "back_url": back,
    }
    return posted(request, [form], use_case, said=done) or form_page(request, "lab/remove.html", context)
