"""Imports: tables of services, customers and other records are looked at, taken in, and taken back."""
