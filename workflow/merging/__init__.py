"""Customers and patients who stand in the register twice become one; and two again where that was a mistake."""
