"""What may be said of an agenda at any time: `.agenda` and its verbs, `.update`, `agenda+`."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from .agenda import Wanted
from .agenda_suffixes import wanted
from .commands import AnyTime
from .word import ANYONE, CHAIR, Missing, Word, needs

FOR = re.compile(r"(.*?)\s*\bfor\s+(\S+)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class ShowAgenda(AnyTime):
    """place: the meeting that was named, "" for the one of this channel."""

    WORD: ClassVar[str] = "agenda"
    DEED: ClassVar[str] = "see the agenda"
    place: str


@dataclass(frozen=True)
class AddToAgenda(AnyTime):
    """said: the words as they were; a meeting's name may stand at their end."""

    WORD: ClassVar[str] = "agenda add"
    DEED: ClassVar[str] = "add to the agenda"
    said: str


@dataclass(frozen=True)
class OfOne(AnyTime):
    """place: the meeting that was named, "" for the one of this channel."""

    place: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class ChangeAgendaItem(AnyTime):
    WORD: ClassVar[str] = "agenda change"
    DEED: ClassVar[str] = "change the agenda"
    n: int
    wanted: Wanted  # its text may be "": the old one stays


@dataclass(frozen=True)
class MoveAgendaItem(OfOne):
    WORD: ClassVar[str] = "agenda move"
    DEED: ClassVar[str] = "change the order of the agenda"
    n: int
    to: int


@dataclass(frozen=True)
class OrderAgenda(OfOne):
    WORD: ClassVar[str] = "agenda order"
    DEED: ClassVar[str] = "change the order of the agenda"
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class DropAgendaItem(OfOne):
    WORD: ClassVar[str] = "agenda drop"
    DEED: ClassVar[str] = "take something off the agenda"
    n: int


@dataclass(frozen=True)
class DeferAgendaItem(OfOne):
    WORD: ClassVar[str] = "agenda defer"
    DEED: ClassVar[str] = "defer something on the agenda"
    n: int


@dataclass(frozen=True)
class ClearAgenda(OfOne):
    WORD: ClassVar[str] = "agenda clear"
    DEED: ClassVar[str] = "clear the agenda"


@dataclass(frozen=True)
class GiveUpdate(AnyTime):
    """item: its number, or a word of it."""

    WORD: ClassVar[str] = "update"
    DEED: ClassVar[str] = "give an update in advance"
    item: str
    text: str


def change(text: str) -> ChangeAgendaItem:
    found = re.fullmatch(r"(\d{1,6})\s+(\S.*)", text, re.DOTALL)
    if not found:
        raise Missing("which item, and what shall it say?")
    return ChangeAgendaItem(int(found[1]), wanted(found[2]))


def move(text: str) -> MoveAgendaItem:
    found = re.fullmatch(r"(\d{1,6})\s+(?:to\s+)?(\d{1,6})", text, re.IGNORECASE)
    if not found:
        raise Missing("which item to which place?")
    return MoveAgendaItem(int(found[1]), int(found[2]))


def order(text: str) -> OrderAgenda:
    if not re.fullmatch(r"\d{1,6}(?:[,\s]+\d{1,6})*", text):
        raise Missing("in which order?")
    return OrderAgenda(tuple(map(int, re.findall(r"\d+", text))))


def one(make: Callable[[int], OfOne]) -> Callable[[str], OfOne]:
    def parse_number(text: str) -> OfOne:
        if not re.fullmatch(r"\d{1,6}", text):
            raise Missing("which item?")
        return make(int(text))

    return parse_number


def of_one(make: Callable[[str], OfOne]) -> Callable[[str], OfOne]:
    """With "for NAME" at its end."""

    def parse_name(text: str) -> OfOne:
        found = FOR.fullmatch(text)
        return replace(make(found[1]), place=found[2]) if found else make(text)

    return parse_name


def clear(text: str) -> ClearAgenda:
    if text:
        raise Missing("all of it? Then say only .agenda clear; .agenda drop N takes one item off.")
    return ClearAgenda()


def update(text: str) -> GiveUpdate:
    item, _, words = text.partition(" ")
    if not words.strip():
        raise Missing("on which item, and what is new?")
    return GiveUpdate(item.rstrip(":"), " ".join(words.split()))


NOUNS: tuple[Word, ...] = (
    Word("agenda", "[NAME]", "shows the agenda of the next meeting here, or of the one named", ".agenda", ANYONE,
         lambda text: ShowAgenda(text.removeprefix("for ").strip()), section="The agenda", noun=True),
    Word("agenda add", "TEXT [10m] [by NICK] [why REASON] [URL] [for NAME]",
         "puts something on it, with a time box, who wants it, why, and where to read on; also: agenda+ TEXT",
         ".agenda add Gate status 10m by dave why it was red https://bugs.example.org/1352", ANYONE,
         needs("what shall be on the agenda?", AddToAgenda), section="The agenda", noun=True),
    Word("agenda change", "N TEXT [10m] [by NICK] [why REASON] [URL] [for NAME]",
         "says item N anew, or only what is given of it", ".agenda change 2 15m", ANYONE, change,
         section="The agenda", noun=True),
    Word("agenda move", "N to M [for NAME]", "moves item N to the M-th place", ".agenda move 3 to 1", ANYONE,
         of_one(move), section="The agenda", noun=True),
    Word("agenda order", "N, N … [for NAME]", "puts these items first, in this order", ".agenda order 3,1,2", ANYONE,
         of_one(order), section="The agenda", noun=True),
    Word("agenda drop", "N [for NAME]", "takes item N off the agenda", ".agenda drop 3", ANYONE,
         of_one(one(DropAgendaItem)), ("agenda remove", "agenda delete"), section="The agenda", noun=True),
    Word("agenda defer", "N [for NAME]", "leaves item N to the meeting after the next", ".agenda defer 3", ANYONE,
         of_one(one(DeferAgendaItem)), section="The agenda", noun=True),
    Word("agenda clear", "[for NAME]", "takes everything off it", ".agenda clear", CHAIR, of_one(clear),
         section="The agenda", noun=True),
    Word("update", "ITEM TEXT [for NAME]",
         "says in advance what you have on an item; I read it out when the item comes up",
         ".update 2 the upgrade job is green", ANYONE, update, section="The agenda", noun=True),
)  # fmt: skip
