"""The decision log: what was decided, where, by when, and what has become of it. Numbers are never given again."""
from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold
from .prepared import Due

AHEAD = timedelta(days=7)  # how long before its day a decision comes back in meetings
MOST_DUE = 20  # in one meeting


class Outcome(StrEnum):
    AGREED = "agreed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESOLVED = "resolved"  # also by a vote between things that are neither yes nor no
    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"  # a vote that nothing won


class State(StrEnum):
    IN_FORCE = "in force"
    DONE = "done"
    REVOKED = "revoked"
    REPLACED = "replaced"
    DROPPED = "dropped"  # the item was taken back in its meeting


STANDING = frozenset({State.IN_FORCE, State.DONE})


@dataclass(frozen=True)
class Decision(Record):
    """place: of the meeting, its name or a channel; channel: where it was decided; both folded. at: UTC. nick: of who
    noted it. meeting, n, line: the meeting's id, its item's number there, the stored line; url: of that line in the
    published log. proposal: the one that it comes from. private: known in its channel only. by: until when it is to be
    done, as it was said; due: that day. ended_at, ended_by, ended_why: how it was done, revoked or replaced.
    """

    TABLE: ClassVar[str] = "decisions"

    id: int
    place: str
    channel: str
    at: datetime
    kind: Outcome
    text: str
    nick: str
    meeting: str = ""
    n: int | None = None
    line: int | None = None
    url: str = ""
    proposal: int | None = None
    private: bool = False
    by: str = ""
    due: date | None = None
    state: State = State.IN_FORCE
    replaces: tuple[int, ...] = ()
    replaced_by: int | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""


def seen_in(books: Books, channel: str) -> Iterator[Decision]:
    """What may be shown there, oldest first."""
    here = fold(channel)
    return (each for each in books.all(Decision) if not each.private or each.channel == here)


def matches(decision: Decision, places: Collection[str] = (), about: str = "", since: date | None = None) -> bool:
    """Whether it is one of those that are wanted. places: meetings or channels, folded; none for any. about: words that
    are all in it."""
    text, words = decision.text.casefold(), about.casefold().split()
    here = not places or decision.place in places or decision.channel in places
    late = since is None or decision.at.date() >= since
    return here and late and decision.state is not State.DROPPED and all(word in text for word in words)


def due_in(books: Books, place: str, day: date) -> tuple[Due, ...]:
    """What comes back in a meeting of that place on that day: what is near or late, and neither done nor gone. What was
    decided in private does not."""
    found = [(each.due, each.id, each.text) for each in books.all(Decision)
             if each.due and each.place == place and each.state is State.IN_FORCE
             and not each.private and day >= each.due - AHEAD]  # fmt: skip
    return tuple(Due(id, text, due) for due, id, text in sorted(found)[:MOST_DUE])


def in_force(decision: Decision) -> Decision:
    return replace(decision, state=State.IN_FORCE, replaced_by=None, ended_at=None, ended_by="", ended_why="")
