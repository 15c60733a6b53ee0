"""`bin/demo`: database, web, worker and mail sink under one parent, with example data, on this machine only."""

import argparse
import base64
import contextlib
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from huiyin.commands import database, supervisor, web_server

FIRST_PORT = 8000
PORTS_TO_TRY = 20
READY_SECONDS = 30.0


class PortTaken(RuntimeError):  # noqa: N818
    """The port asked for belongs to another program."""


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)


def choose_port(wanted: int | None) -> int:
    """The port to serve on: the one asked for or PortTaken; without a wish the first free one from 8000 on."""
    if wanted is not None:
        if not _is_free(wanted):
            raise PortTaken(f"Port {wanted} is taken by another program. Choose another: bin/demo --port {wanted + 1}")
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if _is_free(port):
            return port
    raise PortTaken(
        f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS_TO_TRY - 1} is free. Name one: bin/demo --port N"
    )


def _is_free(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Any free port of loopback."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(argv: Sequence[str]) -> int:
    """Run the demo until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--port", type=int, help=f"default: the first free one from {FIRST_PORT} on")
    parser.add_argument("--data-dir", help="where database, files and keys lie")  # taken by the command line before
    parser.add_argument("--no-seed", action="store_true", help="no example people and complaints")
    options = parser.parse_args(argv)
    began = time.monotonic()
    try:
        port = choose_port(options.port)
    except PortTaken as error:
        print(error, file=sys.stderr)
        return 2
    mail_port = free_port()
    live_port = port + 1 if _is_free(port + 1) else free_port()
    known = web_server.environment("127.0.0.1", port, live_port)
    os.environ |= {
        "HUIYIN_DEMO": "1",
        "HUIYIN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HUIYIN_SMTP_HOST": "127.0.0.1",
        "HUIYIN_SMTP_PORT": str(mail_port),
    }
    # No telephone system is there; with a secret of one's own somebody can play it (docs/calls.md).
    os.environ.setdefault("HUIYIN_CTI_SECRET", f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}")
    cluster = database.cluster()
    mail_folder = cluster.private / "mail"
    with database.running():
        answer = _prepare(seed=not options.no_seed)
        if answer is None:
            return 2
        children = [
            supervisor.Child("web", web_server.command("127.0.0.1", port), known),
            supervisor.Child("live updates", web_server.live_command("127.0.0.1", live_port), known),
            supervisor.Child("worker", [sys.executable, "-m", "huiyin", "worker", "--single"]),
            supervisor.Child("mail sink", _sink(mail_folder, mail_port)),
        ]

        def ready() -> None:
            _await_answer(port)
            _print_welcome(answer, port, cluster.data, time.monotonic() - began)

        supervisor.run(children, tick=database.Watch(say), ready=ready, say=say)
    say("已停止，数据都已保留 · Stopped. Everything is kept; bin/demo goes on from here.")
    return 0


def _sink(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "huiyin.core.mailsink", "--folder", str(folder), "--port", str(port)]


def _prepare(*, seed: bool) -> dict[str, object] | None:
    """Tables, files, example data in a process of its own, so that this one stays small; None when it failed."""
    command = [sys.executable, "-m", "huiyin", "prepare-demo", *([] if seed else ["--no-seed"])]
    done = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    if done.returncode:
        print("The demo could not be prepared; see above. Nothing was lost.", file=sys.stderr)
        return None
    found: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _await_answer(port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
            continue
        finally:
            connection.close()
        return
    say("The web server takes long to answer; it may still come.")


def _print_welcome(answer: dict[str, object], port: int, data: Path, seconds: float) -> None:
    links = answer["links"]
    assert isinstance(links, list)
    say("")
    say(f"  回音 Huiyin 已启动，用时 {seconds:.0f} 秒 · running after {seconds:.0f} s:  http://127.0.0.1:{port}/")
    say(f"  数据、密钥、邮件 · data, keys and mail:  {data}")
    if links:
        width = max(_width(f"{who}") for who, _ in links)
        say("\n  登录（每个链接只能用一次，每次启动都有新的）· Sign in (each works once, new ones at every start):")
        for who, url in links:
            say(f"    {who}{' ' * (width - _width(who))}  {url}")
    say("\n  按 Ctrl-C 停止，数据都会保留 · Ctrl-C stops everything; nothing is lost.\n")


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
