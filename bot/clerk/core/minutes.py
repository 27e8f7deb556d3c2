"""The minutes as a value: all that the renderers are given, and all they may know."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .lines import Kind, Speaker


@dataclass(frozen=True, slots=True)
class Topic:
    """under: the index of the topic that this is a subtopic of."""

    title: str
    nick: str
    at: datetime
    under: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """kind: info, idea, help, link, agreed, accepted, rejected, action or vote.

    n: the item's stable number in its meeting. topic: an index into the minutes' topics, None
    before the first. line: the number of its line in the log. A link's url is None
    when it is not one of the kinds that become links.
    """

    n: int
    kind: str
    text: str
    nick: str
    at: datetime
    topic: int | None
    url: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action item of this meeting. id: its number in the ledger, None until it has one. due: a day in the zone of
    who said it; the text is without it."""

    n: int
    text: str
    owners: tuple[str, ...]
    id: int | None = None
    due: date | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Concern:
    """About a proposal. n counts from 1 in each."""

    n: int
    text: str
    nick: str
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody held a proposal until its end. why: "" when it was not said."""

    nick: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """voters: who chose what, None in a secret vote. kind: vote, motion or proposal.

    entitled, needed, quorum: in words, who alone could vote, what an option needed beside more votes than any other,
    and how many had to vote; "" where it was everyone, nothing, any number. concerns: of a proposal.
    """

    question: str
    options: tuple[str, ...]
    tally: Mapping[str, int]
    voters: Mapping[str, tuple[str, ...]] | None
    outcome: str
    kind: str = "vote"
    entitled: str = ""
    needed: str = ""
    quorum: str = ""
    concerns: tuple[Concern, ...] = ()
    held: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Present:
    nick: str
    account: str | None
    lines: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """The roll call. quorum: how many were needed, and when it was reached and lost; None when none was set."""

    present: tuple[str, ...] = ()
    regrets: tuple[str, ...] = ()
    quorum: str | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the full log. n: the number of its line, which rises but may leave gaps; its anchor."""

    n: int
    at: datetime
    nick: str
    kind: Kind
    text: str
    speaker: Speaker = Speaker.PERSON


@dataclass(frozen=True, slots=True)
class Carried:
    """What was on the agenda, was not reached, and waits for the next meeting. nick: who wants it talked about.
    times: to how many meetings it was carried over, this time included."""

    text: str
    nick: str
    times: int


@dataclass(frozen=True, slots=True)
class Closed:
    """An action item of an earlier meeting that was done, or dropped, in this one. id: its number in the ledger.
    note: what came of it, or why it was dropped."""

    id: int
    text: str
    owners: tuple[str, ...]
    state: str
    note: str = ""


@dataclass(frozen=True)
class Minutes:
    """All times are UTC. people: most lines first. ended: None while the meeting goes on.

    log: gives the rows of the full log afresh at each call, so that a long one is never held whole.
    attendance: None when there was no roll call. carried: nothing while the meeting goes on.
    """

    id: str
    title: str
    channel: str | None
    network: str | None
    purpose: str | None
    chairs: tuple[str, ...]
    started: datetime
    ended: datetime | None
    opened_by: str
    topics: tuple[Topic, ...]
    items: tuple[Item, ...]
    actions: tuple[Action, ...]
    votes: tuple[Vote, ...]
    people: tuple[Present, ...]
    lines: int
    log: Callable[[], Iterable[LogLine]] = tuple
    attendance: Attendance | None = None
    carried: tuple[Carried, ...] = ()
    closed: tuple[Closed, ...] = ()

