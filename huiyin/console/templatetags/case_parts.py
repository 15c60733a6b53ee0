"""Tags of the case page: a bare control (its label stands elsewhere), and the upload of a form with its limits."""

from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.console.case.forms import StepForm
from huiyin.core import mediatypes
from huiyin.core.templatetags.ui import widget_attrs

register = template.Library()


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """The control of a field alone. The label has to be near it; a select gets its label as its name."""
    attrs: dict[str, Any] = dict(widget_attrs(bound))
    attrs["aria-label"] = str(bound.label)
    return SafeString(bound.as_widget(attrs=attrs))


@register.inclusion_tag("partials/upload.html")
def uploads(form: StepForm, name: str = "step") -> dict[str, Any]:
    """Choosing files for a form: number, size and kinds are told before; what was wrong with the last ones."""
    endings = mediatypes.endings()
    return {
        "id": f"id_{name}_files",
        "name": "files",
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_files": settings.UPLOAD_MAX_FILES,
        "types": ",".join(f".{ending}" for ending in endings),
        "types_text": _("documents, pictures, sound, video, mail"),
        "label": form.files_label,
        "errors": form.file_errors,
        "required": False,
    }
