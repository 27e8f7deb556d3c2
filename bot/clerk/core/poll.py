"""Ballots that run for days: what was asked, by which rules, who voted what, and what came of it.

A poll's terms are frozen when it opens. What was cast openly is a record for each voter; what was cast in secret is
never in the books: it is in a box of its own, of which the core sees a value (see `Sealed`).
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold

MOST_OPTIONS, MOST_OPEN = 50, 20  # options of a poll; open polls of a channel
LONGEST_QUESTION, LONGEST_OPTION = 200, 60  # characters
DOTS = 5  # points that a voter spreads, unless the terms say otherwise
MOST_POINTS, MOST_NEEDED = 100, 10_000
NONE_OF_THE_ABOVE = "none of the above"

Share = tuple[int, int]  # so many of so many


class Method(StrEnum):
    CHOICE = "choice"
    APPROVAL = "approval"
    RANKED = "ranked"  # by Schulze; by STV where there are seats
    PICK = "pick"  # up to so many; hidden until the close
    DOTS = "dots"  # points, to be spread


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Vote:
    """What one voter wants. groups: options by preference, those in one group alike; none of them is an abstention.
    points: what each group gets, where points are spread."""

    groups: tuple[tuple[str, ...], ...] = ()
    points: tuple[int, ...] = ()


ABSTENTION = Vote()


@dataclass(frozen=True)
class Terms:
    """By which rules a poll is held. whom: everyone, voiced, "role NAME" or nicks. voters: of a role or nicks, as the
    books name people. quorum: voters, abstentions with them. seats: how many options win, 0 for none. most: picks or
    points. none: the option that stands for none of the others, "" without one. majorities: what each option needs,
    in the order of the options; empty for no more than any other. support: voters that an option needs above none."""

    method: Method
    options: tuple[str, ...]
    secret: bool = False
    whom: str = "everyone"
    voters: tuple[str, ...] = ()
    quorum: int = 0
    seats: int = 1
    most: int = 0
    none: str = ""
    majorities: tuple[Share, ...] = ()
    support: int = 0


class Verdict(StrEnum):
    WON = "won"
    TIE = "tie"
    COUNTED = "counted"  # nothing was to win
    NO_QUORUM = "no quorum"
    NO_VOTES = "no votes"
    NONE = "none"  # of the options has what it needs


@dataclass(frozen=True)
class Row:
    """What one option got. orgs: of its voters, most first. voters: nicks; none of a secret poll."""

    option: str
    count: int
    orgs: tuple[tuple[str, int], ...] = ()
    voters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """turnout: who voted, abstentions with them. tied: between whom the last `left` places are open. rows: of what
    is counted by options, most first. ranking: of what is ranked, best first. dropped: options that had not what they
    needed, and why."""

    verdict: Verdict
    turnout: int
    abstained: int = 0
    winners: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    left: int = 0
    rows: tuple[Row, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Poll(Record):
    """nick, who: of who opened it. until: when it closes by itself; None for never. closed, why: when and how it ended.
    casting: what a chair's casting vote chose, and casting_by whose. told: the channel has seen it open. heard: and
    its result. reminded: who had not voted was told. url: where the votes of a secret poll are published."""

    TABLE: ClassVar[str] = "polls"

    id: int
    channel: str
    nick: str
    who: str
    question: str
    terms: Terms
    opened: datetime
    until: datetime | None = None
    state: State = State.OPEN
    closed: datetime | None = None
    why: str = ""
    result: Result | None = None
    casting: tuple[str, ...] = ()
    casting_by: str = ""
    told: bool = False
    heard: bool = False
    reminded: bool = False
    url: str = ""

    def is_open(self, now: datetime) -> bool:
        """The clock closes it; what comes after its time and before the clock's word is too late all the same."""
        return self.state is State.OPEN and (self.until is None or now < self.until)

    @property
    def called(self) -> str:
        return f"B{self.id}"

    @property
    def hidden(self) -> bool:
        """Whether nobody sees before the close what was voted."""
        return self.terms.secret or self.terms.method is Method.PICK


@dataclass(frozen=True)
class Cast(Record):
    """The last vote of somebody in an open poll. who: as the books name people. org: as they said it themselves."""

    TABLE: ClassVar[str] = "casts"
    KEY: ClassVar[tuple[str, ...]] = ("poll", "who")

    poll: int
    who: str
    nick: str
    at: datetime
    vote: Vote
    org: str = ""


# --- what was cast in secret ----------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A vote without its voter. receipt: nobody can guess it, and its voter alone was given it."""

    receipt: str
    vote: Vote


@dataclass(frozen=True)
class Sealed:
    """What a box lets know. papers: by receipt, so in no order that tells anything. voted: who of those entitled has,
    as the poll's voters name them."""

    papers: tuple[Paper, ...] = ()
    voted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seal:
    """A vote on its way into the box, where it takes the place of the voter's last one. opened: when its poll was.
    voter: a folded account."""

    poll: int
    opened: datetime
    voter: str
    paper: Paper


Boxes = Mapping[int, Sealed]
EMPTY_BOX = Sealed()


# --- looking them up ------------------------------------------------------------------------------


def of_channel(books: Books, channel: str) -> list[Poll]:
    return [each for each in books.all(Poll) if fold(each.channel) == fold(channel)]


def casts_of(books: Books, poll: Poll) -> tuple[Cast, ...]:
    return tuple(each for each in books.all(Cast) if each.poll == poll.id)


def account_meant(voter: str) -> str:
    """The account behind an entry of a secret poll's voters: who was named by nick is meant by that account."""
    return fold(voter.removeprefix("~"))


def of_same_option(options: Iterable[str]) -> str:
    """An option that is named twice; "" if none is."""
    seen: set[str] = set()
    for option in options:
        if option.casefold() in seen:
            return option
        seen.add(option.casefold())
    return ""
