"""The root of all addresses. Each app's urls.py carries its paths in full."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from labsite.bodies import may_send
from labsite.coming_back import log_in_again, session
from labsite.health import healthz
from labsite.sessions import ASKED_AT

handler400 = "labsite.errors.bad_request"
handler403 = "labsite.errors.permission_denied"
handler404 = "labsite.errors.page_not_found"
handler500 = "labsite.errors.server_error"

# Apps without pages of their own have no urls module.
APPS = (
    "lab",
    "background",
    "papers",
    "catalog",
    "customers",
    "documents",
    "billing",
    "payroll",
    "stock",
    "workflow",
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("may-send", may_send, name="may_send"),
    path(ASKED_AT.lstrip("/"), session, name="session"),
    path("session/log-in", log_in_again, name="log_in_again"),
    path("admin/", admin.site.urls),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]
