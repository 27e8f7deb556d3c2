"""One line of IRC: the only thing the core ever hears."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What happened on IRC. `text` of a line means what stands behind each."""

    SAID = "said"  # the words
    ACTION = "action"  # the words after /me
    NOTICE = "notice"  # the words
    JOIN = "join"  # nothing
    PART = "part"  # the reason given
    QUIT = "quit"  # the reason given
    KICK = "kick"  # "NICK reason": who was kicked by the line's nick, and why
    NICK = "nick"  # the new nick
    TOPIC = "topic"  # the channel's new topic
    PRIVATE = "private"  # the words; never stored

    # What no person does, but the rules need to know.
    NAMES = "names"  # the nicks in the channel, separated by blanks, when the bot came in
    TICK = "tick"  # nothing: time has passed
    BACK = "back"  # "SINCE reason": the bot was away from SINCE (ISO 8601) until this line
    DENIED = "denied"  # the server refused to let the bot set the topic
    WRITTEN = "written"  # "end" or "save", the URL of the minutes' files without endings, the endings
    UNWRITTEN = "unwritten"  # "end" or "save", and why the minutes could not be written
    ERRAND = "errand"  # "KIND N": what the command line asked for made something true; see core/errands.py


TALK = frozenset({Kind.SAID, Kind.ACTION})
ADDRESSED = TALK | {Kind.PRIVATE}  # what may be meant for the bot


class Speaker(StrEnum):
    """Whose line it is."""

    PERSON = "person"
    RELAYED = "relayed"  # said on the far side of a bridge
    BOT = "bot"  # another known bot: logged, and nothing else
    CLERK = "clerk"  # the bot itself, or the bot that recorded a log


class Rank(StrEnum):
    """What the channel lets its speaker do."""

    NONE = ""
    VOICED = "+"
    OPERATOR = "@"


@dataclass(frozen=True, slots=True)
class Line:
    """What was heard.

    at: UTC, aware. channel: as the server writes it, "" in private. account: the services
    account, None when logged out or unknown. host: user@host, "" when unknown (logs).
    id: the line's number in the store; 0 before it has one.
    """

    at: datetime
    channel: str
    nick: str
    text: str
    kind: Kind = Kind.SAID
    account: str | None = None
    host: str = ""
    rank: Rank = Rank.NONE
    speaker: Speaker = Speaker.PERSON
    msgid: str | None = None
    network: str = ""
    id: int = 0


def identity(line: Line) -> str:
    """Who speaks, as the books name people: the account; without one "~" and the folded nick."""
    return line.account or f"~{fold(line.nick)}"


ASCII = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def fold(name: str) -> str:
    """A nick or channel in small letters. Only A to Z have any: that []\\^ are {}|~ in capitals holds on some
    networks and not on others, and where it does, a server still writes one nick in one way."""
    return name.translate(ASCII)
