"""Secrets are made once, and never beside data that needs others."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from huiyin.commands import createadmin, surroundings
from huiyin.core.actors import system
from huiyin.core.time import now


@pytest.fixture
def private(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIYIN_PRIVATE_DIR", str(tmp_path / "private"))
    settings.KEYS_DIR = tmp_path / "private" / "keys"
    return tmp_path / "private"


@pytest.mark.django_db
def test_secrets_are_made_once_and_readable_by_us_only(private: Path) -> None:
    assert surroundings.make_secrets() == ["secret_key", "fields", "index", "files", "signing"]
    kept = {path: path.read_bytes() for path in (private / "secret_key", *(private / "keys").iterdir())}
    assert len(kept) == 5
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert surroundings.make_secrets() == []
    assert {path: path.read_bytes() for path in kept} == kept


@pytest.mark.django_db
def test_no_new_keys_are_made_for_data_that_was_encrypted_with_others(private: Path) -> None:
    surroundings.make_secrets()
    createadmin.make(email="a@huiyin.example", name="管理员", employee_no="a", by=system("test"), at=now())
    (private / "keys" / "fields.json").unlink()
    with pytest.raises(CommandError, match="Put them back from your backup"):
        surroundings.make_secrets()
    assert not (private / "keys" / "fields.json").exists()
    assert surroundings.missing_keys() == ["fields"]
