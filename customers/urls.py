"""The addresses of customers and patients. Their own pages lie with what shows their orders, higher up."""

from django.urls import path

from customers.views import counterparties, patients, search

app_name = "customers"

urlpatterns = [
    path("customers/new/", counterparties.customer_new, name="customer_new"),
    path("customers/search/", search.customer_search, name="customer_search"),
    path("customers/contacts/", search.contacts_of, name="contacts_of"),
    path("customers/<int:pk>/edit/", counterparties.customer_edit, name="customer_edit"),
    path("patients/", patients.patient_list, name="patient_list"),
    path("patients/new/", patients.patient_new, name="patient_new"),
    path("patients/search/", search.patient_search, name="patient_search"),
    path("patients/<int:pk>/edit/", patients.patient_edit, name="patient_edit"),
]
