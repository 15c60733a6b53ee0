"""The site that the tests of faults maltreat: started once, and every test leaves it working."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.core import embedded, mailsink
from tests.conftest import SmtpServer
from tests.faults.site import Site, disk, until


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def post_office() -> Iterator[SmtpServer]:
    """A real mail server."""
    server = SmtpServer(_port())
    controller = mailsink.controller(server, server.port)
    controller.start()
    yield server
    controller.stop()


@pytest.fixture(scope="session")
def whole_site(post_office: SmtpServer) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="huiyin-faults-", dir="/var/tmp"))
    folder.chmod(0o755)
    with disk(folder) as has_own_disk:
        site = Site(folder / "data", _port(), post_office.port, has_own_disk)
        with embedded.use(site.cluster):
            try:
                site.prepare()
                site.start_web()
                yield site
            finally:
                site.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(whole_site: Site) -> Site:
    """The site, answering: what the test before it did to it may just be mended."""
    until(whole_site.answers, 60)
    whole_site.statuses.clear()
    return whole_site
