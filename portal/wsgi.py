"""WSGI entry point of the portal."""

import os

from django.core.wsgi import get_wsgi_application

from portal.record import clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
# A serving process tells the true time: nobody can set its clock.
clock.seal()
