"""The agenda: what is to be talked about, prepared at any time, worked off in a meeting, carried over.

Pure rules over tuples of items. Where a meeting is open its own copy is changed, by facts, and
the books follow; else the books are.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold

LONGEST_TEXT = 300  # characters of an item
MOST_ITEMS = 100  # waiting on one agenda


class State(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"  # taken up, and not closed yet
    DONE = "done"
    DEFERRED = "deferred"  # to the next meeting
    SKIPPED = "skipped"  # in this meeting, for now: it comes last
    DROPPED = "dropped"


OPEN = frozenset({State.WAITING, State.SKIPPED})


@dataclass(frozen=True)
class Update:
    """What somebody who cannot come has to say on an item."""

    nick: str
    text: str


@dataclass(frozen=True)
class AgendaItem(Record):
    """place: whose agenda, a meeting's name or a channel, folded. n: its number there, until the meeting is over; rank:
    its place in the order. minutes: its time box. nick: who wants it talked about. who: who put it there, as the books
    name people. standing: it comes by itself to every meeting. carried: to how many meetings it was carried over;
    first: when it was put on the agenda.
    """

    TABLE: ClassVar[str] = "agenda_items"

    id: int
    place: str
    n: int
    rank: int
    text: str
    nick: str
    who: str
    first: datetime
    minutes: int | None = None
    why: str = ""
    url: str = ""
    state: State = State.WAITING
    standing: bool = False
    carried: int = 0
    updates: tuple[Update, ...] = ()


Items = tuple[AgendaItem, ...]


@dataclass(frozen=True)
class Wanted:
    """Something that somebody wants on an agenda. nick: who wants it talked about; "" for whoever says so."""

    text: str
    minutes: int | None = None
    nick: str = ""
    why: str = ""
    url: str = ""


def waiting(items: Iterable[AgendaItem]) -> Items:
    """What is still to be taken up, in its order: what was skipped comes last."""
    left = (item for item in items if item.state in OPEN)
    return tuple(sorted(left, key=lambda item: (item.state is State.SKIPPED, item.rank, item.id)))


def listed(items: Iterable[AgendaItem]) -> Items:
    """What an agenda shows: what is talked about, what waits, and what was deferred behind it."""
    items = tuple(items)
    deferred = sorted((item for item in items if item.state is State.DEFERRED), key=lambda item: item.rank)
    return (*(item for item in items if item.state is State.TAKEN), *waiting(items), *deferred)


def of_place(books: Books, place: str) -> Items:
    """An agenda that is in the books; what is over or gone is not."""
    return tuple(item for item in books.all(AgendaItem) if item.place == place and item.state in HELD)


HELD = OPEN | {State.DEFERRED, State.TAKEN}


def numbered(items: Iterable[AgendaItem], n: int) -> AgendaItem | None:
    """The item of that number; of an agenda that is being worked off, also one that is done."""
    return next((item for item in items if item.n == n and item.state is not State.DROPPED), None)


def matching(items: Iterable[AgendaItem], words: str) -> Items:
    """The items that words can mean: one whose text it is, else those that have them."""
    wanted, items = fold(" ".join(words.split())), tuple(items)
    exact = tuple(item for item in items if fold(item.text) == wanted)
    return exact or tuple(item for item in items if wanted in fold(item.text))


def new_items(known: Items, place: str, entries: Sequence[Wanted], nick: str, who: str, at: datetime,
              next_id: int) -> Items:  # fmt: skip
    """Items for the end of an agenda."""
    n, rank = (max((getattr(item, name) for item in known), default=0) for name in ("n", "rank"))
    return tuple(
        AgendaItem(next_id + i, place, n + 1 + i, rank + 1 + i, entry.text, entry.nick or nick, who, at, entry.minutes,
                   entry.why, entry.url)
        for i, entry in enumerate(entries)
    )  # fmt: skip


def reordered(items: Items, numbers: Sequence[int]) -> Items:
    """The waiting items with those numbers first, in that order; only those whose place changed."""
    left = waiting(items)
    named = [next(item for item in left if item.n == n) for n in numbers]
    order = [*named, *(item for item in left if item not in named)]
    changed = (replace(item, rank=rank, state=State.WAITING) for rank, item in enumerate(order, 1))
    return tuple(new for new, old in zip(changed, order, strict=True) if new != old)


def moved(items: Items, item: AgendaItem, to: int) -> Items:
    """An item at another place, counting from 1; places beyond the last are the last."""
    others = [each for each in waiting(items) if each.n != item.n]
    others.insert(max(to, 1) - 1, item)
    return reordered(items, [each.n for each in others])


def carried(items: Items, secret_since: datetime | None = None) -> Items:
    """What becomes of an agenda once its meeting is over: what was not reached waits for the next one.

    secret_since: when a private meeting began; what was put on its agenda since then is of that meeting alone.
    """
    kept = tuple(item for item in items if not (secret_since and item.first >= secret_since and item.state in HELD))
    hidden = tuple(replace(item, state=State.DROPPED) for item in items if item not in kept and not over(item))
    done = (*hidden, *(replace(item, state=State.DONE) for item in items if over(item)))
    left = (item for item in (*waiting(kept), *(i for i in kept if i.state is State.DEFERRED)) if not over(item))
    renewed = tuple(replace(item, state=State.WAITING, n=n, rank=n, carried=item.carried + 1)
                    for n, item in enumerate(left, 1))  # fmt: skip
    return (*done, *renewed)


def over(item: AgendaItem) -> bool:
    """Whether nothing of it is left once its meeting is over."""
    return item.state is State.TAKEN or (item.standing and item.state in HELD)
