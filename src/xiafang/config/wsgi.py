"""The WSGI application; always the web role, whatever the environment says."""

import os

os.environ["XIAFANG_DATABASE_ROLE"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiafang.config.settings")

# Only now: the role must be set before the settings are read.
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from xiafang.config import logs
from xiafang.config.receiving import Receiving

if settings.DATABASE_ROLE != "web":  # read before, in a process that was something else
    raise RuntimeError("pages are served by the web role alone: row security does not bind the owner")

# Of the eight threads of a worker (config.site), so that two are left for whoever only reads.
application = Receiving(get_wsgi_application(), forms=3, files=3)
logs.configure(settings.LOG_LEVEL)
