"""The minutes as reStructuredText."""
from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from clerk.core.minutes import Minutes

from .links import ALL, ENDINGS, clean, file_of, split
from .text import Markup, columns, written

_SPECIAL = re.compile(r"[\\*`_|@]|:(?! )")
_STARTS_A_BLOCK = re.compile(r"[^\w(*`\\]|\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)]|[(*`\\]+$")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9./%?=&#+~-]*[A-Za-z0-9/]")


def render(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    return written(minutes, base if "log-html" in files else "", RST)


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def words(text: str) -> str:
    pieces = list(split(clean(text)))
    before = ["", *(piece for piece, _ in pieces)]
    after = [*(piece for piece, _ in pieces[1:]), ""]
    return "".join(
        _link(url, before[at][-1:], after[at][:1]) if is_url else escape(url)
        for at, (url, is_url) in enumerate(pieces)
    )


def _link(url: str, before: str, after: str) -> str:
    """A bare URL where docutils would read it right. An escaped blank parts a reference from its neighbours."""
    apart = not before.strip(), not after.strip()
    if all(apart) and _PLAIN_URL.fullmatch(url):
        return url
    return ("" if apart[0] else "\\ ") + f"`<{_target(url)}>`__" + ("" if apart[1] else "\\ ")


def _target(url: str) -> str:
    return re.sub(r"[\\*`_|<>]", r"\\\g<0>", url)


def _line(text: str) -> str:
    """One that begins no list, field, directive or rule of its own."""
    text = text.strip()
    return "\\ " + text if _STARTS_A_BLOCK.match(text) else text


def _title(text: str) -> str:
    text = text.strip() if ":" in text else f"Meeting: {text.strip()}"  # else it could be named like a section
    bar = "=" * columns(text)
    return f"{bar}\n{text}\n{bar}\n\n"


def _section(text: str) -> str:
    return f"{text}\n{'-' * len(text)}\n\n" if text else ""


RST = Markup(
    words=words,
    title=_title,
    section=_section,
    paragraph=lambda text: f"{_line(text)}\n\n",
    bullet=lambda depth, text: f"{'  ' * depth}* {_line(text)}\n\n",
    file=lambda base, name: f"`{_target(clean(base + ENDINGS[name]))} <{_target(file_of(base, name))}>`__",
    strong=lambda text: f"**{text}**",
    between="",
)
