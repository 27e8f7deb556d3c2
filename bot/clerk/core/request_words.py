"""What may be said of requests for time on another meeting's agenda, at any time."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, Missing, Word, needs


@dataclass(frozen=True)
class AskForTime(AnyTime):
    """said: the meeting, what about, and the day."""

    WORD: ClassVar[str] = "agenda ask"
    DEED: ClassVar[str] = "ask another meeting for time"
    said: str


@dataclass(frozen=True)
class ShowRequests(AnyTime):
    WORD: ClassVar[str] = "agenda requests"
    DEED: ClassVar[str] = "see who asks for time"


@dataclass(frozen=True)
class AcceptRequest(AnyTime):
    WORD: ClassVar[str] = "agenda accept"
    DEED: ClassVar[str] = "accept a request for time"
    n: int


@dataclass(frozen=True)
class DeclineRequest(AnyTime):
    WORD: ClassVar[str] = "agenda decline"
    DEED: ClassVar[str] = "decline a request for time"
    n: int
    why: str


@dataclass(frozen=True)
class OfferDay(AnyTime):
    WORD: ClassVar[str] = "agenda offer"
    DEED: ClassVar[str] = "offer another day"
    n: int
    day: str


def accept(text: str) -> AcceptRequest:
    if not re.fullmatch(r"\d{1,6}", text):
        raise Missing("which request? .agenda requests lists them;")
    return AcceptRequest(int(text))


def numbered(question: str, make: Callable[[int, str], AnyTime], between: str = "") -> Callable[[str], AnyTime]:
    """N and words. between: what may stand before the words."""

    def parse_number_and_words(text: str) -> AnyTime:
        found = re.fullmatch(rf"(\d{{1,6}})(?:\s+(?:(?:{between})\s+)?(\S.*))?", text, re.DOTALL | re.IGNORECASE)
        if not found:
            raise Missing("which request? .agenda requests lists them;")
        if not found[2]:
            raise Missing(question)
        return make(int(found[1]), " ".join(found[2].split()))

    return parse_number_and_words


NOUNS: tuple[Word, ...] = (
    Word("agenda ask", "MEETING TEXT on DATE", "asks another meeting for time; its chairs accept, decline or offer",
         ".agenda ask nova Cross-project quotas on thursday", ANYONE,
         needs("which meeting, what about, and on which day?", AskForTime), section="The agenda", noun=True),
    Word("agenda requests", "", "lists who asks for time here, and what you asked for elsewhere", ".agenda requests",
         ANYONE, lambda _: ShowRequests(), section="The agenda", noun=True),
    Word("agenda accept", "N", "puts request N on the agenda of its day (chairs; an offered day: who asked)",
         ".agenda accept 3", ANYONE, accept, section="The agenda", noun=True),
    Word("agenda decline", "N because REASON", "declines request N (chairs; who asked takes it back)",
         ".agenda decline 3 because the release comes first", ANYONE,
         numbered("why? Who asked is told;", DeclineRequest, "because|why"), section="The agenda", noun=True),
    Word("agenda offer", "N DATE", "offers another day for request N (chairs)", ".agenda offer 3 next thursday", ANYONE,
         numbered("which day?", OfferDay, "on"), section="The agenda", noun=True),
)  # fmt: skip
