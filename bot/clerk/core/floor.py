"""The floor: who waits to speak, in which order, and what for."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from .commands import QueueKind

FIRST: tuple[QueueKind, ...] = ("point of order", "question", "reply", "")
assert set(FIRST) == set(get_args(QueueKind))


@dataclass(frozen=True)
class Place:
    """who: an index into the meeting's people. notes: what they want to do, as in "you wanted to ..."."""

    who: int
    kind: QueueKind = ""
    notes: tuple[str, ...] = ()

    def with_more(self, kind: QueueKind, notes: tuple[str, ...]) -> Place:
        """Who asks again keeps their place, or goes before others if what they ask does."""
        return replace(self, kind=min(self.kind, kind, key=FIRST.index), notes=tuple(dict.fromkeys(self.notes + notes)))


@dataclass(frozen=True)
class Queue:
    """places: as they came. Nobody has two, but for those who turn out to be one only later.

    speaking: who was given the floor last.
    """

    places: tuple[Place, ...] = ()
    closed: bool = False
    speaking: Place | None = None

    def order(self, who: Callable[[int], int]) -> list[Place]:
        """Whose turn it is, first to last. who: the person behind an index."""
        found: dict[int, Place] = {}
        for place in self.places:
            person = who(place.who)
            had = found.get(person, Place(person, place.kind))
            found[person] = had.with_more(place.kind, place.notes)
        return sorted(found.values(), key=lambda place: FIRST.index(place.kind))

    def joined(self, place: Place, who: Callable[[int], int]) -> Queue:
        had = next((i for i, each in enumerate(self.places) if who(each.who) == place.who), None)
        if had is None:
            return replace(self, places=(*self.places, place))
        more = self.places[had].with_more(place.kind, place.notes)
        return replace(self, places=(*self.places[:had], more, *self.places[had + 1 :]))

    def left(self, person: int, who: Callable[[int], int]) -> Queue:
        return replace(self, places=tuple(place for place in self.places if who(place.who) != person))
