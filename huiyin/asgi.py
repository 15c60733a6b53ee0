"""The ASGI application of the live process, for any ASGI server; it needs its lifespan. Loads no Django.

HUIYIN_LIVE_WEB is where the web process answers (host:port, default 127.0.0.1:8000), HUIYIN_PUBLIC_URL the site's own
address, DATABASE_URL a database without a pooler between. `huiyin serve` starts `python -m huiyin.live` by itself.
"""

from huiyin.live.app import from_environment

application = from_environment()
