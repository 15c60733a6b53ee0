"""Handing one message to another system by HTTP, and never to anything inside our own network.

The name is looked up here and the connection goes to the very address that was checked, so that a name which points
elsewhere a moment later gains nothing. Redirects are not followed. Looking the name up ends after `PATIENCE` seconds,
and so does the attempt that follows, whatever the other side does.
"""

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from huiyin.channels import rules

PATIENCE = 10.0
MOST_READ = 2000
GONE = 410


class NotSent(Exception):  # noqa: N818 - an answer
    """It was not taken. `status` is the HTTP status, None when there was none; `words` says what happened."""

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.words, self.status = words[:300], status


class _Plain(http.client.HTTPConnection):
    """A connection to an address that has been checked."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Secure(_Plain):
    """The same with TLS: the certificate must be that of the name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        secured = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = secured  # from here on `_cut` ends it: a handshake may drip as an answer does
        secured.do_handshake()


def post(url: str, headers: Mapping[str, str], body: bytes, inside: Collection[str]) -> tuple[int, str]:
    """Send `body`; returns the 2xx status and the first words of the answer. Raises NotSent."""
    fault = rules.address_fault(url, inside)
    if fault:
        raise NotSent(fault)
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = (_Secure if secure else _Plain)(host, port, _checked(host, port, inside))
    overdue = threading.Timer(PATIENCE, _cut, [connection])
    overdue.daemon = True
    began = time.monotonic()
    overdue.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        answer = connection.getresponse()
        status, words = answer.status, answer.read(MOST_READ).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() - began >= PATIENCE:
            raise NotSent(f"no answer within {PATIENCE:.0f} seconds") from error
        raise NotSent(f"{type(error).__name__}: {error}") from error
    finally:
        overdue.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise NotSent(rules.one_line(f"{status} {words}", 300), status)
    return status, rules.one_line(words, 300)


def _checked(host: str, port: int, inside: Collection[str]) -> str:
    found = _addresses(host, port)
    for address in found:
        if not rules.may_reach(address, host, inside):
            raise NotSent(f"{host} leads to {address}, inside our own network")
    return found[0]


def _addresses(host: str, port: int) -> list[str]:
    """Every address of a name. The system's resolver takes no limit, so it is asked beside and left when it is late."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=PATIENCE)
    except queue.Empty:
        raise NotSent(f"{host}: no address within {PATIENCE:.0f} seconds") from None
    if isinstance(found, Exception):
        raise NotSent(f"{host}: {found}") from found
    return found


def _cut(connection: _Plain) -> None:
    """End a connection whose other side takes too long, also one that sends a byte now and then."""
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
