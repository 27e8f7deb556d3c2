"""Addresses in people's words."""
from __future__ import annotations

import re
from collections.abc import Iterator

LINKED = ("http", "https", "mailto", "irc", "ircs")  # the only schemes that become links

_WITH_HOST = "|".join(scheme for scheme in LINKED if scheme != "mailto")
_URL = re.compile(
    rf"(?<![A-Za-z0-9+])(?:(?:{_WITH_HOST})://(?=[\w\[])|mailto:(?=[\w.+%-]+@\w))[^\s<>\"]+", re.IGNORECASE
)
_TRAILING = frozenset(".,;:!?'*`…’”»")
_OPENING = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Each address that may become a link, and where it begins; without the punctuation of its sentence."""
    if "://" in text or "mailto:" in text.lower():
        for found in _URL.finditer(text):
            yield found.start(), _trimmed(found[0])


def _trimmed(url: str) -> str:
    """Without the punctuation that ends the sentence, and without brackets that were opened before the URL."""
    spare = {close: url.count(close) - url.count(opening) for close, opening in _OPENING.items()}
    end = len(url)
    while (last := url[end - 1]) in _TRAILING or spare.get(last, 0) > 0:
        if last in spare:
            spare[last] -= 1
        end -= 1
    return url[:end]
