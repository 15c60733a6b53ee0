"""What the parent of the web processes leaves to those that it forks."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.core.patience import Patience

ROOT = Path(__file__).resolve().parents[2]
_LOOK = """
import gc, os, sys, threading
from huiyin.commands.web_granian import load
application = load()
from django.db import connections
from huiyin.core.ids import uuid7
print(callable(application), gc.get_freeze_count() > 100_000)
print(threading.active_count(), len(os.listdir("/proc/self/task")) if os.path.exists("/proc/self/task") else 1)
print([one.connection for one in connections.all(initialized_only=True)])
print("huiyin.api.urls" in sys.modules or "huiyin.api" in sys.modules, "huiyin.complaints.jobs" in sys.modules)
sys.stdout.flush()
for _process in range(2):
    if os.fork() == 0:
        os.write(1, f"{uuid7()}\\n".encode())
        os._exit(0)
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_what_was_loaded_once_can_be_forked_without_harm() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.settings", "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    loaded, threads, connections, modules, *ids = done.stdout.splitlines()
    assert loaded == "True True"
    assert threads == "1 1"
    assert all(one == "None" for one in connections.strip("[]").split(", ") if one)
    assert modules == "True False"
    assert len(set(ids)) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process its sockets")
def test_the_first_request_lets_the_listening_sockets_ask_whether_peers_are_there() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        application = Patience(lambda _environ, _start: [b""], readers=1, senders=1)
        listener.listen()  # as a server does it: after the application was loaded
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 0
        assert application({}, lambda *_told: None) == [b""]
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
