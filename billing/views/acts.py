"""The list of acts, for everybody; amounts for those who may see them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.forms import ActFilter
from billing.shown import acts_shown, readable
from common.lists import list_page
from lab.access import allow
from lab.permissions import may


@allow("see_acts")
@require_safe
def act_list(request):
    filters, with_prices = ActFilter(request.GET), may(request.user, "see_prices")
    listed = list_page(readable(filters.rows(), with_prices=with_prices), request.GET)
    acts = acts_shown(listed.rows, with_prices=with_prices)
    context = {"filters": filters, "listed": listed, "acts": acts, "with_prices": with_prices}
    return render(request, "billing/act_list.html", context)
