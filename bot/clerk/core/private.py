"""What somebody writes to the bot alone. The words are never stored; what they made true is."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .commands import AddItem, AnyTime, Help, ListCommands, ListItems, Replace
from .decision import Asked
from .hearing import Heard, hear
from .lines import Line, fold
from .meeting import Idle, Meeting, Room
from .parser import Malformed, NearMiss, private
from .phrases import answered
from .replies import is_in
from .rules import Voice
from .says import Saying, Tell
from .view import View
from .wording import cut, quoted

WHERE = re.compile(r"(.*?)[,;]*\s+in\s+(#\S+)\s*", re.IGNORECASE | re.DOTALL)
NO_ROOM = Idle("")


def hear_private(line: Line, view: View, me: str = "") -> Heard:
    """What comes of a private line; of chatter nothing.

    It is about the channel that it names with "in #channel", else about the only one that its
    speaker shares with the bot. A meeting is shown to those who are in its channel.
    """
    rooms = list(view.rooms.values())
    if rooms and all(room.rules.voice is Voice.SHADOW for room in rooms):
        return Heard(NO_ROOM)
    text, channel = line.text.strip(), ""
    if found := WHERE.fullmatch(text):
        text, channel = found[1], found[2]
    parsed = private(text, me)
    if isinstance(parsed, AnyTime) or (isinstance(parsed, Malformed) and parsed.word.noun):
        return at_any_time(replace(line, text=text), view, parsed, channel, me)
    return Heard(NO_ROOM, says=tuple(answer(line, rooms, parsed, channel)))


def at_any_time(line: Line, view: View, parsed: AnyTime | Malformed, channel: str, me: str) -> Heard:
    shared = seen_in(line, view.rooms.values(), channel)
    if len(shared) == 1:
        return hear(shared[0], replace(line, channel=shared[0].channel), me, view)
    if isinstance(parsed, Malformed) or not parsed.LOCAL:
        return hear(NO_ROOM, line, me, view)
    if not shared:
        where = f"in {channel}" if channel else "in any channel that I am in"
        return Heard(NO_ROOM, says=tuple(tell(line, f"I do not see you {where}.")))
    return Heard(NO_ROOM, says=tuple(which(line, shared)))


def seen_in(line: Line, rooms: Iterable[Room], channel: str) -> list[Room]:
    """The rooms that the speaker shares with the bot; of them the one that is named, if any is."""
    shared = [room for room in rooms if room.rules.voice is not Voice.SHADOW and is_in(room, line.nick)]
    return [room for room in shared if not channel or fold(room.channel) == fold(channel)]


def answer(line: Line, rooms: list[Room], parsed: object, channel: str) -> list[Saying]:
    match parsed:
        case Help() | ListCommands():
            return answered(NO_ROOM, line, Asked(parsed))
        case ListItems():
            return items(line, rooms, channel)
        case NearMiss(_, word):
            return tell(line, f"did you mean #{word.name}? Say it in the channel.")
        case None | Replace():
            return []
        case AddItem("link") if not line.text.lstrip().startswith("#"):
            return []
    return tell(line, "I take that in a channel only: no meeting is held in private.")


def items(line: Line, rooms: list[Room], channel: str) -> list[Saying]:
    shared = [room for room in seen_in(line, rooms, channel) if isinstance(room, Meeting)]
    if len(shared) == 1:
        return answered(shared[0], line, Asked(ListItems()))
    if not shared:
        return tell(line, f"there is no meeting{f' in {channel}' if channel else ''} that you are in.")
    return which(line, shared)


def which(line: Line, rooms: Sequence[Room]) -> list[Saying]:
    channels = " or in ".join(room.channel for room in rooms)
    return tell(line, f"in which channel? {quoted(line.text.strip())} in {cut(channels, 250)}")


def tell(line: Line, text: str) -> list[Saying]:
    return [Tell(line.nick, text, notice=False)]
