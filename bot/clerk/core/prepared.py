"""What was prepared before a meeting: its first fact carries it, so that the meeting needs no books to be had again."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .agenda import Items
from .ledger import Actions
from .plans import Held


@dataclass(frozen=True)
class Wished:
    """Something in the grab bag. wanted_by: how many."""

    n: int
    text: str
    wanted_by: int


@dataclass(frozen=True)
class Due:
    """A decision that comes back, because its day is near or past. id: its number in the log."""

    id: int
    text: str
    by: date


@dataclass(frozen=True)
class Prepared:
    """place: the agenda that the meeting works off, a meeting's name or a channel; "" for none.
    length: of the meeting, in minutes; None when nobody said. roles: the members of each, as the books name people.
    last: the one of that name before. bag: what is most wanted. requests: those for time on the agenda that are in it.
    asks: the chair is asked for the purpose. chairs: beside who opens it; accounts, or "~" and a folded nick.
    due: decisions that come back. actions: the oldest that are open of that place; more_actions: how many others are.
    """

    place: str = ""
    purpose: str = ""
    length: int | None = None
    agenda: Items = ()
    last: Held | None = None
    bag: tuple[Wished, ...] = ()
    requests: tuple[int, ...] = ()
    asks: bool = False
    due: tuple[Due, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chairs: tuple[str, ...] = ()
    actions: Actions = ()
    more_actions: int = 0
