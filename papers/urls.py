"""The public addresses at which papers are checked; they are printed on papers, so they never change."""

from django.urls import path

from papers import views

app_name = "papers"

urlpatterns = [
    path("check/", views.check_form, name="check_form"),
    path("check/<str:code>/", views.check, name="check"),
]
