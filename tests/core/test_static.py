"""Scripts are kept under hashed names and import each other by them."""

import re
from pathlib import Path
from typing import Any

from django.core.management import call_command

from huiyin.core.static import StaticFiles


def test_a_script_is_imported_by_the_name_that_pages_give_it(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "huiyin.core.static.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    files = StaticFiles(location=tmp_path)
    script = (tmp_path / files.stored_name("huiyin/js/drafts.js")).read_text()
    imported = re.findall(r'from\s+"\./([^"]+)"', script)
    assert imported == [Path(files.stored_name(f"huiyin/js/{name}.js")).name for name in ("live", "slot")]
    assert not {"live.js", "slot.js"} & set(imported)
