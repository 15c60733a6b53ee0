"""Static files under names that change with what they hold, also where one script imports another."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Our scripts import each other by hashed names too: under two names one script would run twice on a page."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], Any]:
        """Scripts of libraries stay as they are: what they import is the business of whoever builds with them."""
        if name.endswith(".js") and not name.startswith("huiyin/"):
            return lambda found: found["matched"]
        convert: Callable[[re.Match[str]], Any] = super().url_converter(name, hashed_files, template)
        return convert
