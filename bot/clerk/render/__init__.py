"""The minutes as text, HTML, Markdown, reStructuredText and JSON, and the full log."""
from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol

from clerk.core.minutes import Minutes

from . import html, json, log, markdown, rst, text
from .links import ALL, ENDINGS


class Render(Protocol):
    def __call__(self, minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
        """The file in pieces. base: the name of the meeting's files without ending, and files: the formats that
        there are of them, for links between them."""


class Format(NamedTuple):
    ending: str
    media: str
    render: Render


FORMATS = {
    "html": Format(ENDINGS["html"], "text/html; charset=utf-8", html.render),
    "text": Format(ENDINGS["text"], "text/plain; charset=utf-8", text.render),
    "markdown": Format(ENDINGS["markdown"], "text/markdown; charset=utf-8", markdown.render),
    "rst": Format(ENDINGS["rst"], "text/x-rst; charset=utf-8", rst.render),
    "json": Format(ENDINGS["json"], "application/json", json.render),
    "log-html": Format(ENDINGS["log-html"], "text/html; charset=utf-8", log.render_html),
    "log": Format(ENDINGS["log"], "text/plain; charset=utf-8", log.render),
}


def whole(name: str, minutes: Minutes, *, base: str = "") -> str:
    return "".join(FORMATS[name].render(minutes, base=base))
