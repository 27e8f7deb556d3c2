"""Whose an action item is."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .lines import RFC1459, fold

HEAD = re.compile(r"\s*([^:]{1,200}):(?:\s|$)")
BETWEEN_NAMES = re.compile(r"[\s,;&+]+|(?:^|\s)and(?:\s|$)", re.IGNORECASE)


def owners(text: str, known: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """The people that an action names, in the order in which it names them.

    known: (name, person). Names before a colon own it alone; else every name that stands in it as a
    whole word, in any case. Of two names that begin at one place the longer counts.
    """
    if head := HEAD.match(text):
        people = {fold(name): person for name, person in reversed(known)}
        named = [people[fold(word)] for word in BETWEEN_NAMES.split(head[1]) if fold(word) in people]
        if named:
            return tuple(dict.fromkeys(named))
    return tuple(dict.fromkeys(mentions(text, known)))


def mentions(text: str, known: Sequence[tuple[str, int]]) -> Iterable[int]:
    people = {fold(name): person for name, person in reversed(known)}
    pattern = names_pattern(tuple(sorted(people, key=lambda name: (-len(name), name))))
    return (people[found[0]] for found in pattern.finditer(text.lower().translate(RFC1459)))


@lru_cache(maxsize=64)
def names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    r"""Any of the names as a whole word. \b would never match before or behind a nick's bracket."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")
