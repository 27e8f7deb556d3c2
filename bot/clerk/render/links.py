"""What of people's words may be printed, which of them are links, and what a meeting's files are called."""
from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from clerk.core.urls import LINKED, addresses

ENDINGS = {
    "html": ".html",
    "text": ".txt",
    "markdown": ".md",
    "rst": ".rst",
    "json": ".json",
    "log-html": ".log.html",
    "log": ".log.txt",
}

ALL = tuple(ENDINGS)

_COLOURS = re.compile("\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?")
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_REORDERING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_LAST_OF_PLANES = (plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NOT_TEXT = (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), *_LAST_OF_PLANES)
_PRINTABLE: dict[int, str] = {
    **dict.fromkeys((*_CONTROLS, *_REORDERING), ""),
    **dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " "),
    **dict.fromkeys(_NOT_TEXT, "\ufffd"),
}


def clean(text: str) -> str:
    """The words without IRC's colours, control characters and what would reorder the words around them."""
    return text if text.isprintable() else _COLOURS.sub("", text).translate(_PRINTABLE)


def may_link(url: str) -> bool:
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.lower() in LINKED


def split(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a URL that may become a link."""
    end = 0
    for start, url in addresses(text):
        if start > end:
            yield text[end:start], False
        yield url, True
        end = start + len(url)
    if end < len(text):
        yield text[end:], False


def file_of(base: str, name: str) -> str:
    """What a page writes to link to the file of that format. base: a path, or a whole URL."""
    path = base + ENDINGS[name]
    return path if base.startswith(("http://", "https://")) else quote(path)

