"""A running site with the whole cast, real mail, and as many browsers as there are people in the story."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.core.cache import cache

from tests.conftest import SmtpServer, _open
from tests.people import build
from tests.stories.web.hands import Stage


@pytest.fixture
def stage(live: str, browser: Any, smtp_server: SmtpServer, settings: Any, db: None) -> Iterator[Stage]:
    """The house, its site, and its mail. Every browser that the story opens fails it on a script error, and on any
    request to the outside.
    """
    settings.PUBLIC_URL = live
    cache.clear()
    with ExitStack() as opened:

        def screen(width: int, height: int, **options: Any) -> Any:
            return opened.enter_context(contextmanager(_open)(browser, width, height, **options))

        yield Stage(build(), live, smtp_server, screen)
