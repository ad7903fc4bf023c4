"""Addresses of the laboratory itself."""

from django.urls import path

from lab.views import door, own_account, team

app_name = "lab"

urlpatterns = [
    path("login/", door.login, name="login"),
    path("logout/", door.logout, name="logout"),
    path("set-password/<uid>/<token>/", door.set_password, name="set_password"),
    path("me/", own_account.me, name="me"),
    path("me/password/", own_account.change_password, name="password_change"),
    path("me/theme/", own_account.theme, name="theme"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite, name="invite"),
    path("team/<int:pk>/", team.person, name="person"),
    path("team/<int:pk>/edit/", team.edit, name="edit_person"),
    path("team/<int:pk>/roles/", team.roles, name="person_roles"),
    path("team/<int:pk>/deactivate/", team.deactivate, name="deactivate"),
    path("team/<int:pk>/reactivate/", team.reactivate, name="reactivate"),
    path("team/<int:pk>/password-link/", team.hand_out_link, name="password_link"),
]
