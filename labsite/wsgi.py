"""Where gunicorn enters."""

import os

from django.core.wsgi import get_wsgi_application

from labsite.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labsite.settings")

application = get_wsgi_application()
warm_up()
