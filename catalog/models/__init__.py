"""What is sold: services in groups with their steps, complex ones; materials that they use; price lists."""

from catalog.models.included_service import IncludedService
from catalog.models.material import Material, MaterialNorm
from catalog.models.price_list import PriceList, PriceListVersion, PriceRule, RuleKind
from catalog.models.service import CountsBy, Service, ServiceField, ServiceGroup, TaxRate
from catalog.models.task_template import TaskTemplate

__all__ = [
    "CountsBy",
    "IncludedService",
    "Material",
    "MaterialNorm",
    "PriceList",
    "PriceListVersion",
    "PriceRule",
    "RuleKind",
    "Service",
    "ServiceField",
    "ServiceGroup",
    "TaskTemplate",
    "TaxRate",
]
