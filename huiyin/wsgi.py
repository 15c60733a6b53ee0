"""The WSGI application of the web processes."""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.core import config, patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
config.answer_requests()

# Half of the threads that `huiyin serve` starts; the other half is left for what has no body, or has sent it.
application = patience.Patience(get_wsgi_application(), readers=int(os.environ.get("HUIYIN_BODY_READERS", "6")))
