"""What may be said of the calendar at any time: `.meetings` and its verbs, `.meeting`, its skips and moves."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, Missing, Word, needs

BECAUSE = re.compile(r"(.+?)\s+because(?:\s+of\b)?:?\s+(\S.*)", re.IGNORECASE | re.DOTALL)
TO = re.compile(r"(.+?)\s+to\s+(\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class ListMeetings(AnyTime):
    """when: days, as people write them; "" for the next seven, "next" for the next meeting."""

    WORD: ClassVar[str] = "meetings"
    DEED: ClassVar[str] = "list the meetings"
    LOCAL: ClassVar[bool] = False
    when: str


@dataclass(frozen=True)
class FindFreeTime(AnyTime):
    """said: how long, and the day."""

    WORD: ClassVar[str] = "meetings free"
    DEED: ClassVar[str] = "look for free time"
    said: str


@dataclass(frozen=True)
class ListConflicts(AnyTime):
    WORD: ClassVar[str] = "meetings conflicts"
    DEED: ClassVar[str] = "list the conflicts of meetings"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class ShowMeeting(AnyTime):
    """name: "" for the meeting of this channel."""

    WORD: ClassVar[str] = "meeting"
    DEED: ClassVar[str] = "see when a meeting is"
    LOCAL: ClassVar[bool] = False
    name: str


@dataclass(frozen=True)
class SkipMeeting(AnyTime):
    """said: perhaps the meeting's name, and the date."""

    WORD: ClassVar[str] = "meeting skip"
    DEED: ClassVar[str] = "skip a meeting"
    LOCAL: ClassVar[bool] = False
    said: str
    why: str


@dataclass(frozen=True)
class UnskipMeeting(AnyTime):
    WORD: ClassVar[str] = "meeting unskip"
    DEED: ClassVar[str] = "take back that a meeting is skipped"
    LOCAL: ClassVar[bool] = False
    said: str


@dataclass(frozen=True)
class MoveMeeting(AnyTime):
    """said: perhaps the meeting's name, and the date. to: a date, a time of day, or both."""

    WORD: ClassVar[str] = "meeting move"
    DEED: ClassVar[str] = "move a meeting"
    LOCAL: ClassVar[bool] = False
    said: str
    to: str
    why: str


def skip(text: str) -> SkipMeeting:
    found = BECAUSE.fullmatch(text)
    if not found:
        raise Missing("which meeting on which date, and why?")
    return SkipMeeting(found[1], found[2])


def unskip(text: str) -> UnskipMeeting:
    if not text:
        raise Missing("which meeting on which date?")
    return UnskipMeeting(text)


def move(text: str) -> MoveMeeting:
    found = BECAUSE.fullmatch(text)
    days = TO.fullmatch(found[1]) if found else None
    if not (found and days):
        raise Missing("which meeting, from when to when, and why?")
    return MoveMeeting(days[1], days[2], found[2])


def alone(command: AnyTime) -> Callable[[str], AnyTime]:
    def parse_nothing(text: str) -> AnyTime:
        if text:
            raise Missing("of all meetings; say only")
        return command

    return parse_nothing


NOUNS: tuple[Word, ...] = (
    Word("meetings", "[DAYS]", "lists the meetings of the next seven days, or of today, tomorrow, this week, next "
         "week, a date; next: only the next one", ".meetings next week", ANYONE, ListMeetings,
         section="The calendar", noun=True),
    Word("meetings free", "LENGTH DAY", "says when that day nobody meets in this channel for so long",
         ".meetings free 1h thursday", ANYONE,
         needs("how long, and on which day?", FindFreeTime), section="The calendar", noun=True),
    Word("meetings conflicts", "", "lists the meetings that get into each other's way within a year: in one channel, "
         "or with one chair", ".meetings conflicts", ANYONE, alone(ListConflicts()), section="The calendar", noun=True),
    Word("meeting", "[NAME]", "says when it is next and where, who chairs it and why it meets", ".meeting nova", ANYONE,
         ShowMeeting, section="The calendar", noun=True),
    Word("meeting skip", "[NAME] DATE because REASON", "says that it is not held that day (its chairs)",
         ".meeting skip nova 2026-12-24 because of the holidays", ANYONE, skip, section="The calendar", noun=True),
    Word("meeting unskip", "[NAME] DATE", "takes that back (its chairs)", ".meeting unskip nova 2026-12-24", ANYONE,
         unskip, section="The calendar", noun=True),
    Word("meeting move", "[NAME] DATE to DATE [TIME] because REASON",
         "says that it is held at another time (its chairs)",
         ".meeting move nova 2026-12-24 to 2026-12-22 15:00 because of the holidays", ANYONE, move,
         section="The calendar", noun=True),
)  # fmt: skip
