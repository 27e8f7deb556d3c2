"""What there is to see when somebody asks: the books, and the rooms that the bot is in."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .books import Books
from .meeting import Room
from .poll import Boxes


@dataclass(frozen=True)
class View:
    """rooms: by folded channel. sealed: what was cast in secret, by poll. receipt: for this line alone; nobody can
    guess it. Both come from outside: the core opens no box, and draws no lots."""

    books: Books = field(default_factory=Books)
    rooms: Mapping[str, Room] = field(default_factory=dict)
    sealed: Boxes = field(default_factory=dict)
    receipt: str = ""
