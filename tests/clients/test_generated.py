"""The committed client is the one that the interface of today gives."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

from huiyin.api.urls import api
from huiyin_client import Huiyin
from tests.architecture.source import ROOT

CLIENT = ROOT / "clients" / "python"


def _generator() -> Any:
    found = importlib.util.spec_from_file_location("generate", CLIENT / "generate.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _texts(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in sorted(folder.rglob("*.py"))}


def test_the_client_is_the_one_of_this_interface(tmp_path: Path) -> None:
    folder = tmp_path / "huiyin_client"
    shutil.copytree(CLIENT / "huiyin_client", folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)  # the formatter's settings
    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    _generator().write(document, folder)
    assert _texts(folder) == _texts(CLIENT / "huiyin_client"), "bin/huiyin openapi | python clients/python/generate.py"


def test_every_operation_is_a_method() -> None:
    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    names = [one["operationId"] for _path, _method, one in _generator().of_document(document)]
    assert len(names) == len(set(names)) > 100
    assert [name for name in names if not callable(getattr(Huiyin, name, None))] == []
