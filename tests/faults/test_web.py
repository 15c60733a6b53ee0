"""The web processes are killed, overrun and held up; who sends again has it once."""

import re
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from random import Random
from threading import Barrier

import httpx
import pytest

from tests.faults.site import Site, complaint, keys, until

pytestmark = pytest.mark.slow


def test_a_killed_web_process_loses_nothing_and_doubles_nothing(site: Site) -> None:
    parent, serving = site.web_processes()

    def kill() -> None:
        serving[0].kill()
        time.sleep(0.2)
        parent.kill()

    sent = keys("killed-web", 60)
    site.check_nothing_lost_or_doubled(sent, site.register_all(sent, during=kill))
    until(lambda: "starts again" in site.told("serve"))
    until(site.answers, 60)
    assert site.web_processes()[0] != parent


def test_two_hundred_connections_at_once_all_get_their_answer(site: Site) -> None:
    sent = keys("crowd", 200)
    together = Barrier(200)

    def one(key: str) -> str:
        with site.client() as client:
            client.get("/how")  # the connection is open before anybody begins
            together.wait(60)
            return site.register(client, key)

    with ThreadPoolExecutor(200) as pool:
        numbers = list(pool.map(one, sent))
    site.check_nothing_lost_or_doubled(sent, numbers)
    assert site.statuses == {201}


def test_the_same_sent_ten_times_at_once_is_done_once(site: Site) -> None:
    together = Barrier(10)

    def one(_turn: int) -> str:
        with site.client() as client:
            together.wait(30)
            return site.register(client, "double-submit")

    with ThreadPoolExecutor(10) as pool:
        numbers = set(pool.map(one, range(10)))
    assert len(numbers) == 1
    site.check_nothing_lost_or_doubled(["double-submit"], list(numbers))


def test_a_form_sent_twice_is_one_complaint(site: Site) -> None:
    before = site.number_of("SELECT count(*) FROM cases_case")
    with httpx.Client(base_url=site.url, timeout=30, follow_redirects=True) as visitor:
        shown = visitor.get("/complain/what")
        steps = {
            "what": {"text": "住院理赔被拒，请查清楚。两次按了提交。", "wish": "按合同赔付"},
            "who": {"for_whom": "self", "name": "王小二"},
        }
        for name, fields in steps.items():
            shown = visitor.post(f"/complain/{name}", data=fields | _hidden(shown.text))
            assert shown.status_code == 200, shown.text
        last = {"phone": "13811112222", "email": "wang@example.com", "consent": "on"} | _hidden(shown.text)
        together = Barrier(4)

        def send(_turn: int) -> httpx.Response:
            with httpx.Client(base_url=site.url, timeout=30, follow_redirects=True, cookies=visitor.cookies) as same:
                together.wait(30)
                return same.post("/complain/reach", data=last)

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, range(4)))
    assert Counter(answer.status_code for answer in answers) == {200: 4}, [a.text[-3000:] for a in answers]
    assert site.number_of("SELECT count(*) FROM cases_case") == before + 1


def _hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form in a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return dict(found)


def _begun(site: Site, words: str) -> socket.socket:
    """A client that has begun and does not go on."""
    slow = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    slow.sendall(words.encode())
    return slow


def test_slow_clients_keep_no_page_waiting_and_leave_nothing(site: Site) -> None:
    host = f"Host: 127.0.0.1:{site.port}\r\n"
    head = f"POST /api/v1/uploads HTTP/1.1\r\n{host}Authorization: Bearer {site.token}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
    form = '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + "half a letter " * 9000
    slow = [_begun(site, f"GET /how HTTP/1.1\r\n{host}X-Slow: ") for _ in range(30)]
    stuck = [_begun(site, head + form) for _ in range(30)]
    try:
        with site.client() as client:
            for _ in range(5):
                began = time.monotonic()
                assert client.get("/how").status_code == 200
                assert client.get("/api/v1/complaints?limit=1").status_code == 200
                assert time.monotonic() - began < 6
            full = client.post("/api/v1/complaints", json=complaint("full"), headers={"Idempotency-Key": "full"})
        assert full.status_code == 503
        assert "Wait a few seconds and send it again" in full.text
        assert full.headers["Retry-After"] == "5"
    finally:
        for one in slow + stuck:
            one.close()
    site.check_nothing_lost_or_doubled(["full"], site.register_all(["full"], by=1))
    until(lambda: not list((site.data / "private" / "blobs" / "incoming").glob("*")))


def _download(site: Site, path: str) -> socket.socket:
    """A client that asks for a file, takes its beginning, and then nothing for a while."""
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.settimeout(30)
    slow.connect(("127.0.0.1", site.port))
    slow.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nAuthorization: Bearer {site.token}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    return slow


def _rest(slow: socket.socket) -> bytes:
    return b"".join(iter(lambda: slow.recv(1 << 20), b""))


def test_slow_downloads_keep_no_page_waiting_and_lose_no_byte(site: Site) -> None:
    (number,) = site.register_all(["slow-download"], by=1)
    paper = b"%PDF-1.7 " + Random(3).randbytes(24 << 20)
    with site.client() as client:
        added = client.post(
            f"/api/v1/complaints/{number}/evidence",
            files={"files": ("paper.pdf", paper, "application/pdf")}, headers={"Idempotency-Key": "paper"},
        )  # fmt: skip
        assert added.status_code == 201, added.text
        path = f"/api/v1/complaints/{number}/evidence/{added.json()['items'][0]['id']}/content"
        slow = [_download(site, path) for _ in range(32)]
        heads = {one: one.recv(12).decode() for one in slow}
        try:
            for _ in range(5):
                began = time.monotonic()
                assert client.get("/how").status_code == 200
                assert client.get("/api/v1/complaints?limit=1").status_code == 200
                assert time.monotonic() - began < 6
            assert site.register(client, "meanwhile")
            refused = client.get(path)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
            assert "download it again" in refused.text
            served = [one for one, head in heads.items() if head == "HTTP/1.1 200"]
            assert Counter(heads.values()) == {"HTTP/1.1 200": 8, "HTTP/1.1 503": 24}
            for one in served:
                assert sha256(_rest(one).partition(b"\r\n\r\n")[2]).digest() == sha256(paper).digest()
        finally:
            for one in slow:
                one.close()
        assert client.get(path).content == paper
