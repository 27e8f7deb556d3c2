"""The ledger of action items: what somebody promised, in a meeting or at any time, until it is done or dropped.

Pure rules over records. In an open meeting its facts carry the numbers and dates, and the ledger follows; else the
books are changed. No action item is ever taken out: what is over has a state.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .when import Unclear, read, relative, said, said_day, trailing
from .when.zones import wall_clock

LONGEST_TEXT = 300  # characters of an action item that is put into the ledger by itself
LONGEST_NOTE = 200  # of what came of it, or of a reason
MOST_AT_ONCE = 20  # action items that one line may change
MOST_STEPS = 12  # of an action item's own history; the store has all of it
TOPIC = "actions"  # what one is pinged for who wants to be told of their own
NOON = time(12)
NO_DATE = re.compile(r".*\bdue:?\s+(?:(?:on|by)\s+)?(\d\S*(?:\s+\S+)?|yesterday|last\s+\S+)", re.IGNORECASE | re.DOTALL)


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Due:
    """at: UTC, aware; of a day without a time its last minute in the zone. zone: IANA name, of who said it.
    timed: a time of day was given."""

    at: datetime
    zone: str
    timed: bool = False


@dataclass(frozen=True)
class Owner:
    """who: as the books name people. nick: the one they went by when they were last named."""

    who: str
    nick: str


Owners = tuple[Owner, ...]


@dataclass(frozen=True)
class Step:
    """Something that happened to an action item: what ("given to bob"), when, and by which nick."""

    what: str
    nick: str
    at: datetime


@dataclass(frozen=True)
class Noted:
    """An action item as its meeting notes it. id: its number in the ledger. text: without its due date."""

    id: int
    text: str
    due: Due | None = None


@dataclass(frozen=True)
class ActionItem(Record):
    """place: the meeting's name or a channel, folded. meeting: the id of the one it was noted in, "" for none; n: its
    item there; line: the store's. private: that meeting was. nick, who: of who noted it. given_by: of who gave it to
    its owners, "" while its words do. carried: by how many meetings of its place. note: what came of it, or why it was
    dropped or put off. until: it is put off until then.
    """

    TABLE: ClassVar[str] = "actions"

    id: int
    text: str
    owners: Owners
    place: str
    channel: str
    nick: str
    who: str
    created: datetime
    due: Due | None = None
    state: State = State.OPEN
    meeting: str = ""
    n: int = 0
    line: int = 0
    private: bool = False
    given_by: str = ""
    carried: int = 0
    closed_at: datetime | None = None
    closed_by: str = ""
    note: str = ""
    until: datetime | None = None
    steps: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due is not None and self.due.at < now

    def is_put_off(self, now: datetime) -> bool:
        return self.is_open and self.until is not None and now < self.until


Actions = tuple[ActionItem, ...]


# --- what is in it ----------------------------------------------------------------------------


def listed(actions: Iterable[ActionItem], now: datetime) -> Actions:
    """The open ones, oldest first; those that are put off behind them."""
    return tuple(sorted((each for each in actions if each.is_open), key=lambda each: (each.is_put_off(now), each.id)))


def of_place(books: Books, places: Collection[str], now: datetime) -> Actions:
    """What is open of a meeting and its channel, and not put off. What was promised in private is left out."""
    found = (each for each in books.all(ActionItem) if each.place in places and not each.private)
    return tuple(each for each in listed(found, now) if not each.is_put_off(now))


def owned_by(action: ActionItem, names: Collection[str]) -> bool:
    """names: what somebody goes by, as the books name people."""
    return any(owner.who in names for owner in action.owners)


# --- what may become of one: open -> done or dropped -> open ------------------------------------


def stepped(action: ActionItem, what: str, nick: str, at: datetime) -> ActionItem:
    """With one more step in its history; the first and the last ones are kept."""
    steps = (*action.steps, Step(what, nick, at))
    return replace(action, steps=steps if len(steps) <= MOST_STEPS else (steps[0], *steps[2:]))


def closed(action: ActionItem, state: State, note: str, nick: str, at: datetime) -> ActionItem:
    now = replace(action, state=state, note=note, closed_at=at, closed_by=nick, until=None)
    return stepped(now, state.value, nick, at)


def reopened(action: ActionItem, nick: str, at: datetime) -> ActionItem:
    now = replace(action, state=State.OPEN, note="", closed_at=None, closed_by="", until=None)
    return stepped(now, "opened again", nick, at)


def put_off(action: ActionItem, until: datetime, why: str, nick: str, at: datetime) -> ActionItem:
    return stepped(replace(action, until=until, note=why), "put off", nick, at)


def given(action: ActionItem, owners: Owners, nick: str, at: datetime) -> ActionItem:
    names = ", ".join(owner.nick for owner in owners)
    return stepped(replace(action, owners=owners, given_by=nick), f"given to {names}", nick, at)


def due_at(action: ActionItem, due: Due | None, nick: str, at: datetime) -> ActionItem:
    return stepped(replace(action, due=due), f"due {due_day(due, at)}" if due else "due date taken off", nick, at)


def carried(action: ActionItem) -> ActionItem:
    return replace(action, carried=action.carried + 1)


# --- when it is due ----------------------------------------------------------------------------


def due_day(due: Due, now: datetime) -> str:
    """ "Fri 27 Nov" in the zone of who said it, or with its time."""
    if due.timed:
        return said(due.at, now, due.zone)
    return said_day(wall_clock(due.at, due.zone).date(), now)


def due_said(due: Due, now: datetime) -> str:
    """ "due Fri 27 Nov (in 7 days)"; days are counted by the calendar of its zone."""
    if due.timed:
        return f"due {due_day(due, now)} ({relative(due.at, now)})"
    day, today = (wall_clock(at, due.zone).date() for at in (due.at, now))
    at, since = (datetime.combine(each, NOON, now.tzinfo) for each in (day, today))
    return f"due {due_day(due, now)} ({'today' if day == today else relative(at, since)})"


def read_due(text: str, now: datetime, zone: str) -> Due:
    """A due date. Raises Unclear, also where it is past."""
    when = read(text, now, zone)
    due = Due(when.at, when.zone, when.timed)
    if due.at <= now:
        raise past(due, now)
    return due


def past(due: Due, now: datetime) -> Unclear:
    return Unclear(f"{due_day(due, now)} is past, and what is to be done is due later", "friday", "in 2 weeks")


def apart(text: str, now: datetime, zone: str) -> tuple[str, Due | None]:
    """What an action item says without "due friday" at its end, and when that is.

    Raises Unclear where it ends in what looks like a due date and is none, or is past.
    """
    if found := trailing(text, ("due", "due:"), now, zone):
        rest, _, when = found
        due = Due(when.at, when.zone, when.timed)
        if due.at <= now:
            raise past(due, now)
        return rest, due
    if looks := NO_DATE.fullmatch(text):
        read_due(looks[1], now, zone)
    return text, None
