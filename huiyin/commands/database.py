"""The database a command works on: the house's own (DATABASE_URL) or the embedded one of the data folder. No Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.core import config, embedded
from huiyin.core.embedded_folder import Cluster

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
