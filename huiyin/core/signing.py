"""The house's signature under what leaves it: Ed25519, one key in use, older public keys kept for ever.

The secret lies in `settings.KEYS_DIR/signing.json` (0600), outside the database. It encrypts nothing: when it is lost,
a new one is made and what the old one signed stays valid. The public keys are published (`/proof`).
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused

FILE = "signing.json"


@dataclass(frozen=True)
class PublicKey:
    """One public key. `retired_at` is empty for the one in use; times are ISO 8601 in UTC."""

    id: str
    public: str
    made_at: str
    retired_at: str

    @property
    def fingerprint(self) -> str:
        """The key in groups of eight, as two people read it to each other."""
        return " ".join(self.public[n : n + 8] for n in range(0, 64, 8))


def make_key(folder: Path, at: datetime) -> bool:
    """Make the first key when there is none; True when it was made."""
    if (folder / FILE).exists():
        return False
    _write(folder, [_new(at)])
    return True


def rotate(at: datetime) -> tuple[str, str]:
    """Retire the key in use and make a new one; returns the ids of both. The old secret is forgotten."""
    keys = _read()
    old = keys[-1]
    old.pop("secret", None)
    old["retired_at"] = _iso(at)
    _write(Path(settings.KEYS_DIR), [*keys, _new(at)])
    return old["id"], _read()[-1]["id"]


def public_keys() -> list[PublicKey]:
    """All public keys, the newest first."""
    return [PublicKey(one["id"], one["public"], one["made_at"], one.get("retired_at", "")) for one in reversed(_read())]


def is_there() -> bool:
    """Is there a key to sign with?"""
    return (Path(settings.KEYS_DIR) / FILE).exists()


def key_in_use() -> str:
    """The id of the key that signs now."""
    return str(_read()[-1]["id"])


def sign(purpose: str, message: bytes) -> dict[str, str]:
    """The signature over `purpose`, a line feed and `message`, with the key that made it. `purpose` keeps a signature
    under one kind of document from being taken for another's. Raises Refused without a key."""
    key = _read()[-1]
    signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key["secret"])).sign(
        purpose.encode() + b"\n" + message
    )
    return {"algorithm": "Ed25519", "key": key["public"], "key_id": key["id"], "signature": signature.hex()}


def is_ours(signature: Mapping[str, Any]) -> bool:
    """Was it made with one of the house's keys, as its file knows them? (Whether it fits is another question.)"""
    return any(key.public == signature.get("key") for key in public_keys())


def _new(at: datetime) -> dict[str, str]:
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    kept = secret.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return {
        "id": sha256(public).hexdigest()[:16],
        "public": public.hex(),
        "secret": kept.hex(),
        "made_at": _iso(at),
        "retired_at": "",
    }


def _read() -> list[dict[str, str]]:
    try:
        keys: list[dict[str, str]] = json.loads((Path(settings.KEYS_DIR) / FILE).read_text())["keys"]
    except FileNotFoundError:
        raise Refused(
            "signing.no_key", _("There is no key to sign with yet. The administrator runs: huiyin migrate")
        ) from None
    return keys


def _write(folder: Path, keys: list[dict[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = folder / f".{FILE}.{os.getpid()}"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"keys": keys}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / FILE)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
