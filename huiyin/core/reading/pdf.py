"""The pages of a PDF as text."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from huiyin.core.reading.errors import UnreadableError

MOST_PAGES = 2_000

# pypdf tells of every oddity of a file; the reader of the answer needs only the answer.
logging.getLogger("pypdf").setLevel(logging.ERROR)


def pdf_pages(data: bytes) -> list[str]:
    """One text per page."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("locked")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableError("too_big", f"{MOST_PAGES}")
        return [page.extract_text() for page in reader.pages]
    except DependencyError as error:
        raise UnreadableError("locked") from error
    except (PdfReadError, PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("damaged") from error
    except RecursionError as error:
        raise UnreadableError("unsafe") from error
