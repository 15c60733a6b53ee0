"""The text of an HTML mail: words only, nothing of it is ever shown as HTML. Pure; never raises."""

import re
from html.parser import HTMLParser

from huiyin.channels.rules.charsets import plain

MOST = 500_000
_SILENT = frozenset({"script", "style", "title", "template", "noscript", "object", "svg", "math"})
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr", "pre", "ul", "ol",
     "section", "article", "header", "footer", "dt", "dd"}
)  # fmt: skip


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = ""
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        if tag in _SILENT:
            self.silent = tag
        elif tag in _BLOCKS:
            self.found.append("\n")
        elif tag in ("td", "th"):
            self.found.append(" ")
        elif tag == "a":
            self.link = next((value or "" for name, value in attrs if name == "href"), "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent = "" if tag == self.silent else self.silent
        elif tag in _BLOCKS:
            self.found.append("\n")
        elif tag == "a":
            shown, self.link = "".join(self.found[-3:]), self._outside()
            if self.link and self.link not in shown:
                self.found.append(f" ({self.link[:500]})")
            self.link = ""

    def _outside(self) -> str:
        return self.link.strip() if re.match(r"\s*(https?|mailto):", self.link, re.IGNORECASE) else ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """What a person reads in it: lines of text, addresses of links in brackets, no scripts, styles or pictures."""
    reader = _Words()
    # Open comments and declarations make the parser look for their end again and again: they go first.
    html = re.sub(r"<!(?!--)[^>]*>?", " ", _without_comments(html[:MOST]))
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        reader.found.append(re.sub(r"<[^>]*>?", " ", html))
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return plain(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def _without_comments(html: str) -> str:
    parts, begin = [], 0
    while (start := html.find("<!--", begin)) >= 0:
        parts.append(html[begin:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        begin = end + 3
    return "".join([*parts, html[begin:]])
