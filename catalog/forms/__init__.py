"""What people type about the catalogue."""

from catalog.forms.included import IncludedFormSet, IncludedRowForm
from catalog.forms.materials import unit_of, with_units
from catalog.forms.price_list import PriceListForm, RuleFormSet, VersionForm
from catalog.forms.service import NormFormSet, PricedForm, PriceForm, ServiceForm
from catalog.forms.steps import StepFormSet

__all__ = [
    "IncludedFormSet",
    "IncludedRowForm",
    "NormFormSet",
    "PriceForm",
    "PriceListForm",
    "PricedForm",
    "RuleFormSet",
    "ServiceForm",
    "StepFormSet",
    "VersionForm",
    "unit_of",
    "with_units",
]
