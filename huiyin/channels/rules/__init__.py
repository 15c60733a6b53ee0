"""When a mail or a webhook is tried again and when given up; how a webhook is signed, and where it may go. Pure."""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from huiyin.core.noop import _

# After the first attempt fails, the next ones wait so long; when the last has failed, a person is told.
LADDER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# While an attempt is under way nobody else tries; if its worker dies, another takes over after this time.
LEASE = timedelta(minutes=5)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after `attempts` failed attempts (1 or more), the last of them `at`; None: give up."""
    return at + LADDER[attempts - 1] if attempts <= len(LADDER) else None


def one_line(text: str, limit: int = 200) -> str:
    """A header's text: no line breaks or other controls (they could smuggle in headers), not longer than `limit`."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))[:limit]


# Webhooks: nearly a day and a half in all; whoever is away for longer reads the change feed.
HOOK_LADDER = (
    timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=16),
)  # fmt: skip
# So long after a rotation the old secret signs beside the new one.
OLD_SECRET_KEPT = timedelta(hours=24)
SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix of Standard Webhooks, no secret


def next_hook_try(attempts: int, at: datetime) -> datetime | None:
    """When to try a webhook's message again after `attempts` failed attempts (1 or more); None: give up."""
    return at + HOOK_LADDER[attempts - 1] if attempts <= len(HOOK_LADDER) else None


def secret_of(key: bytes) -> str:
    """A key as the receiver's library takes it (Standard Webhooks)."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signature(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one v1 signature for each secret, HMAC-SHA-256 over id, timestamp (seconds since
    1970) and body. Raises ValueError for what is no secret."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    made = []
    for secret in secrets:
        try:
            key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error as error:
            raise ValueError("not a webhook secret") from error
        made.append("v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode())
    return " ".join(made)


def address_fault(url: str, allowed: Collection[str]) -> str:
    """Why nothing is sent to this address, as a sentence to translate; empty for one that may be. Names are looked up
    and checked again when something is sent."""
    if any(ord(char) <= 32 or ord(char) == 127 or char == "\\" for char in url):
        return _("The address must be written without spaces and backslashes.")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("This is not an address. Write one like https://example.com/hook.")
    if parts.scheme not in ("https", "http") or not host:
        return _("This is not an address. Write one like https://example.com/hook.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return _("The address must hold neither a name, a password nor a fragment.")
    if parts.scheme == "http" and not _is_listed(host, allowed):
        return _("Only https: the message says which complaints moved.")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ""
    return "" if may_reach(host, host, allowed) else _("This address lies inside our own network.")


def may_reach(address: str, host: str, allowed: Collection[str]) -> bool:
    """May a message for `host` go to this IP address? Public ones; others only when the host or the network is one of
    `allowed` (names, addresses, networks)."""
    try:
        ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return (ip.is_global and not ip.is_multicast) or _is_listed(host, allowed) or _is_listed(str(ip), allowed)


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 one stands for, where it does: mapped, 6to4, NAT64."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_listed(host: str, allowed: Collection[str]) -> bool:
    if host.lower() in {one.lower() for one in allowed}:
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    for one in allowed:
        try:
            if ip in ipaddress.ip_network(one, strict=False):
                return True
        except ValueError:
            continue
    return False
