"""The minutes as CommonMark."""
from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial

from clerk.core.minutes import Minutes

from .links import ALL, ENDINGS, clean, file_of, split
from .text import Markup, written

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#!|~$]|&(?=[#\w])")
_STARTS_A_BLOCK = re.compile(r"^([0-9]*)(?=[-+=.])")


def render(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    return written(minutes, base if "log-html" in files else "", MARKDOWN)


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def words(text: str) -> str:
    """Some readers link what looks like any URL, so an escape parts the scheme of those that must not be."""
    pieces = split(clean(text))
    return "".join(_link(piece) if is_url else escape(piece).replace("://", "\\://") for piece, is_url in pieces)


def _link(url: str) -> str:
    """Readers differ on entities and backslashes within <URL>."""
    return f"[{escape(url)}](<{escape(url)}>)" if "&" in url or "\\" in url else f"<{url}>"


def _line(text: str) -> str:
    """One that begins no list, heading or code of its own."""
    return _STARTS_A_BLOCK.sub(r"\1\\", text.strip())


def _section(level: int, text: str) -> str:
    return f"\n{'#' * level} {text}\n\n" if text else ""


MARKDOWN = Markup(
    words=words,
    title=lambda text: f"# {text.strip()}\n",
    section=partial(_section, 2),
    paragraph=lambda text: f"\n{_line(text)}\n",
    bullet=lambda depth, text: f"{'  ' * depth}* {_line(text)}\n",
    file=lambda base, name: f"[{escape(clean(base + ENDINGS[name]))}](<{escape(file_of(base, name))}>)",
    strong=lambda text: f"**{text}**",
    between="",
)
