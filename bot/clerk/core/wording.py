"""People's own words that are kept: not too long, and nothing in them that no one can see."""
from __future__ import annotations

import re
from collections.abc import Sequence

LINE_BYTES = 400  # of a line of IRC, whatever the server puts before it
KEPT_BYTES = 350  # of people's words that must fit into such a line, with what the bot says around them
JOINER = "\u200d"  # makes one picture of several
NICK = re.compile(r"[^\s\d#&@%+~:!,*?.$-][^\s@!:,*?.]{0,63}")


def unfit(text: str, what: str, longest: int) -> str:
    """Why a text cannot be kept, and what would work; "" when it can. what: "an announcement". longest: characters."""
    if not text.replace(JOINER, "").isprintable():
        return f"{what} cannot have control characters or colours in it; plain text can be kept."
    if len(text) > longest:
        return f"that is {len(text)} characters, and {what} has at most {longest}; a link can say the rest."
    if len(text.encode()) > KEPT_BYTES:
        return f"that is {len(text.encode())} bytes, and {what} must fit into one line, {KEPT_BYTES}; make it shorter."
    return ""


def one_line(text: str) -> str:
    """Without blanks around it, or more than one between words; a line's end counts as one."""
    return re.sub(r"[^\S\x1c-\x1f]+", " ", text).strip()


def cut(text: str, room: int = LINE_BYTES) -> str:
    """With … where it was too long. room: bytes."""
    whole = text.encode()
    return text if len(whole) <= room else f"{whole[: room - 3].decode(errors='ignore').rstrip()}…"


def quoted(text: str) -> str:
    """Words that a refusal says back: enough of them to know them again."""
    return cut(text, 80)


def visible(text: str) -> str:
    """A text that is quoted when it cannot be read: what cannot be seen is spelled out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def is_nick(text: str) -> bool:
    return text.isprintable() and bool(NICK.fullmatch(text))


def either(names: Sequence[str]) -> str:
    """ "bob, carol or dave"."""
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


def listed(names: list[str]) -> str:
    """ "bob, carol and dave"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
