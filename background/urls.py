"""The addresses of the background work."""

from django.urls import path

from background.views import jobs, papers

app_name = "background"

urlpatterns = [
    path("background/", jobs.job_list, name="job_list"),
    path("background/<int:pk>/try-again/", jobs.job_try_again, name="job_try_again"),
    path("background/<int:pk>/give-up/", jobs.job_give_up, name="job_give_up"),
    path("papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("papers/<uuid:paper_id>/file/", papers.paper_file, name="paper_file"),
]
