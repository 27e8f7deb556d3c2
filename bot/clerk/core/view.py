"""What there is to see when somebody asks: the books, and the rooms that the bot is in."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .books import Books
from .meeting import Room


@dataclass(frozen=True)
class View:
    """rooms: by folded channel."""

    books: Books = field(default_factory=Books)
    rooms: Mapping[str, Room] = field(default_factory=dict)
