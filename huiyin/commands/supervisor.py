"""One parent, several children: started together, restarted when one falls, ended together.

Children run in process groups of their own, so that Ctrl-C reaches the parent alone, which then ends them in order.
Should the parent be killed, the kernel ends the children (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 20.0
HEALTHY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
# Without a bound each thread gets a heap of its own from the C library and gives little of it back.
LEAN = {"MALLOC_ARENA_MAX": "2"}
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


@dataclass
class Child:
    """One program to keep running."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it, bound to this process's life."""
        parent = os.getpid()

        def bind() -> None:
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
                if os.getppid() != parent:  # the parent went before the line above
                    os._exit(0)

        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env={**LEAN, **os.environ, **self.environment},
            process_group=0,
            preexec_fn=bind,  # noqa: PLW1509 - the parent has no threads
        )
        self.started = time.monotonic()

    def tell(self, number: int) -> None:
        """Send a signal to the child and everything it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


class Stopped(Exception):  # noqa: N818 - a message, not an error
    """Ctrl-C or SIGTERM came."""


def run(
    children: Sequence[Child], *, tick: Callable[[], None], ready: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Keep the children running until Ctrl-C or SIGTERM; returns when all have ended.

    `ready` is called once after they were started, `tick` about twice a second. A second Ctrl-C ends them at once.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        for child in children:
            child.start()
        ready()
        while True:
            for child in children:
                _look_after(child, say)
            tick()
            time.sleep(0.5)
    except Stopped:
        say("Stopping …")
    finally:
        _wind_up(children)


def to_its_end(*words: str) -> int:
    """Run one command of `huiyin` and wait for it; returns its exit code, or 130 when Ctrl-C or SIGTERM ended it."""
    child = Child(words[0], [sys.executable, "-m", "huiyin", *words])
    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        child.start()
        assert child.process is not None
        return child.process.wait()
    except Stopped:
        _wind_up([child])
        return 130
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: object) -> None:
    raise Stopped


def _look_after(child: Child, say: Callable[[str], None]) -> None:
    now = time.monotonic()
    if child.process is None:
        if now >= child.again_at:
            child.start()
        return
    code = child.process.poll()
    if code is None:
        return
    child.tell(signal.SIGKILL)  # what it started must not live on beside its successor
    child.pause = 1.0 if now - child.started > HEALTHY_SECONDS else min(child.pause * 2, LONGEST_PAUSE)
    child.process, child.again_at = None, now + child.pause
    say(f"{child.name} ended ({_reason(code)}); it starts again in {child.pause:.0f} s.")


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _wind_up(children: Sequence[Child]) -> None:
    """End them in order; Ctrl-C meanwhile ends them at once."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, lambda _number, _frame: _kill(children))
    _end(children)


def _kill(children: Sequence[Child]) -> None:
    for child in children:
        child.tell(signal.SIGKILL)


def _end(children: Sequence[Child]) -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.tell(signal.SIGTERM)
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.tell(signal.SIGKILL)
            child.process.wait()
        child.tell(signal.SIGKILL)
