"""Addresses of the laboratory itself."""

from django.urls import path

from lab.views import absences, calendar, door, keeping_calendar, lists, own_account, team

app_name = "lab"

urlpatterns = [
    path("login/", door.login, name="login"),
    path("logout/", door.logout, name="logout"),
    path("set-password/<uid>/<token>/", door.set_password, name="set_password"),
    path("me/", own_account.me, name="me"),
    path("me/password/", own_account.change_password, name="password_change"),
    path("me/theme/", own_account.theme, name="theme"),
    path("calendar/working-time/", calendar.calendar, name="calendar"),
    path("lists/columns/", lists.list_columns, name="list_columns"),
    path("lists/views/new/", lists.view_new, name="view_new"),
    path("lists/views/<int:pk>/", lists.view_edit, name="view_edit"),
    path("lists/views/<int:pk>/remove/", lists.view_remove, name="view_remove"),
    path("calendar/day/", calendar.typed_day, name="typed_day"),
    path("calendar/hours/", keeping_calendar.hours, name="hours"),
    path("calendar/exceptions/new/", keeping_calendar.exception_new, name="exception_new"),
    path("calendar/exceptions/<int:pk>/", keeping_calendar.exception_edit, name="exception_edit"),
    path("calendar/exceptions/<int:pk>/remove/", keeping_calendar.exception_remove, name="exception_remove"),
    path("calendar/absences/new/", absences.absence_new, name="absence_new"),
    path("calendar/absences/<int:pk>/", absences.absence_edit, name="absence_edit"),
    path("calendar/absences/<int:pk>/remove/", absences.absence_remove, name="absence_remove"),
    path("calendar/public-holidays/", keeping_calendar.holidays, name="public_holidays"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite, name="invite"),
    path("team/<int:pk>/", team.person, name="person"),
    path("team/<int:pk>/edit/", team.edit, name="edit_person"),
    path("team/<int:pk>/roles/", team.roles, name="person_roles"),
    path("team/<int:pk>/deactivate/", team.deactivate, name="deactivate"),
    path("team/<int:pk>/reactivate/", team.reactivate, name="reactivate"),
    path("team/<int:pk>/badge/", team.issue, name="issue_badge"),
    path("team/<int:pk>/badge/revoke/", team.revoke, name="revoke_badge"),
    path("team/<int:pk>/password-link/", team.hand_out_link, name="password_link"),
]
