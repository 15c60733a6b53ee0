"""Making and verifying case files in tests: the job runs at once, the verifier as on a machine without Huiyin."""

import hashlib
import io
import json
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.audit.models import Dossier
from huiyin.audit.verifier import bundle, container
from huiyin.audit.verifier.papers import CaseFile
from huiyin.complaints.actions import dossier
from huiyin.complaints.jobs import make_dossier
from huiyin.complaints.queries.dossier import Choices
from huiyin.core import blobs
from tests.complaints.along import Along

EVERYTHING = Choices()


def made(along: Along, choices: Choices = EVERYTHING, by: str = "max") -> bytes:
    """The case file of a complaint, as it is handed out."""
    row = dossier.order(case=along.case, reason="提交监管检查组", choices=choices, by=along.by(by), at=along.later())
    make_dossier(str(row.pk))
    row.refresh_from_db()
    assert row.state == "ready", row.failure
    return blobs.read(Dossier.objects.get(pk=row.pk).digest)


@dataclass
class Verdict:
    """What the verifier said: its exit code and its JSON document."""

    code: int
    said: dict[str, Any]
    text: str

    @property
    def faults(self) -> set[str]:
        """The codes of what does not hold."""
        return {one["code"] for one in self.said["findings"] if one["level"] == "bad"}

    @property
    def codes(self) -> set[str]:
        """The codes of everything it says."""
        return {one["code"] for one in self.said["findings"]}


def verified(folder: Path, data: bytes, *more: str) -> Verdict:
    """Run the single file on a machine that has never seen Huiyin: an empty folder, an empty environment, isolated
    Python without site packages."""
    folder.mkdir(exist_ok=True)
    (folder / "verify_huiyin.py").write_text(bundle.source(), encoding="utf-8")
    (folder / "case.huiyin").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_huiyin.py", "case.huiyin", "--json", *more],
        cwd=folder, env={}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return Verdict(done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stdout + done.stderr)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a case file by name, in order."""
    source = io.BytesIO(data)
    return {part.name: container.read_part(source, part, len(data)) for part in container.read_container(source)}


def put_together(parts: dict[str, bytes]) -> bytes:
    """A container of these parts, as whole as one can make it."""
    out, known = b"", []
    for name, data in parts.items():
        header = container.local_header(name, len(data), zlib.crc32(data))
        known.append(container.Part(name, len(data), zlib.crc32(data), hashlib.sha256(data).hexdigest(), len(out), 0))
        out += header + data
    return out + container.directory(known, len(out))


def opened(data: bytes) -> CaseFile:
    """A case file, read in this process."""
    return CaseFile(io.BytesIO(data))
