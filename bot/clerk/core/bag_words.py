"""What may be said of the grab bag, at any time."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, CHAIR, Missing, Word, needs


@dataclass(frozen=True)
class ShowBag(AnyTime):
    """said: what followed the noun, "" for nothing."""

    WORD: ClassVar[str] = "bag"
    DEED: ClassVar[str] = "look into the grab bag"
    said: str = ""


@dataclass(frozen=True)
class PutInBag(AnyTime):
    WORD: ClassVar[str] = "bag add"
    DEED: ClassVar[str] = "put something into the grab bag"
    text: str


@dataclass(frozen=True)
class WantFromBag(AnyTime):
    WORD: ClassVar[str] = "bag +1"
    DEED: ClassVar[str] = "want something from the grab bag"
    n: int


@dataclass(frozen=True)
class WantNoMore(AnyTime):
    WORD: ClassVar[str] = "bag -1"
    DEED: ClassVar[str] = "want something from the grab bag no more"
    n: int


@dataclass(frozen=True)
class DropFromBag(AnyTime):
    WORD: ClassVar[str] = "bag drop"
    DEED: ClassVar[str] = "take something out of the grab bag"
    n: int


@dataclass(frozen=True)
class PickFromBag(AnyTime):
    WORD: ClassVar[str] = "bag pick"
    DEED: ClassVar[str] = "pick from the grab bag"
    numbers: tuple[int, ...]


def one(make: Callable[[int], AnyTime]) -> Callable[[str], AnyTime]:
    def parse_number(text: str) -> AnyTime:
        if not re.fullmatch(r"\d{1,6}", text):
            raise Missing("which one? .bag lists them;")
        return make(int(text))

    return parse_number


def pick(text: str) -> PickFromBag:
    if not re.fullmatch(r"\d{1,6}(?:[,\s]+\d{1,6})*", text):
        raise Missing("which ones? .bag lists them;")
    return PickFromBag(tuple(dict.fromkeys(map(int, re.findall(r"\d+", text)))))


NOUNS: tuple[Word, ...] = (
    Word("bag", "", "lists what is in the grab bag, most wanted first", ".bag", ANYONE, ShowBag,
         section="The agenda", noun=True),
    Word("bag add", "TEXT", "puts something into it, for whichever meeting has time", ".bag add a bug day", ANYONE,
         needs("what shall I put into the bag?", PutInBag), section="The agenda", noun=True),
    Word("bag +1", "N", "says that you want N too", ".bag +1 3", ANYONE, one(WantFromBag),
         section="The agenda", noun=True),
    Word("bag -1", "N", "takes that back", ".bag -1 3", ANYONE, one(WantNoMore), section="The agenda", noun=True),
    Word("bag drop", "N", "takes N out (yours; a chair: anybody's)", ".bag drop 3", ANYONE, one(DropFromBag),
         section="The agenda", noun=True),
    Word("bag pick", "N …", "puts these on the agenda, most wanted first", ".bag pick 3 1", CHAIR, pick,
         section="The agenda", noun=True),
)  # fmt: skip
