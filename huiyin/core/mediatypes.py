"""What kind of file it is, from its first bytes; the name only decides between kinds that begin alike. Pure."""

import re
from dataclasses import dataclass

HEAD = 64 * 1024


@dataclass(frozen=True)
class MediaType:
    """A kind of file that is taken: its MIME type and the endings it usually has."""

    mime: str
    endings: tuple[str, ...]
    group: str


ALLOWED: tuple[MediaType, ...] = (
    MediaType("application/pdf", ("pdf",), "document"),
    MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), "document"),
    MediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), "document"),
    MediaType("application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",), "document"),
    MediaType("application/vnd.oasis.opendocument.text", ("odt",), "document"),
    MediaType("application/ofd", ("ofd",), "document"),  # the national format of electronic invoices
    MediaType("application/x-ole", ("doc", "xls", "ppt", "wps", "et", "msg"), "document"),
    MediaType("application/rtf", ("rtf",), "document"),
    MediaType("text/plain", ("txt", "csv", "log"), "document"),
    MediaType("message/rfc822", ("eml",), "mail"),
    MediaType("image/jpeg", ("jpg", "jpeg"), "image"),
    MediaType("image/png", ("png",), "image"),
    MediaType("image/gif", ("gif",), "image"),
    MediaType("image/webp", ("webp",), "image"),
    MediaType("image/bmp", ("bmp",), "image"),
    MediaType("image/tiff", ("tif", "tiff"), "image"),
    MediaType("image/heic", ("heic", "heif"), "image"),
    MediaType("audio/mpeg", ("mp3",), "audio"),
    MediaType("audio/wav", ("wav",), "audio"),
    MediaType("audio/ogg", ("ogg", "opus"), "audio"),
    MediaType("audio/mp4", ("m4a",), "audio"),
    MediaType("audio/aac", ("aac",), "audio"),
    MediaType("audio/amr", ("amr",), "audio"),
    MediaType("audio/flac", ("flac",), "audio"),
    MediaType("video/mp4", ("mp4", "m4v"), "video"),
    MediaType("video/quicktime", ("mov",), "video"),
    MediaType("video/3gpp", ("3gp",), "video"),
    MediaType("video/x-msvideo", ("avi",), "video"),
    MediaType("video/x-matroska", ("mkv",), "video"),
    MediaType("video/webm", ("webm",), "video"),
)
_BY_ENDING = {ending: kind.mime for kind in ALLOWED for ending in kind.endings}
_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
)
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"))
_FTYP = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<svg|<script|<head|<body)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> str:
    """The MIME type of a file that begins with `head` (up to HEAD bytes), empty when it is none that is taken."""
    ending = name.rpartition(".")[2].lower()
    for prefix, mime in _PREFIXES:
        if head.startswith(prefix):
            return mime
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        if head[8:11] == b"3gp":
            return "video/3gpp"
        return _FTYP.get(head[8:12], "video/mp4")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, ending)
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "audio/aac" if head[1] & 0xF6 == 0xF0 else "audio/mpeg"
    return _text(head, ending)


def _zipped(head: bytes, ending: str) -> str:
    """Office papers are zip archives with known contents; any other archive is not taken."""
    if head[30:38] == b"mimetype" and b"opendocument.text" in head[:120]:
        return _BY_ENDING["odt"]
    for mark, kind in _OFFICE:
        if mark in head:
            return _BY_ENDING[kind]
    if b"[Content_Types].xml" in head and ending in {"docx", "xlsx", "pptx"}:
        return _BY_ENDING[ending]
    return ""


def _text(head: bytes, ending: str) -> str:
    """Plain text in UTF-8, UTF-16 or GB 18030; a mail by its header lines; markup is not taken (it could carry
    scripts).
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain" if ending in {"txt", "csv", "log"} else ""
    if b"\x00" in head or not head.strip():
        return ""
    if (text := _decoded(head)) is None or _MARKUP.match(text):
        return ""
    if ending == "eml" and _MAIL.match(head):
        return "message/rfc822"
    controls = sum(char < " " and char not in "\t\r\n\f" for char in text)
    return "text/plain" if not controls else ""


def _decoded(head: bytes) -> str | None:
    """`head` as text, cut off anywhere; None when it is in no encoding that people here use."""
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def endings() -> tuple[str, ...]:
    """All endings that are taken, for the file dialog and for telling people beforehand."""
    return tuple(ending for kind in ALLOWED for ending in kind.endings)


def suffix(mime: str) -> str:
    """The ending that files of this kind usually have, with its dot; empty for a kind that is not taken."""
    return next((f".{kind.endings[0]}" for kind in ALLOWED if kind.mime == mime), "")
