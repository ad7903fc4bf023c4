"""What is sold: services in groups with the steps of their work, and the materials that they use."""

from catalog.models.material import Material, MaterialNorm
from catalog.models.service import Service, ServiceField, ServiceGroup, TaxRate
from catalog.models.task_template import TaskTemplate

__all__ = ["Material", "MaterialNorm", "Service", "ServiceField", "ServiceGroup", "TaskTemplate", "TaxRate"]
