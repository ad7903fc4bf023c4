"""Rates: the list, a new one, retiring one, and what work would pay by them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lab.access import allow
from lab.lists import list_view
from lab.models import LabSettings
from lab.posting import form_page, posted
from payroll.asking import ask
from payroll.forms import ConfirmForm, RateForm, WhatPaysForm
from payroll.lists import RATES
from payroll.models import Rate
from payroll.rate_book import add_rate, in_words, retire_rate

rate_list = list_view(RATES, "set_rates")


@allow("set_rates")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_new(request):
    first = {"valid_from": timezone.localdate()}
    form = RateForm(request.POST or None, initial=first, currency=LabSettings.load().currency)

    def save(cause):
        add_rate(**form.cleaned_data, cause=cause)
        return reverse("payroll:rate_list")

    context = {
        "form": form,
        "dialog_title": _("New rate"),
        "verb": _("Set the rate"),
        "back_url": reverse("payroll:rate_list"),
    }
    return posted(request, [form], save, said=_("The rate is set.")) or form_page(
        request, "payroll/rate_form.html", context
    )


@allow("set_rates")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_retire(request, pk):
    rate = get_object_or_404(Rate.objects.with_names(), pk=pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def retire(cause):
        retire_rate(rate.pk, cause)
        return reverse("payroll:rate_list")

    context = {
        "form": form,
        "dialog_title": _("Retire the rate “%(rate)s”") % {"rate": in_words(rate)},
        "verb": _("Retire the rate"),
        "back_url": reverse("payroll:rate_list"),
        "consequences": [
            _("Acts posted from now on are not paid by it; the next fitting rate applies."),
            _("Pay that is booked stays as it is."),
        ],
    }
    said = _("The rate is retired: %(rate)s.") % {"rate": in_words(rate)}
    return posted(request, [form], retire, said=said) or form_page(request, "payroll/rate_form.html", context)


@allow("set_rates")
@require_safe
def rate_ask(request):
    """What would this pay? The rate that wins, those that lose, and why."""
    currency = LabSettings.load().currency
    form = WhatPaysForm(request.GET or None, currency=currency)
    asked = form.question() if form.is_bound and form.is_valid() else None
    context = {"form": form, "asked": asked, "answer": ask(asked) if asked else None, "currency": currency}
    return render(request, "payroll/rate_ask.html", context)
