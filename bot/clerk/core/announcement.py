"""What the bot says by itself, as records: what is to be said, what was, and what a channel does not want to hear."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold

LONGEST = 300  # characters of what somebody has announced
MOST_WAITING = 50  # in a channel
BLOCK = 6  # lines that are said together, beside a last one that tells of more
KEPT_TIMED, KEPT = timedelta(hours=1), timedelta(days=7)  # after which what people announced is not said late
LONGEST_QUIET = timedelta(days=7)

ASKED = "announcement"  # the kind of what people have announced
MEETING = "meeting"  # the kind that is said during a meeting, too
PROPOSAL = "proposal"
BALLOT = "ballot"
ACTIONS = "actions"  # the kind that counts action items
# What a channel or somebody can mute, and what that is.
KINDS = {
    ASKED: "what people announce", MEETING: "reminders of meetings", PROPOSAL: "what came of proposals",
    BALLOT: "ballots that open and close", ACTIONS: "what is still to be done, a day before a meeting",
}  # fmt: skip


class State(StrEnum):
    WAITING = "waiting"
    HELD = "held"  # by somebody, until it is due
    CLAIMED = "claimed"  # about to be said; nobody knows yet whether it was
    CONFIRMED = "confirmed"  # the server has taken it
    UNCONFIRMED = "unconfirmed"  # the bot or the connection ended too early to know
    DROPPED = "dropped"  # by somebody, or no longer wanted
    UNCHANGED = "unchanged"  # nothing in it that the last of its series had not said
    MUTED = "muted"
    STALE = "stale"  # its time was over before it could be said


OPEN = frozenset({State.WAITING, State.HELD})
SAID = frozenset({State.CLAIMED, State.CONFIRMED, State.UNCONFIRMED})
OVER = {
    State.DROPPED: "it was dropped",
    State.UNCHANGED: "nothing in it was new",
    State.MUTED: "its kind is muted",
    State.STALE: "its time was over before I could say it",
}


@dataclass(frozen=True)
class Wanted:
    """What the bot may be to say by itself, as a source knows it.

    key: names it in its channel; it is said once. due: when at the earliest. until: when it is too late. timed: that
    instant was named by somebody, so no set time, day or quiet hour moves it. series: only what the last one of it did
    not say is said. topics: who opted in to one of them is named. why: as in "because ...". link: to the rest.
    """

    channel: str
    kind: str
    key: str
    due: datetime
    until: datetime
    lines: tuple[str, ...]
    timed: bool = False
    why: str = ""
    topics: tuple[str, ...] = ()
    series: str = ""
    link: str = ""


@dataclass(frozen=True)
class Announcement(Record):
    """channel: folded. n: its number there. name: the key of what a source wants, "" of what people announced. nick,
    who: whoever asked for it, "" for nobody. receipt: what the server was to answer once it had been said; shared by
    all that was said together. named: that it was perhaps not heard has been said. The rest: see Wanted.
    """

    TABLE: ClassVar[str] = "announcements"

    id: int
    channel: str
    n: int
    kind: str
    name: str
    lines: tuple[str, ...]
    created: datetime
    due: datetime
    until: datetime
    timed: bool = False
    state: State = State.WAITING
    nick: str = ""
    who: str = ""
    why: str = ""
    topics: tuple[str, ...] = ()
    series: str = ""
    link: str = ""
    receipt: str = ""
    said_at: datetime | None = None
    named: bool = False


@dataclass(frozen=True)
class Silence(Record):
    """What a channel does not want to hear. channel: folded. until: anything; nick: who said so. kinds: for good."""

    TABLE: ClassVar[str] = "silences"
    KEY: ClassVar[tuple[str, ...]] = ("channel",)

    channel: str
    until: datetime | None = None
    nick: str = ""
    kinds: tuple[str, ...] = ()

    def quiet(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


def silence(books: Books, channel: str) -> Silence:
    return books.get(Silence, fold(channel)) or Silence(fold(channel))


def of_channel(books: Books, channel: str) -> list[Announcement]:
    """All that was ever to be said there, oldest first."""
    folded = fold(channel)  # once, not for each of what ten years have left
    return [each for each in books.all(Announcement) if each.channel == folded]


def noted(books: Books, wanted: Wanted, now: datetime, nick: str = "", who: str = "") -> Announcement:
    """What is wanted as a record that waits, to be put into the books."""
    n = max((each.n for each in of_channel(books, wanted.channel)), default=0) + 1
    return record(wanted, books.next_id(Announcement), n, now, nick, who)


def record(wanted: Wanted, id: int, n: int, now: datetime, nick: str = "", who: str = "") -> Announcement:
    return Announcement(
        id, fold(wanted.channel), n, wanted.kind, wanted.key, wanted.lines, now, wanted.due, wanted.until, wanted.timed,
        nick=nick, who=who, why=wanted.why, topics=wanted.topics, series=wanted.series, link=wanted.link,
    )  # fmt: skip
