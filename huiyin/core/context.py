"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huiyin.core.time import now


def house(request: HttpRequest) -> dict[str, Any]:
    """The insurer's name and phone, the theme, and one instant for the whole page."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "insurer": settings.INSURER,
        "theme": theme if theme in {"auto", "light", "dark"} else "auto",
        "now": now(),
        "demo": settings.DEMO,
        "upload_max_mb": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
    }
