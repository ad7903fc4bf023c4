"""What is sold: services in groups, and the materials that they use."""

from catalog.models.material import Material, MaterialNorm
from catalog.models.service import Service, ServiceField, ServiceGroup, TaxRate

__all__ = ["Material", "MaterialNorm", "Service", "ServiceField", "ServiceGroup", "TaxRate"]
