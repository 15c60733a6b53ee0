"""The live process is killed, and its database goes away: the site goes on, and pages hear again."""

import httpx
import psutil
import pytest

from huiyin.core import embedded
from tests.faults.site import Site, until

pytestmark = pytest.mark.slow


def live_process(site: Site) -> psutil.Process | None:
    assert site.web is not None
    for child in psutil.Process(site.web.pid).children():
        try:
            if "huiyin.live" in child.cmdline():
                return child
        except psutil.Error:  # it ended while we looked
            continue
    return None


def follows(site: Site) -> bool:
    """Does the live process answer, connected to the ledger?"""
    try:
        return httpx.get(f"http://127.0.0.1:{site.port + 1}/live/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_a_killed_live_process_comes_again_and_pages_are_served_meanwhile(site: Site) -> None:
    until(lambda: follows(site), 30)
    before = live_process(site)
    assert before is not None
    before.kill()
    assert site.answers()
    until(lambda: "live updates ended" in site.told("serve"))
    until(lambda: follows(site), 60)
    assert live_process(site) != before


def test_it_follows_the_ledger_again_after_the_database_was_stopped(site: Site) -> None:
    until(lambda: follows(site), 60)
    before = live_process(site)
    embedded.stop(site.cluster)
    until(lambda: not follows(site), 30)
    until(lambda: follows(site), 90)
    assert live_process(site) == before, "it waits for the database; it does not fall with it"
    until(site.answers, 60)
