"""A whole agenda, pasted into one line."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import CHAIR, Word, needs


@dataclass(frozen=True)
class AgendaFrom(AnyTime):
    WORD: ClassVar[str] = "agenda from"
    DEED: ClassVar[str] = "put a whole list on the agenda"
    said: str


NOUNS: tuple[Word, ...] = (
    Word("agenda from", "TEXT; TEXT …", "puts several items on it: with semicolons between them, or 1. … 2. …",
         ".agenda from Gate status 10m; Release; Open floor", CHAIR,
         needs("which items?", AgendaFrom), section="The agenda", noun=True),
)  # fmt: skip
