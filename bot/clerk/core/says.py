"""What the bot is about to say: words for a channel, words for one person, a channel's topic."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """Words for everybody in a channel. receipt: what the server shall answer once it has them; "" for nothing."""

    channel: str
    text: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Words for one person: a notice, or a private message to one who wrote privately."""

    nick: str
    text: str
    notice: bool = True


@dataclass(frozen=True, slots=True)
class SetTopic:
    """The channel's topic, to be set."""

    channel: str
    topic: str


Saying = Say | Tell | SetTopic
