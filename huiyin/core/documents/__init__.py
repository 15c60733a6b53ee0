"""Letters and other papers as PDF, set with Typst from templates in Chinese and English.

`render_letter(DecisionLetter(…), lang="zh")` is the usual way; `render` takes plain data; `missing_in` tells beforehand
which characters no font has. Records: `parts` and `letters`.
"""

from huiyin.core.documents.engine import DocumentError, missing_in, render, render_letter, template_names
from huiyin.core.documents.parts import IncompleteLetterError
from huiyin.core.documents.wording import Lang

__all__ = ["DocumentError", "Lang", "IncompleteLetterError", "missing_in", "render", "render_letter", "template_names"]
