"""Answers to whoever asked: in the channel to a line of the channel, privately to a private one."""
from __future__ import annotations

from collections.abc import Sequence

from .lines import Kind, Line, Speaker, fold
from .meeting import Meeting, Room
from .rules import Voice
from .says import Say, Saying, Tell
from .view import View

FEW = 4  # lines that an answer may have in a channel


def reply(room: Room, line: Line, text: str) -> Saying:
    """One line, to its asker."""
    if line.kind is Kind.PRIVATE or not room.channel:
        return Tell(line.nick, text, notice=False)
    return Say(room.channel, f"{line.nick}: {text}" if line.nick else text)


def replies(room: Room, line: Line, texts: Sequence[str]) -> tuple[Saying, ...]:
    """A few lines where it was asked, without the asker's nick; more than that privately."""
    if line.kind is Kind.PRIVATE or not room.channel:
        return tuple(Tell(line.nick, text, notice=False) for text in texts)
    if len(texts) > FEW:
        return tuple(privately(room.channel, line, texts))
    return tuple(Say(room.channel, text) for text in texts)


def told_privately(nick: str, text: str) -> Tell:
    """Words for somebody who did not ask just now."""
    return Tell(nick, text)


def privately(channel: str, line: Line, texts: Sequence[str]) -> list[Saying]:
    """Words for one person. A bridge carries no private words: there, the first goes to the channel."""
    if line.speaker is Speaker.RELAYED:
        return [Say(channel, f"{line.nick}: {texts[0]}")]
    return [Tell(line.nick, text, notice=bool(line.channel) and line.kind is not Kind.PRIVATE) for text in texts]


def aloud(view: View, channel: str, text: str) -> tuple[Saying, ...]:
    """Words for another channel than the one in which they were caused. None where the bot is not, or is silent."""
    room = view.rooms.get(fold(channel))
    silent = room is None or room.rules.voice is Voice.SHADOW or (isinstance(room, Meeting) and room.lurking)
    return () if room is None or silent else (Say(room.channel, text),)


def to_person(view: View, nick: str, text: str) -> tuple[Saying, ...]:
    """Words for one person, if they are in any channel that the bot is in."""
    return (Tell(nick, text, notice=False),) if any(is_in(room, nick) for room in view.rooms.values()) else ()


def is_in(room: Room, nick: str) -> bool:
    here = room.people.here if isinstance(room, Meeting) else {fold(each) for each in room.present}
    return fold(nick) in here
