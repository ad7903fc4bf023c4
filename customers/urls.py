"""The addresses of customers and patients. Their own pages lie with what shows their orders, higher up."""

from django.urls import path

from customers.views import search

app_name = "customers"

urlpatterns = [
    path("customers/search/", search.customer_search, name="customer_search"),
    path("customers/contacts/", search.contacts_of, name="contacts_of"),
    path("patients/search/", search.patient_search, name="patient_search"),
]
