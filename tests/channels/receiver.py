"""A real HTTP server on loopback that takes webhooks, or refuses, or is slow."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`url` takes POSTs; `got` is what came: (headers, body). `status` is the answer; `drip` sends a byte a second."""

    url: str = ""
    status: int = 200
    words: bytes = b"thank you"
    location: str = ""
    drip: bool = False
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def events(self) -> list[Any]:
        return [json.loads(body) for _headers, body in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """The server while the block runs."""
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if told.drip:
                self._drip()
                return
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.words)))
            self.end_headers()
            self.wfile.write(told.words)

        def _drip(self) -> None:
            try:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 60:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return

        def log_message(self, *_told: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}/hook?for=huiyin"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
