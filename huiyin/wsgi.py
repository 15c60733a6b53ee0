"""The WSGI application of the web processes."""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.core import config, patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
config.answer_requests()

# Of the twelve threads that `huiyin serve` starts in each process, four read bodies and four send files at most; the
# others are left for pages.
application = patience.Patience(
    get_wsgi_application(),
    readers=int(os.environ.get("HUIYIN_BODY_READERS", "4")),
    senders=int(os.environ.get("HUIYIN_FILE_SENDERS", "4")),
)
