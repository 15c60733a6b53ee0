"""A mail server for trying things out: takes every mail on loopback, keeps it as an `.eml` file, sends nothing on.

Mails hold personal data: the folder is 0700, each file 0600. `bin/demo` runs this beside the web server and a page
reads the folder. Knows no Django.
"""

import argparse
import email
import email.policy
import os
import re
import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 40 * 2**20
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}\.eml")


@dataclass(frozen=True)
class Mail:
    """One mail of the sink, as a list shows it. `to` are the addresses of the envelope (blind copies included)."""

    name: str
    at: datetime
    sender: str
    to: tuple[str, ...]
    subject: str


class Keeper:
    """Writes each mail whole or not at all: a mail is accepted only when its file is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name there
        at = datetime.now(UTC)
        name = f"{at:%Y%m%dT%H%M%S%f}-{uuid4().hex[:12]}.eml"
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        partial = self.folder / f".{name}"
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(head.encode("utf-8", "replace"))
                file.write(cast(bytes, envelope.original_content))
            partial.rename(self.folder / name)
        except OSError as error:
            partial.unlink(missing_ok=True)
            return f"452 The mail could not be kept: {error.strerror}"
        return "250 Kept"


def listing(folder: Path, limit: int = 200) -> list[Mail]:
    """The newest mails first; an empty list when the folder is not there."""
    if not folder.is_dir():
        return []
    names = sorted((path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)
    return [_summary(name, read(folder, name)) for name in names[:limit]]


def read(folder: Path, name: str) -> EmailMessage:
    """The mail of that name. Raises FileNotFoundError for any name that is not one of the sink's own."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    raw = (folder / name).read_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def _summary(name: str, mail: EmailMessage) -> Mail:
    to = tuple(part.strip() for part in str(mail.get("X-Envelope-To", "")).split(",") if part.strip())
    at = datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)  # the mail's own can be anything
    return Mail(name, at, str(mail.get("From", "")), to, str(mail.get("Subject", "")))


def controller(handler: Any, port: int, host: str = "127.0.0.1") -> Controller:
    """An SMTP server on loopback in a thread of its own; `start()` and `stop()` it."""
    return Controller(handler, hostname=host, port=port, data_size_limit=LARGEST, enable_SMTPUTF8=True)


def main(argv: list[str] | None = None) -> int:
    """Run the sink until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="mailsink", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(argv)
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    server = controller(Keeper(options.folder), options.port)
    server.start()
    done.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
