"""A row of the table of words, and how its argument is read."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .bare import split_nicks
from .commands import Spoken

ANYONE, CHAIR = "anyone", "chair"
KEEPERS = "role chairs"  # members of that role, and operators; not whoever chairs a meeting


class Missing(Exception):
    """A command lacks what it needs; the message asks for it."""


def needs(question: str, make: Callable[[str], Spoken]) -> Callable[[str], Spoken]:
    def parse_argument(text: str) -> Spoken:
        if not text:
            raise Missing(question)
        return make(text)

    return parse_argument


def nicks(make: Callable[[tuple[str, ...]], Spoken]) -> Callable[[str], Spoken]:
    def parse_nicks(text: str) -> Spoken:
        found = split_nicks(text)
        if not found:
            raise Missing("who?")
        return make(found)

    return parse_nicks


@dataclass(frozen=True)
class Word:
    """A row of the table. name: of a noun's command the noun and its verb. who: anyone, chair or a role, unless a
    channel's settings say otherwise. noun: said at any time, behind the prefix."""

    name: str
    usage: str
    does: str
    example: str
    who: str
    make: Callable[[str], Spoken]
    aliases: tuple[str, ...] = ()
    section: str = "Notes"
    noun: bool = False
