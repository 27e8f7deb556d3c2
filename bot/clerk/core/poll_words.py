"""What may be said of ballots that run for days: `.poll` and its verbs, `.ballot`, `.cast`."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, CHAIR, Missing, Word

NUMBER = re.compile(r"[Bb]?(\d{1,9})")
NUMBER_FIRST = re.compile(r"[Bb]?(\d{1,9})\s+(\S.*)", re.DOTALL)
SECTION = "Ballots"


@dataclass(frozen=True)
class NewPoll(AnyTime):
    WORD: ClassVar[str] = "poll new"
    DEED: ClassVar[str] = "open a ballot"
    said: str


@dataclass(frozen=True)
class ListPolls(AnyTime):
    WORD: ClassVar[str] = "poll"
    DEED: ClassVar[str] = "list the ballots"


@dataclass(frozen=True)
class ShowPoll(AnyTime):
    WORD: ClassVar[str] = "poll"
    DEED: ClassVar[str] = "see a ballot"
    LOCAL: ClassVar[bool] = False
    n: int


@dataclass(frozen=True)
class ShowVotes(AnyTime):
    WORD: ClassVar[str] = "poll votes"
    DEED: ClassVar[str] = "see who voted what"
    LOCAL: ClassVar[bool] = False
    n: int


@dataclass(frozen=True)
class CastInPoll(AnyTime):
    """n: None where none was given."""

    WORD: ClassVar[str] = "cast"
    DEED: ClassVar[str] = "vote"
    LOCAL: ClassVar[bool] = False
    n: int | None
    said: str


@dataclass(frozen=True)
class ClosePoll(AnyTime):
    WORD: ClassVar[str] = "poll close"
    DEED: ClassVar[str] = "close a ballot"
    LOCAL: ClassVar[bool] = False
    n: int


@dataclass(frozen=True)
class CancelPoll(AnyTime):
    WORD: ClassVar[str] = "poll cancel"
    DEED: ClassVar[str] = "cancel a ballot"
    LOCAL: ClassVar[bool] = False
    n: int
    why: str


@dataclass(frozen=True)
class CastingVote(AnyTime):
    WORD: ClassVar[str] = "poll casting"
    DEED: ClassVar[str] = "give the casting vote"
    LOCAL: ClassVar[bool] = False
    n: int
    said: str


def numbered(make: Callable[[int], AnyTime], asks: str = "which one?") -> Callable[[str], AnyTime]:
    def parse_number(text: str) -> AnyTime:
        found = NUMBER.fullmatch(text)
        if not found:
            raise Missing(asks)
        return make(int(found[1]))

    return parse_number


def poll(text: str) -> AnyTime:
    """ ".ballot 7 Docs" is meant as a vote; in a secret poll all the more it must not be taken for anything else."""
    if NUMBER_FIRST.fullmatch(text):
        return cast(text)
    verbs = "after .poll go new, close, cancel, casting, votes, a number, or nothing."
    return numbered(ShowPoll, verbs)(text) if text else ListPolls()


def cast(text: str) -> AnyTime:
    if not text:
        raise Missing("in which ballot, and what? .poll lists them;")
    found = NUMBER_FIRST.fullmatch(text)
    if found and found[2][0] not in ">=,;:":
        return CastInPoll(int(found[1]), found[2].strip())
    return CastInPoll(None, text)


def cancel(text: str) -> AnyTime:
    found = re.fullmatch(r"[Bb]?(\d{1,9})\s+(?:because|why)\s+(\S.*)", text, re.DOTALL | re.IGNORECASE)
    if not found:
        raise Missing("which one, and because of what?")
    return CancelPoll(int(found[1]), " ".join(found[2].split()))


def casting(text: str) -> AnyTime:
    found = NUMBER_FIRST.fullmatch(text)
    if not found:
        raise Missing("in which ballot, and for which option?")
    return CastingVote(int(found[1]), found[2].strip())


NOUNS = (
    Word("poll", "[N]", "shows ballot N and how to vote in it; alone, it lists the ballots of the channel", ".poll 7",
         ANYONE, poll, ("ballot",), SECTION, noun=True),
    Word("poll new", "choice|approval|ranked|pick N|dots QUESTION? A, B, C [until DATE] "
         "[for ROLE|NICKS|voiced|everyone] [secret] [quorum N] [seats N] [majority 2/3] [or none] [support N]",
         "opens a ballot that runs for days", ".poll new ranked Which talk first? Cells, Docs, Gate until friday 18:00 "
         "for core secret quorum 3", CHAIR, NewPoll, section=SECTION, noun=True),
    Word("cast", "[N] VOTE", "votes in ballot N, in the channel or in private: an option; several with commas; an "
         "order; points; or abstain. Your last vote counts", ".cast 7 Cells > Docs=Gate", ANYONE, cast,
         ("poll cast", "poll vote"), SECTION, noun=True),
    Word("poll votes", "N", "shows who voted what in an open ballot", ".poll votes 7", ANYONE, numbered(ShowVotes),
         section=SECTION, noun=True),
    Word("poll close", "N", "closes ballot N now, and counts it", ".poll close 7", CHAIR, numbered(ClosePoll),
         section=SECTION, noun=True),
    Word("poll cancel", "N because REASON", "cancels ballot N; nothing is counted",
         ".poll cancel 7 because the question was wrong", CHAIR, cancel, section=SECTION, noun=True),
    Word("poll casting", "N OPTION", "breaks a tie by the casting vote of a chair, in the chair's name",
         ".poll casting 7 Docs", CHAIR, casting, section=SECTION, noun=True),
)  # fmt: skip
