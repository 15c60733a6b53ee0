"""The keys that work on every page of the desk: the one table behind the handlers in `keys.js` and the help sheet.

Keys of one page are written on its elements (`data-key`, `data-go`); the sheet lists those too.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Key:
    """`key` is the browser's name of the key, `does` the name of its handler, `caps` what is printed for it."""

    key: str
    does: str
    label: Any
    caps: tuple[Any, ...]
    with_control: bool = False


KEYS = (
    Key("k", "palette", _("Go anywhere, do anything: the command palette"), ("Ctrl", "K"), with_control=True),
    Key("j", "next", _("Next row"), ("j",)),
    Key("k", "previous", _("Previous row"), ("k",)),
    Key("Enter", "open", _("Open the row"), ("Enter",)),
    Key(" ", "preview", _("Preview the row"), (pgettext_lazy("key", "Space"),)),
    Key("x", "select", _("Select the row"), ("x",)),
    Key("g", "go", _("Then a letter: go to a page"), ("g",)),
    Key("Escape", "leave", _("Close what is open, leave a field"), ("Esc",)),
    Key("?", "help", _("This help"), ("?",)),
)
