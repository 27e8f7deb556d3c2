"""What may be said of a meeting at any time: why it meets, and what it talks about each time."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, Word


@dataclass(frozen=True)
class MeetingPurpose(AnyTime):
    """said: perhaps the meeting's name, and the purpose; without one it is shown."""

    WORD: ClassVar[str] = "meeting purpose"
    DEED: ClassVar[str] = "see a meeting's purpose"
    said: str


@dataclass(frozen=True)
class MeetingTopics(AnyTime):
    """said: perhaps the meeting's name, and the topics; without any they are shown."""

    WORD: ClassVar[str] = "meeting topics"
    DEED: ClassVar[str] = "see a meeting's standing topics"
    said: str


NOUNS: tuple[Word, ...] = (
    Word("meeting purpose", "[NAME] [TEXT|none]", "says why a meeting meets, in one line (chairs); alone, shows it",
         ".meeting purpose nova Keep the gate green", ANYONE, MeetingPurpose, section="The agenda", noun=True),
    Word("meeting topics", "[NAME] [TEXT; TEXT|N N|none]",
         "says what stands on its agenda each time (chairs); alone, shows it and what is offered",
         ".meeting topics nova 1 2; Gate status", ANYONE, MeetingTopics, section="The agenda", noun=True),
)  # fmt: skip
