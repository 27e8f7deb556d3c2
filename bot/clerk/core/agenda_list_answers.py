"""The answer to a whole agenda in one line: all of it, or nothing."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from . import agenda_list_words as w
from .agenda import Wanted
from .agenda_answers import addressed, put_on
from .agenda_lists import in_one_line
from .agenda_suffixes import wanted
from .commands import AnyTime
from .decision import Answer, Refusal
from .lines import Line, fold
from .meeting import Room
from .view import View
from .word import Missing


def fill(view: View, room: Room, line: Line, command: w.AgendaFrom) -> Answer | Refusal:
    found = addressed(view, room, command.said)
    if isinstance(found, Refusal):
        return found
    place, said = found
    return put_list(view, room, line, place, in_one_line(said))


def put_list(view: View, room: Room, line: Line, place: str, texts: Sequence[str]) -> Answer | Refusal:
    """texts: as people write them after .agenda add."""
    entries: list[Wanted] = []
    for n, text in enumerate(texts, 1):
        try:
            entry = wanted(text)
        except Missing as missing:
            return Refusal(f"item {n}: {missing}" if len(texts) > 1 else str(missing))
        if not entry.text:
            return Refusal(f"item {n} has no words of its own: {text}")
        if any(fold(entry.text) == fold(other.text) for other in entries):
            return Refusal(f"{entry.text} is in the list twice.")
        entries.append(entry)
    if not entries:
        return Refusal("there is no item in it; put semicolons between items, or number them 1. … 2. …")
    return put_on(view, room, line, place, entries)


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {w.AgendaFrom: fill}
