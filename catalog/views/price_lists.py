"""Price lists: their list and their forms. The page of one lies higher up, with the customers who have it."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.forms import PriceListForm, RuleFormSet, VersionForm
from catalog.lists import PRICE_LISTS
from catalog.models import PriceList, PriceListVersion
from catalog.save_price_list import discard_version, save_price_list, save_version
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view
from lab.models import LabSettings
from lab.removing import remove_page

price_list_list = list_view(PRICE_LISTS, "see_prices")


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def price_list_new(request):
    return _price_list_form(request, PriceList(currency=LabSettings.load().currency))


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def price_list_edit(request, pk):
    return _price_list_form(request, get_object_or_404(PriceList, pk=pk))


def _price_list_form(request, price_list):
    is_new, former_name = not price_list.pk, price_list.name

    def save(parts, cause):
        saved = save_price_list(parts[0].instance, cause)
        return reverse("catalog:version_new", args=[saved.pk]) if is_new else saved.get_absolute_url()

    return edit_page(
        request,
        price_list,
        lambda data, standing: [PriceListForm(data, instance=standing)],
        save,
        template="catalog/price_list_form.html",
        context=lambda parts: {"form": parts[0], "price_list": price_list, "former_name": former_name},
        said=_("The price list is made. Now say what it changes.")
        if is_new
        else _("The price list is saved."),
    )


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def version_new(request, pk):
    """A new version begins as a copy of the last one, and tomorrow: until then it can be tried, changed, discarded."""
    price_list = get_object_or_404(PriceList, pk=pk)
    last = price_list.versions.order_by("-valid_from", "-number").first()
    begins = timezone.localdate() + timedelta(days=1 if last else 0)
    return _version_form(request, PriceListVersion(price_list=price_list, valid_from=begins), last)


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def version_edit(request, version_id):
    """One that has begun leads back to its list, which says why it stays as it is."""
    version = get_object_or_404(PriceListVersion.objects.select_related("price_list"), pk=version_id)
    if request.method != "POST" and version.has_begun(timezone.localdate()):
        return redirect(version.price_list)
    return _version_form(request, version, version)


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def version_discard(request, version_id):
    version = get_object_or_404(PriceListVersion.objects.select_related("price_list"), pk=version_id)
    figures = {"number": version.number, "list": version.price_list}
    return remove_page(
        request,
        lambda cause: discard_version(version.pk, cause),
        title=_("Discard version %(number)s of %(list)s") % figures,
        says=_("It has not begun and has priced nothing: what holds before it goes on."),
        back=version.price_list.get_absolute_url(),
        done=_("The version is discarded."),
        verb=_("Discard"),
    )


def _version_form(request, version: PriceListVersion, source: PriceListVersion | None):
    price_list, is_new = version.price_list, version.pk is None
    told = {"currency": price_list.currency, "prefix": "rules"}

    def build(data, standing):
        return [
            VersionForm(data, instance=standing, today=timezone.localdate()),
            RuleFormSet(data, source=source if is_new else standing, copies=is_new, **told),
        ]

    def save(parts, cause):
        form, rules = parts
        without_rules = form.cleaned_data["without_rules"]
        save_version(form.instance, cause, rules=rules.drafts, without_rules=without_rules)
        return price_list.get_absolute_url()

    def context(parts):
        form, rules = parts
        return {"form": form, "rules": rules, "price_list": price_list, "version": version, "source": source}

    return edit_page(
        request,
        version,
        build,
        save,
        template="catalog/version_form.html",
        context=context,
        said=_("The version is saved."),
    )
