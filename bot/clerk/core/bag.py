"""The grab bag: what people would like to talk about one day, and how many of them. An agenda picks from it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold

LONGEST_WISH = 200  # characters
MOST_WISHES = 100  # in one bag


class Fate(StrEnum):
    OPEN = "open"
    PICKED = "picked"  # it is on an agenda
    DROPPED = "dropped"


@dataclass(frozen=True)
class Wish(Record):
    """place: whose bag: a channel, folded. n: its number there. who, wanted_by: as the books name
    people; whoever put it there wants it."""

    TABLE: ClassVar[str] = "wishes"

    id: int
    place: str
    n: int
    text: str
    nick: str
    who: str
    at: datetime
    wanted_by: tuple[str, ...] = ()
    state: Fate = Fate.OPEN


Wishes = tuple[Wish, ...]


def most_wanted(books: Books, place: str) -> Wishes:
    """What is in a bag, most wanted first, of equals the oldest."""
    left = (wish for wish in books.all(Wish) if wish.place == place and wish.state is Fate.OPEN)
    return tuple(sorted(left, key=lambda wish: (-len(wish.wanted_by), wish.n)))


def next_number(books: Books, place: str) -> int:
    return max((wish.n for wish in books.all(Wish) if wish.place == place), default=0) + 1


def named(wishes: Wishes, numbers: Sequence[int]) -> tuple[Wishes, tuple[int, ...]]:
    """The wishes of those numbers in the order of the bag; and the numbers that none has."""
    found = tuple(wish for wish in wishes if wish.n in numbers)
    known = {wish.n for wish in found}
    return found, tuple(n for n in dict.fromkeys(numbers) if n not in known)


def same(wishes: Wishes, text: str) -> Wish | None:
    return next((wish for wish in wishes if fold(wish.text) == fold(text)), None)
