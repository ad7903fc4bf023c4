"""What is sold: services in groups with the steps of their work, complex ones, and the materials that they use."""

from catalog.models.included_service import IncludedService
from catalog.models.material import Material, MaterialNorm
from catalog.models.service import Service, ServiceField, ServiceGroup, TaxRate
from catalog.models.task_template import TaskTemplate

__all__ = [
    "IncludedService",
    "Material",
    "MaterialNorm",
    "Service",
    "ServiceField",
    "ServiceGroup",
    "TaskTemplate",
    "TaxRate",
]
