"""How the bot words what it says by itself."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .announcement import ASKED, BLOCK, Announcement
from .books import Books
from .meeting import Room, present
from .profiles import pinged
from .says import Say
from .wording import LINE_BYTES, cut

Spoken = tuple[Announcement, tuple[str, ...]]  # an announcement, and the lines that are said of it


def worded(each: Announcement, lines: tuple[str, ...]) -> tuple[str, ...]:
    """lines: what there is to say of it. As it is said, in the lines of one block at most."""
    if each.kind == ASKED and each.nick:
        return tuple(f"{each.nick} announces: {line}" for line in lines)
    room = BLOCK - 1  # beside what was perhaps not heard
    if len(lines) <= room:
        return lines
    return (*lines[: room - 1], f"… and {len(lines) - room + 1} more{f': {each.link}' if each.link else '.'}")


def block(books: Books, room: Room, chosen: Sequence[Spoken], lost: Sequence[Announcement], rest: int,
          receipt: str, now: datetime) -> tuple[Say, ...]:  # fmt: skip
    """chosen: what is said. lost: what was perhaps not heard before. rest: how many wait for the next time."""
    texts = [perhaps_not_heard(lost)] if lost else []
    for each, (first, *more) in chosen:
        nicks = pinged(books, each.topics, present(room), now, each.kind)
        texts += [called(nicks, first), *more]
    sign = room.rules.prefix
    if rest:
        texts.append(f"… and {rest} more: {sign}announce lists what waits.")
    if sign:
        texts[-1] = f"{texts[-1]} ({sign}why)"
    *before, last = texts
    return (*(Say(room.channel, text) for text in before), Say(room.channel, last, receipt))


def called(nicks: Sequence[str], text: str) -> str:
    """With those before it who want to be named, as many as fit."""
    names = ""
    for nick in nicks:
        longer = f"{names}, {nick}" if names else nick
        if len(f"{longer}: {text}".encode()) > LINE_BYTES:
            break
        names = longer
    return f"{names}: {text}" if names else text


def perhaps_not_heard(lost: Sequence[Announcement]) -> str:
    first = lost[0]
    at = f" at {first.said_at:%H:%M} UTC" if len(lost) == 1 else ""
    return cut(f"Perhaps not heard{at}: {'; '.join(worded(each, each.lines)[0] for each in lost)}")


def shown(each: Announcement) -> str:
    """A few words of it, for a list."""
    behind = len(each.lines) - 1
    more = f" (+{behind} line{'s' if behind > 1 else ''})" if behind else ""
    return f"{cut(each.lines[0], 120)}{more}" if each.lines else ""
