"""Exchange rates: those that were entered, one by hand, many from a table after a look at what it would do."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from billing.lists import EXCHANGE_RATES
from lab.access import allow, takes_files
from lab.exchange_book import import_exchange_rates, set_exchange_rate
from lab.exchange_forms import ExchangeRateForm, RatesTableForm
from lab.lists import list_view
from lab.models import LabSettings
from lab.once import lead_back, token_for
from lab.posting import form_page, posted

exchange_rate_list = list_view(EXCHANGE_RATES, "see_billing")


@allow("set_exchange_rates")
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rate_new(request):
    """One rate; an address may name the currencies and the day, as where a rate is missing or to be corrected."""
    asked = {name: request.GET[name][:10] for name in ("currency", "base", "day") if name in request.GET}
    first = {"day": timezone.localdate(), "base": LabSettings.load().currency} | asked
    form = ExchangeRateForm(request.POST if request.method == "POST" else None, initial=first)

    def save(cause):
        set_exchange_rate(form.told, cause)
        return reverse("billing:exchange_rate_list")

    context = {
        "form": form,
        "dialog_title": _("Enter an exchange rate"),
        "verb": _("Enter the rate"),
        "back_url": reverse("billing:exchange_rate_list"),
    }
    said = _("The rate is entered.")
    return posted(request, [form], save, said=said) or form_page(
        request, "billing/exchange_rate_form.html", context
    )


@takes_files
@allow("set_exchange_rates")
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rate_import(request):
    """A table is looked at first; taken over is what it shows then, and what is refused is left out."""
    is_sent = request.method == "POST"
    sent = (request.POST, request.FILES) if is_sent else ()
    form = RatesTableForm(*sent, currency=LabSettings.load().currency)
    taken = []

    def take(cause):
        taken.extend(import_exchange_rates(form.to_take, cause))
        return reverse("billing:exchange_rate_list")

    is_right = is_sent and form.is_valid()
    is_changed = is_right and "take" in request.POST and request.POST["take"] != form.mark
    takes = "take" in request.POST and not is_changed
    if is_sent and not takes:
        lead_back(request)  # what was taken over already is not looked at again
    if takes and (done := posted(request, [form], take, said=lambda: _taken(len(taken)))):
        return done
    context = {"form": form, "is_looked_at": is_right, "is_changed": is_changed}
    if is_right and not takes:
        context["form_token"] = token_for(request)
        return render(request, "billing/exchange_rate_import.html", context)
    return form_page(request, "billing/exchange_rate_import.html", context)


def _taken(count: int) -> str:
    said = ngettext("%(n)s exchange rate is entered.", "%(n)s exchange rates are entered.", count)
    return said % {"n": count}
