"""Every setting of the installation; what differs between machines comes from the environment (README.md)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from labsite.databases import database
from labsite.public_address import public_address

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- the installation -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

LABSITE_DATA = Path(env.str("LABSITE_DATA", default=str(BASE_DIR / "var"))).resolve()
LABSITE_DEMO = env.bool("LABSITE_DEMO", default=False)  # the login page names the demo's people
LABSITE_INSECURE_HTTP = env.bool("LABSITE_INSECURE_HTTP", default=False)  # plain http, for the demo alone
LABSITE_PUBLIC_ADDRESS = public_address(env.str("LABSITE_PUBLIC_ADDRESS", default=""))  # printed on papers
LABSITE_TRUSTED_PROXIES = env.int("LABSITE_TRUSTED_PROXIES", default=0)  # how many stand in front of us

# --- the house --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "labsite.apps.LabsiteConfig",
    "common",
    "lab",
    "background",
    "papers",
    "catalog",
    "customers",
    "orders",
    "documents",
    "billing",
    "payroll",
    "stock",
    "sums",
    "workflow",
    "verification",
    "demo",
    "labsite.apps.LabsiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_fsm",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "labsite.headers.PrivateAnswers",
    "labsite.letters.ReadAsUtf8",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "labsite.by_script.Answers",
    "labsite.errors.BusyDoor",
    "labsite.bodies.BodyGate",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "labsite.sessions.SessionAge",
    "labsite.by_script.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "labsite.upwards.LeadsUpwards",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lab.access.AccessMiddleware",
    "labsite.letters.TextAsKept",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "labsite.urls"
WSGI_APPLICATION = "labsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lab.navigation.frame",
            ],
            "builtins": ["common.templatetags.days", "common.templatetags.addresses"],
        },
    }
]
FORM_RENDERER = "common.drawn_fields.FieldRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The pages of these lie above the app that owns them; whoever has the row asks it for its page.
ABSOLUTE_URL_OVERRIDES = {
    "lab.badge": lambda badge: reverse("workflow:badge_pdf", args=[badge.pk]),
    "catalog.service": lambda service: reverse("workflow:service_page", args=[service.pk]),
    "catalog.pricelist": lambda price_list: reverse("workflow:price_list_page", args=[price_list.pk]),
    "customers.counterparty": lambda customer: reverse("workflow:customer_page", args=[customer.pk]),
    "customers.patient": lambda patient: reverse("workflow:patient_page", args=[patient.pk]),
}

LABSITE_TELLS_USE = "workflow.in_use.uses_of"
"""What still needs a person, a customer, a service: asked before one is switched off, by apps that lie below it."""

# --- books and files --------------------------------------------------------------------------------------
# Requests are not wrapped in transactions: with immediate transactions every page view on SQLite would take
# the write lock. Use cases open their own.
DATABASES = {"default": database(env.str("DATABASE_URL", default=""), LABSITE_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LABSITE_FILES = LABSITE_DATA / "files"  # outside everything that is served
LABSITE_MAX_FILE_BYTES = env.int("LABSITE_MAX_FILE_BYTES", default=2 * 1024**3)
LABSITE_FREE_SPACE_FLOOR = env.int("LABSITE_FREE_SPACE_FLOOR", default=1024**3)  # bytes left free on the disk
LABSITE_MAX_STRANGERS_BYTES = 64 * 1024  # what is read of somebody who has not logged in
MEDIA_ROOT = LABSITE_FILES
FILE_UPLOAD_HANDLERS = ["common.incoming.NoFiles"]  # labsite.bodies gives a better one where files belong
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2  # form fields; files are streamed and do not count
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an order of 200 lines has some 2,000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- who comes in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "lab.Employee"
LOGIN_URL = "lab:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "lab:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "labsite.hashing.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Who is kept out, and why so: labsite.wrong_passwords.
AXES_HANDLER = "labsite.wrong_passwords.WrongPasswords"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # what a success forgives
AXES_FAILURE_LIMIT = 8  # of one name at one address
LABSITE_FAILURES_PER_ADDRESS = 60  # of all names together
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "labsite.proxies.client_address"
AXES_LOCKOUT_CALLABLE = "labsite.errors.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # labsite.admin shows its records

SESSION_ENGINE = "labsite.session_store"
SESSION_COOKIE_AGE = 8 * 3600  # idle
LABSITE_SESSION_LONGEST = 24 * 3600  # from login, however busy

# --- what travels with every answer -----------------------------------------------------------------------
SECURE = not LABSITE_INSECURE_HTTP
HOST_ONLY = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{HOST_ONLY}sessionid"
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "labsite.by_script.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
# The neighbours of the lab's host name are not ours to bind, so HSTS stays without subdomains and preload.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if LABSITE_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["labsite.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Berlin")

# --- assets -----------------------------------------------------------------------------------------------
# static/ holds our own files; labsite/vendor.py names those of the installed packages:
#   vendor/bootstrap/css/bootstrap.min.css            vendor/bootstrap/js/bootstrap.bundle.min.js
#   vendor/bootstrap-icons/bootstrap-icons.min.css    vendor/htmx/htmx.min.js
#   vendor/sortable/Sortable.min.js
#   vendor/inter/index.css                            (font-family "Inter Variable")
# Papers use the same letters from node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf (600SemiBold,
# 700Bold …): the PDF engine unpacks a compressed font anew, and mixes up one split by script, unless each part has a
# name of its own, as the letters of other scripts have (common/pdf/letters.py).
STATIC_URL = "/static/"
STATIC_ROOT = LABSITE_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "labsite.vendor.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "labsite.assets.HashedAssets"},
}

# --- letters ----------------------------------------------------------------------------------------------
# Without EMAIL_URL (smtp+tls://name:password@host:587) letters are laid into a folder, for the administrator to read.
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{LABSITE_DATA}/mail"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="labsite@localhost")
EMAIL_TIMEOUT = 10  # seconds

# --- background work --------------------------------------------------------------------------------------
# Kept as rows beside the books and done by `bin/manage worker`. Another backend of Django's tasks may stand here;
# it then brings its own worker, and its own way to do each day what LABSITE_DAILY names, each hour LABSITE_HOURLY.
TASKS = {"default": {"BACKEND": env.str("LABSITE_TASKS", default="background.backend.JobRows")}}
LABSITE_DAILY = [
    "lab.sweeping.sweep_form_tokens",
    "lab.sweeping.sweep_sessions",
    "lab.sweeping.sweep_log_ins",
    "lab.sweeping.sweep_scans",
    "lab.sweeping.sweep_table_files",
    "workflow.plan.stop_forgotten_clocks.sweep_clocks",
    "documents.sweeping.sweep_store",
    "background.sweeping.sweep_work",
]
LABSITE_HOURLY = ["sums.keeping.keep_sums"]
LABSITE_KEEP_REMOVED_FILES = timedelta(days=env.int("LABSITE_KEEP_REMOVED_FILES_DAYS", default=90))

# --- what the machine room reads --------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"plain_refusals": {"()": "labsite.logs.PlainRefusals"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["plain_refusals"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},  # four lines for each log-in; the admin site shows them all
    },
}
