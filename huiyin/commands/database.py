"""The database a command works on: the house's own (DATABASE_URL) or the embedded one of the data folder. No Django."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from huiyin.core import config, embedded
from huiyin.core.embedded_folder import Cluster, EmbeddedError

EMBEDDED_FLAG = "HUIYIN_EMBEDDED"  # set for children: DATABASE_URL is the embedded one's


def cluster() -> Cluster:
    """The embedded database of the data folder."""
    return Cluster(config.data_dir())


def uses_embedded() -> bool:
    """Is the embedded database used? The house's own PostgreSQL comes by DATABASE_URL."""
    return EMBEDDED_FLAG in os.environ or not config.secret("DATABASE_URL")


@contextmanager
def running() -> Iterator[str]:
    """The database's URL, in DATABASE_URL for this process and its children; the embedded one runs meanwhile.

    A child of a command takes part in the embedded database too: it stops only when the last of them has ended.
    """
    if not uses_embedded():
        yield config.secret("DATABASE_URL")
        return
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", EMBEDDED_FLAG)}
    with embedded.use(cluster()) as url:
        os.environ |= {"DATABASE_URL": url, EMBEDDED_FLAG: "1"}
        try:
            yield url
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]


class Watch:
    """Called between looks at the children: starts the embedded database again should it fall. `say` tells of it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._next = time.monotonic()

    def __call__(self) -> None:
        if not uses_embedded() or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 2
        if embedded.running(cluster()) is None:
            self._say("The database ended; it starts again.")
            try:
                embedded.start(cluster())
            except EmbeddedError as error:
                self._say(str(error))
