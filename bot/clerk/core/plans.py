"""What is known of a meeting by its name: why it meets, and what it talks about each time."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .books import Record


@dataclass(frozen=True)
class Plan(Record):
    """place: the meeting's name or a channel, folded. topics: what stands on its agenda each time.
    asked: whether its chair was asked for the purpose."""

    TABLE: ClassVar[str] = "plans"
    KEY: ClassVar[tuple[str, ...]] = ("place",)

    place: str
    purpose: str = ""
    topics: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class Note:
    """What was noted under a topic of a meeting: #info, #action and so on."""

    topic: str
    kind: str
    text: str


@dataclass(frozen=True)
class Held(Record):
    """A meeting that was held. meeting: its id. url: of its minutes, "" when none were published."""

    TABLE: ClassVar[str] = "held"
    KEY: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: str
    place: str
    channel: str
    title: str
    at: datetime
    url: str = ""
    notes: tuple[Note, ...] = ()
