"""What somebody writes to the bot alone. Nothing of it is stored."""
from __future__ import annotations

import re
from collections.abc import Iterable

from .commands import AddItem, Help, ListCommands, ListItems, Replace
from .decision import Asked
from .lines import Line, fold
from .meeting import Idle, Meeting, Room
from .parser import Malformed, NearMiss, noun, parse
from .phrases import answered
from .rules import Voice
from .says import Saying, Tell
from .words import NOUN_BY_NAME

WHERE = re.compile(r"(.*?)\s+in\s+(#\S+)\s*", re.IGNORECASE | re.DOTALL)


def answer(line: Line, rooms: Iterable[Room], me: str = "") -> list[Saying]:
    """The answer to a private line; chatter has none.

    A meeting is shown to those who are in its channel: the one they name with "in #channel", else
    the only one they share with the bot.
    """
    rooms = list(rooms)
    if rooms and all(room.rules.voice is Voice.SHADOW for room in rooms):
        return []
    text, channel = line.text.strip(), ""
    if found := WHERE.fullmatch(text):
        text, channel = found[1], found[2]
    parsed = noun(text) or parse(text, me=me)
    match parsed:
        case Help() | ListCommands():
            return answered(Idle(""), line, Asked(parsed))
        case ListItems():
            return items(line, rooms, channel)
        case NearMiss(_, word):
            return tell(line, f"did you mean #{word.name}? Say it in the channel.")
        case None | Replace() | AddItem("link"):
            return []
        case Malformed(word) if word.name in NOUN_BY_NAME:
            return []
    return tell(line, "I take that in a channel only: no meeting is held in private.")


def items(line: Line, rooms: list[Room], channel: str) -> list[Saying]:
    shared = [room for room in rooms if isinstance(room, Meeting) and room.rules.voice is not Voice.SHADOW
              and fold(line.nick) in room.people.here]  # fmt: skip
    if channel:
        shared = [room for room in shared if fold(room.channel) == fold(channel)]
    if len(shared) == 1:
        return answered(shared[0], line, Asked(ListItems()))
    if not shared:
        return tell(line, f"there is no meeting{f' in {channel}' if channel else ''} that you are in.")
    return tell(line, f"in which channel? #items in {' or in '.join(room.channel for room in shared)}")


def tell(line: Line, text: str) -> list[Saying]:
    return [Tell(line.nick, text, notice=False)]
