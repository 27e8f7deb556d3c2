"""What was prepared before a meeting: its first fact carries it, so that the meeting needs no books to be had again."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .agenda import Items


@dataclass(frozen=True)
class Prepared:
    """place: the agenda that the meeting works off, a meeting's name or a channel; "" for none.
    length: of the meeting, in minutes; None when nobody said. roles: the members of each, as the books name people.
    """

    place: str = ""
    purpose: str = ""
    length: int | None = None
    agenda: Items = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
