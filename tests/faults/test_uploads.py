"""A video of 200 MB through the real server: the connection is cut, the web processes are killed, it goes on."""

import hashlib
import http.client
import random
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Iterator

import httpx
import psutil
import pytest

from huiyin.core.uploads_tus import TYPE
from tests.faults.site import Site, until

pytestmark = pytest.mark.slow
MB = 1024 * 1024
SIZE = 200 * MB
TUS = {"Tus-Resumable": "1.0.0"}


def video(size: int = SIZE) -> Iterator[bytes]:
    """The bytes of a video, a megabyte at a time, the same every time."""
    source = random.Random(7)
    yield b"\x00\x00\x00\x18ftypmp42" + source.randbytes(MB - 12)
    for _ in range(size // MB - 1):
        yield source.randbytes(MB)


@pytest.fixture
def sender(site: Site) -> Iterator[httpx.Client]:
    """A visitor of the portal who has its form open."""
    with httpx.Client(base_url=site.url, timeout=60) as client:
        client.get("/complain/what")
        client.headers.update(TUS | {"X-CSRFToken": client.cookies["csrftoken"]})
        yield client


def begin(sender: httpx.Client, size: int = SIZE) -> str:
    name = b64encode("事故现场.mp4".encode()).decode()
    answer = sender.post("/uploads", headers={"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


def stands_at(sender: httpx.Client, where: str) -> int:
    return int(sender.head(where).headers["Upload-Offset"])


def send_until_cut(site: Site, sender: httpx.Client, where: str, data: Iterator[bytes], megabytes: int) -> None:
    """Promise the whole file, send some of it, and pull the plug."""
    cookies = "; ".join(f"{name}={value}" for name, value in sender.cookies.items())
    plug = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    plug.putrequest("PATCH", where)
    headers = {"Content-Length": str(SIZE), "Content-Type": TYPE, "Upload-Offset": "0", "Cookie": cookies}
    for name, value in (headers | TUS | {"X-CSRFToken": sender.cookies["csrftoken"]}).items():
        plug.putheader(name, value)
    plug.endheaders()
    for _ in range(megabytes):
        plug.send(next(data))
    assert plug.sock is not None
    plug.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    plug.close()


class Memory(threading.Thread):
    """The most memory that the web processes had of their own meanwhile, in MB beyond what they had before."""

    def __init__(self, site: Site) -> None:
        super().__init__(daemon=True)
        self.serving, self.ended, self.most = site.web_processes()[1], threading.Event(), 0.0
        self.before = self.taken()

    def taken(self) -> float:
        return float(sum(one.memory_full_info().uss for one in self.serving if one.is_running()) / MB)

    def run(self) -> None:
        while not self.ended.wait(0.05):
            try:
                self.most = max(self.most, self.taken() - self.before)
            except psutil.Error:
                return


def test_a_200_mb_video_survives_a_cut_connection_in_bounded_memory(site: Site, sender: httpx.Client) -> None:
    where, data = begin(sender), video()
    memory = Memory(site)
    memory.start()
    send_until_cut(site, sender, where, data, 90)
    until(lambda: stands_at(sender, where) > 80 * MB)
    stood, whole = 0, hashlib.sha256()
    while stood != (stood := stands_at(sender, where)):
        time.sleep(0.3)  # what was still in the pipe
    assert stood < SIZE
    held, offset = bytearray(), 0
    for piece in video():  # again from its beginning: what has arrived is left out
        whole.update(piece)
        held += piece[max(0, stood - offset) :]
        offset += MB
        if held and (len(held) >= 4 * MB or offset == SIZE):
            answer = sender.patch(
                where, content=bytes(held), headers={"Content-Type": TYPE, "Upload-Offset": str(offset - len(held))}
            )
            assert answer.status_code == 204, answer.text
            held.clear()
    memory.ended.set()
    assert stands_at(sender, where) == SIZE
    digest = whole.hexdigest()
    assert (site.data / "private" / "blobs" / digest[:2] / digest).is_file()
    assert not list((site.data / "private" / "blobs" / "parts").rglob("*-*[0-9]/0*"))
    assert memory.most < 48
    page = sender.post(
        "/complain/what",
        data={"text": "住院理赔被拒，有视频为证，请查清楚。", "files_sent": where.rpartition("/")[2]},
        follow_redirects=True,
    )
    assert page.status_code in (200, 422)
    assert "事故现场.mp4" in sender.get("/complain/what").text


def _is_another(site: Site, parent: psutil.Process) -> bool:
    """Does another process serve the site?"""
    try:
        found, serving = site.web_processes()
    except (ValueError, psutil.Error):  # none just now, or it ended while we looked
        return False
    return found.pid != parent.pid and len(serving) > 1


def test_a_killed_web_process_costs_the_last_piece_of_an_upload(site: Site, sender: httpx.Client) -> None:
    size = 20 * MB
    where, data = begin(sender, size), b"".join(video(size))
    cookies = "; ".join(f"{name}={value}" for name, value in sender.cookies.items())
    plug = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    plug.putrequest("PATCH", where)
    headers = {"Content-Length": str(size), "Content-Type": TYPE, "Upload-Offset": "0", "Cookie": cookies}
    for name, value in (headers | TUS | {"X-CSRFToken": sender.cookies["csrftoken"]}).items():
        plug.putheader(name, value)
    plug.endheaders()
    plug.send(data[: 9 * MB])
    until(lambda: stands_at(sender, where) >= 8 * MB)
    parent, serving = site.web_processes()
    for one in [*serving, parent]:
        one.kill()
    until(lambda: _is_another(site, parent), 60)  # not one that is just ending
    until(site.answers, 60)
    plug.close()
    stood = stands_at(sender, where)
    assert 8 * MB <= stood <= 9 * MB
    answer = sender.patch(where, content=data[stood:], headers={"Content-Type": TYPE, "Upload-Offset": str(stood)})
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(size))
    digest = hashlib.sha256(data).hexdigest()
    assert (site.data / "private" / "blobs" / digest[:2] / digest).is_file()
